// What the sign-in pages do by themselves: post back, build tiles, wait for the services' frames.
const read = (id) => {
  const element = document.getElementById(id);
  return element ? JSON.parse(element.textContent) : undefined;
};

function tile({ email, name, href }, id) {
  const row = document.createElement('div');
  row.className = 'row tile';
  row.setAttribute('role', 'listitem');
  if (id) row.id = id;
  const button = document.createElement('div');
  button.className = 'table';
  button.setAttribute('role', 'button');
  button.tabIndex = 0;
  button.dataset.testId = email;
  button.append(Object.assign(document.createElement('div'), { textContent: name }));
  if (email.includes('@')) button.append(Object.assign(document.createElement('small'), { textContent: email }));
  const go = () => location.assign(href);
  button.addEventListener('click', go);
  button.addEventListener('keydown', (event) => { if (event.key === 'Enter') go(); });
  row.append(button);
  return row;
}

const tiles = read('tiles');
if (tiles && tiles.tiles.length > 0) {
  setTimeout(() => {
    const other = tile({ email: 'otherTile', name: tiles.otherText, href: tiles.other }, 'otherTile');
    document.getElementById('tilesHolder').append(...tiles.tiles.map((each) => tile(each)), other);
  }, tiles.delay);
}

const out = read('signed-out');
if (out) {
  const loaded = out.frames.map((src) => new Promise((resolve) => {
    const frame = Object.assign(document.createElement('iframe'), { src, hidden: true, onload: resolve });
    document.body.append(frame);
  }));
  // The page doesn't wait for ever for a service that doesn't answer.
  const deadline = new Promise((resolve) => { setTimeout(resolve, 5000); });
  Promise.race([Promise.all(loaded), deadline]).then(() => {
    document.documentElement.dataset.frames = 'loaded';
    if (out.target) location.replace(out.target);
  });
}

const form = document.getElementById('form-post');
if (form) form.submit();
else document.cookie = 'brcap=0; domain=.login.microsoftonline.com; path=/; max-age=15552000; secure; samesite=none';
