// A page of another site: it writes into every kind of storage and says when it's done.
import { writeEverything } from '/__assets/storage.js';

const { marker } = JSON.parse(document.getElementById('marker').textContent);
const short = marker.slice(0, 40);
document.cookie = `${short}_script=${marker}; path=/; max-age=31536000; secure; samesite=none`;
await writeEverything({
  local: { [`${short}_local`]: marker },
  session: { [`${short}_session`]: marker },
  database: { name: `${short}_database`, record: { marker } },
  caches: { [`${short}_cache`]: [`/__cached/${marker}.txt`] },
  file: { name: `${short}.txt`, text: marker },
  worker: { address: `/__worker.js?marker=${marker}`, scope: `/__planted/${short}/` },
});
await fetch(`/__cached/${marker}.js`);
document.documentElement.dataset.ready = 'true';
