// The sign-in page of AD FS: its button is a span.
const form = document.getElementById('loginForm');
document.getElementById('submitButton').addEventListener('click', () => form.submit());
form.addEventListener('keypress', (event) => { if (event.key === 'Enter') form.submit(); });
