// Keys go by the character that they print. None acts inside a field.
let choosing = false; // a digit after T is a take's number

const inField = e => e.matches?.('input:not([type=radio],[type=checkbox],[type=range]),textarea,select');
const verdictKeys = {p: 'approve', x: 'reject', r: 'again', u: ''};
const views = ['side', 'swipe', 'fade', 'difference'];

const inLoupe = {
  z: () => toggleZoom(),
  '+': () => zoomTo(zoom.z * 1.25), '=': () => zoomTo(zoom.z * 1.25), '-': () => zoomTo(zoom.z / 1.25),
  b: compareNext, h: hold,
  t: () => { takeBy(1); choosing = true; },
  T: () => { if (taken !== at.artifact) decide(at, 'select', {take: taken}); else tell('This take is the current one.'); },
  ' ': blink,
};
const everywhere = {'/': () => { if (loupe.open) closeLoupe(); $('q').focus(); }, '?': openHelp, n: () => {
  if (!loupe.open) openLoupe(imageOf(document.activeElement) ?? seen()[0]);
  $('l-note')?.focus();
}};

function arrow(key) {
  const by = {ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[key];
  if (loupe.open && zoom.z > 1) setZoom(zoom.z, zoom.x + by[0] * 80, zoom.y + by[1] * 80);
  else if (loupe.open) step(by[0] + by[1] > 0 ? -1 : 1);
  else focusCard(near(imageOf(document.activeElement), key));
}

function digit(e) {
  const n = +(/^Digit([1-9])$/.exec(e.code)?.[1] ?? e.key);
  if (!(n >= 1 && n <= 9)) return false;
  if (choosing) {
    const take = at.takes?.find(t => t.number === n);
    showTake(take);
    if (take && e.shiftKey) inLoupe.T();
    return true;
  }
  if (e.shiftKey || n > views.length) return false;
  if ($('views').disabled) tell('There is nothing to compare with.');
  else setView(views[n - 1]);
  return true;
}

function act(e) {
  const key = e.key.length === 1 && e.key !== 'T' ? e.key.toLowerCase() : e.key;
  const target = e.target;
  if (key.startsWith('Arrow')) {
    if (target.matches('[type=range],[type=radio],.side') || !loupe.open && !imageOf(target) && target !== document.body && target !== main) return false;
    arrow(key);
  } else if (key === ' ' && target.matches('button,input,summary')) return false;
  else if (loupe.open && digit(e)) return true;
  else if (has(verdictKeys, key)) {
    const im = loupe.open ? at : imageOf(target) ?? seen()[0];
    if (key === 'p' && loupe.open && taken !== at.artifact) inLoupe.T();
    else decide(im, verdictKeys[key]);
  } else if (has(everywhere, key)) everywhere[key]();
  else if (key === 'g' && !loupe.open) $('by').focus();
  else if (loupe.open && has(inLoupe, key)) inLoupe[key]();
  else return false;
  if (key !== 't') choosing = false;
  return true;
}

on(document, 'keydown', e => {
  if (e.key === 'Escape' && loupe.contains(e.target) && inField(e.target)) {
    e.preventDefault();
    return stage.focus();
  }
  if (e.isComposing || inField(e.target) || $('help').open || $('deciding').open) return;
  if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key.toLowerCase() === 'z') {
    e.preventDefault();
    return e.shiftKey ? redo() : undo();
  }
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const single = e.key.length === 1;
  if (single && !settings.keys) return;
  if (act(e)) e.preventDefault();
});
