// The signed-out page of a sign-in service tells the other services in frames, and waits for them.
const { frames, target } = JSON.parse(document.getElementById('signed-out').textContent);
const loaded = frames.map((src) => new Promise((resolve) => {
  const frame = Object.assign(document.createElement('iframe'), { src, hidden: true, onload: resolve });
  document.body.append(frame);
}));
// The page doesn't wait for ever for a service that doesn't answer.
const deadline = new Promise((resolve) => { setTimeout(resolve, 5000); });
Promise.race([Promise.all(loaded), deadline]).then(() => {
  document.documentElement.dataset.frames = 'loaded';
  if (target) location.replace(target);
});
