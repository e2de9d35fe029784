// The page in between sends its form by itself.
setTimeout(() => document.forms[0].submit(), 0);
