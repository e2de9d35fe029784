// What Entra's pages do by themselves: they build their tiles, and leave a cookie.

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

const tiles = JSON.parse(document.getElementById('tiles')?.textContent ?? 'null');
if (tiles && tiles.tiles.length > 0) {
  setTimeout(() => {
    const other = tile({ email: 'otherTile', name: tiles.otherText, href: tiles.other }, 'otherTile');
    document.getElementById('tilesHolder').append(...tiles.tiles.map((each) => tile(each)), other);
  }, tiles.delay);
}

document.cookie = 'brcap=0; domain=.login.microsoftonline.com; path=/; max-age=15552000; secure; samesite=none';
