// Every kind of storage that a page can reach: written by the app and the planted pages, read back by the probe.

function openDatabase(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore('records', { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function putRecord(name, record) {
  const database = await openDatabase(name);
  await new Promise((resolve, reject) => {
    const change = database.transaction('records', 'readwrite');
    change.objectStore('records').put(record);
    change.oncomplete = resolve;
    change.onabort = () => reject(change.error);
  });
  database.close();
}

async function writeFile({ name, text }) {
  const folder = await navigator.storage.getDirectory();
  const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await stream.write(text);
  await stream.close();
}

async function fillCache(name, addresses) {
  const cache = await caches.open(name);
  await cache.addAll(addresses);
}

async function startWorker({ address, scope }) {
  const { installing, waiting, active } = await navigator.serviceWorker.register(address, { scope });
  const worker = installing ?? waiting ?? active;
  if (worker.state === 'activated') return;
  await new Promise((resolve) => {
    worker.addEventListener('statechange', () => { if (['activated', 'redundant'].includes(worker.state)) resolve(); });
  });
}

/** Writes all that is asked for. One kind that the browser refuses doesn't stop the others. */
export async function writeEverything({ local = {}, session = {}, database, caches: named = {}, file, worker }) {
  Object.entries(local).forEach(([key, value]) => localStorage.setItem(key, value));
  Object.entries(session).forEach(([key, value]) => sessionStorage.setItem(key, value));
  const refused = (await Promise.allSettled([
    database && putRecord(database.name, database.record),
    file && writeFile(file),
    worker && startWorker(worker),
    ...Object.entries(named).map(([name, addresses]) => fillCache(name, addresses)),
  ])).filter((each) => each.status === 'rejected').map((each) => String(each.reason));
  if (refused.length > 0) document.documentElement.dataset.refused = refused.join(' | ');
}

async function recordsOf(name) {
  const database = await openDatabase(name);
  const records = !database.objectStoreNames.contains('records') ? [] : await new Promise((resolve, reject) => {
    const request = database.transaction('records').objectStore('records').getAll();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  database.close();
  return records;
}

async function files() {
  const names = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
  return names;
}

async function inHttpCache(address) {
  try {
    return (await fetch(address, { cache: 'only-if-cached', mode: 'same-origin' })).ok;
  } catch {
    return false;
  }
}

/** What is there, as plain data. `cached` are addresses to look for in the HTTP cache. */
export async function readEverything(cached = []) {
  const databases = (await indexedDB.databases()).map(({ name }) => name);
  const contents = await Promise.all(databases.map(async (name) => [name, await recordsOf(name)]));
  const cacheNames = await caches.keys();
  const cacheContents = await Promise.all(cacheNames.map(async (name) => {
    const requests = await (await caches.open(name)).keys();
    return [name, requests.map((each) => each.url)];
  }));
  return {
    cookies: document.cookie.split('; ').filter(Boolean),
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: Object.fromEntries(contents),
    caches: Object.fromEntries(cacheContents),
    workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
    files: await files().catch(() => []),
    httpCache: Object.fromEntries(await Promise.all(cached.map(async (each) => [each, await inHttpCache(each)]))),
  };
}
