// The app's service worker: scripts come from its cache, everything else from the network.
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  if (!new URL(event.request.url).pathname.startsWith('/uclient/scripts/')) return;
  event.respondWith(caches.match(event.request).then((hit) => hit ?? fetch(event.request)));
});
