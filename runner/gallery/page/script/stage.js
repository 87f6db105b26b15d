// Both pictures move in step: three variables of the stage place them.
const zoom = {x: 0, y: 0, z: 1};
const pointers = new Map();
let blinking = 0;
let from = 0; // where a finger came down

function setZoom(z, x = zoom.x, y = zoom.y) {
  const {width, height} = (stage.dataset.view === 'side' ? $('l-after').parentNode : stage).getBoundingClientRect();
  zoom.z = Math.min(Math.max(z, 1), 32);
  const reach = size => size * (zoom.z - 1) / 2;
  zoom.x = Math.max(-reach(width), Math.min(reach(width), x));
  zoom.y = Math.max(-reach(height), Math.min(reach(height), y));
  for (const name of 'xyz') stage.style.setProperty('--' + name, String(+zoom[name].toFixed(3)));
  if (zoom.z > 1) for (const img of all('.pane img')) sharpen(img);
  $('z-fit').textContent = zoom.z === 1 ? 'Fit' : Math.round(zoom.z * 100) + ' %';
}

// sharpen takes the picture itself, where it is: a preview has too few pixels to zoom in.
function sharpen(img) {
  const {sha} = img.dataset, link = original(sha);
  if (!link || img.src.endsWith(link)) return;
  const ahead = new Image();
  ahead.onload = () => { if (img.dataset.sha === sha) img.src = link; };
  ahead.src = link;
}

// zoomTo keeps the point under the pointer where it is.
function zoomTo(z, px = 0, py = 0) {
  const ratio = Math.min(Math.max(z, 1), 32) / zoom.z;
  setZoom(z, px - (px - zoom.x) * ratio, py - (py - zoom.y) * ratio);
}

// whole is the zoom at which a pixel of the picture is one of the screen.
function whole() {
  const {width, height} = $('l-after').parentNode.getBoundingClientRect();
  const w = at.width || $('l-after').naturalWidth, h = at.height || $('l-after').naturalHeight;
  if (!w || !h) return 2;
  const z = 1 / Math.min(width / w, height / h) / devicePixelRatio;
  return z > 1.05 ? z : 2;
}
// fold puts the two one below the other where they are larger so.
function fold() {
  const {width, height} = stage.getBoundingClientRect();
  const ratio = at?.width ? at.width / at.height : 1;
  stage.classList.toggle('fold', Math.min(width / ratio, height / 2) > Math.min(width / 2 / ratio, height));
}

const toggleZoom = (px, py) => zoom.z === 1 ? zoomTo(whole(), px, py) : setZoom(1, 0, 0);

function fromMiddle(e) {
  const r = (e.target.closest('.pane') ?? stage).getBoundingClientRect();
  return [e.clientX - r.left - r.width / 2, e.clientY - r.top - r.height / 2];
}

function setMix(value = $('mix').value) {
  const mixed = Math.max(0, Math.min(100, value));
  $('mix').value = mixed;
  const difference = stage.dataset.view === 'difference';
  stage.style.setProperty('--mix', mixed);
  stage.style.setProperty('--gain', difference ? mixed - 50 < 0 ? 0 : (mixed - 50) * 2 : 0);
  $('mix').previousElementSibling.textContent = difference ? 'How much differences are brightened, in percent' : 'How much of the picture before is seen, in percent';
}

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

// blink shows the two in turn, slower than what harms; where motion is not wanted, once a key.
function blink() {
  if (stage.dataset.view === 'one') return tell('There is nothing to compare with.');
  if (still()) return void stage.classList.toggle('blink');
  if (blinking) return stop();
  stage.classList.add('blink');
  blinking = setInterval(() => stage.classList.toggle('blink'), 600);
}

function stop() {
  clearInterval(blinking);
  clearTimeout(playing);
  blinking = 0;
  stage.classList.remove('blink');
}

on(stage, 'wheel', e => {
  e.preventDefault();
  zoomTo(zoom.z * Math.exp(-e.deltaY / (e.deltaMode ? 10 : 400)), ...fromMiddle(e));
}, {passive: false});
on(stage, 'dblclick', e => toggleZoom(...fromMiddle(e)));
on(stage, 'pointerdown', e => {
  if (e.target.closest('.mix') || e.button) return;
  stage.setPointerCapture(e.pointerId);
  pointers.set(e.pointerId, e);
  from = e.clientX;
  if (zoom.z === 1) slide(e);
});
on(stage, 'pointermove', e => {
  const last = pointers.get(e.pointerId);
  if (!last) return;
  if (pointers.size === 2) {
    const other = [...pointers.values()].find(p => p.pointerId !== e.pointerId);
    const apart = p => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY);
    zoomTo(zoom.z * apart(e) / Math.max(apart(last), 1));
  } else if (zoom.z === 1) slide(e);
  else setZoom(zoom.z, zoom.x + e.clientX - last.clientX, zoom.y + e.clientY - last.clientY);
  pointers.set(e.pointerId, e);
});
for (const end of ['pointerup', 'pointercancel']) on(stage, end, e => {
  if (!pointers.delete(e.pointerId) || e.pointerType === 'mouse' || pointers.size || zoom.z > 1 || stage.dataset.view === 'swipe') return;
  const way = e.clientX - from;
  if (Math.abs(way) > 60) step(way < 0 ? 1 : -1);
});

// slide draws the dividing line of a swipe along.
function slide(e) {
  if (stage.dataset.view !== 'swipe') return;
  const r = stage.getBoundingClientRect();
  setMix((e.clientX - r.left) / r.width * 100);
}
