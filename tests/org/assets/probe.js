// Shows, as JSON in the page, what this origin's storage holds and which cookies the server saw.
import { readEverything } from '/__assets/storage.js';

const { cached, sent } = JSON.parse(document.getElementById('probe').textContent);
const found = await readEverything(cached);
document.getElementById('result').textContent = JSON.stringify({ ...found, sent }, null, 1);
document.documentElement.dataset.ready = 'true';
