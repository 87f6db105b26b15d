// One picture, large, and what it is compared with.
const stage = $('stage');
let at = null; // the image that is shown
let taken = ''; // the picture of it that is shown: that of another take, or its own
let held = null; // what a user holds beside the others
let view = 'side';
let alone = false; // nothing is compared: pictures are played
let against = ''; // the kind of what is compared with; '' is the first that there is

// references are what the picture can be compared with.
function references() {
  const takes = at.takes ?? [];
  const i = takes.findIndex(t => t.artifact === taken);
  const last = takes[(i < 0 ? takes.length : i) - 1];
  const source = byAddress.get(at.source);
  const refs = [];
  if (taken !== at.artifact) refs.push({kind: 'now', label: 'now', sha: at.artifact, prompt: prompted(at)});
  if (at.before && at.before.artifact !== taken) refs.push({kind: 'before', label: gallery.base || 'before', sha: at.before.artifact, prompt: at.before.prompt, words: taken === at.artifact && at.words});
  if (last && !refs.some(r => r.sha === last.artifact)) refs.push({kind: 'take', label: 'take ' + last.number, sha: last.artifact, prompt: last.prompt});
  if (source?.artifact) refs.push({kind: 'source', label: 'source ' + source.address, sha: source.artifact, prompt: promptOf(source)});
  if (held && held.key !== at.address + taken) refs.push({kind: 'held', label: 'held ' + held.label, sha: held.sha, prompt: held.prompt});
  return refs;
}
const takeShown = () => at.takes?.find(t => t.artifact === taken);

function openLoupe(im, options = {}) {
  if (!loupe.open) {
    loupe.showModal();
    if (!options.quiet) writeHash('push', im);
    stage.focus();
  }
  showImage(im, options);
}

function showImage(im, {take, quiet, playing = false} = {}) {
  stop();
  alone = playing;
  at = im;
  taken = im.takes?.find(t => t.number === take)?.artifact ?? im.artifact ?? '';
  render();
  if (!quiet) writeHash();
  const list = seen();
  const next = list[list.indexOf(im) + 1];
  if (next) new Image().src = large(next.artifact); // decoded by the time that it is asked for
}

// render shows all that there is of the picture, as it is compared now.
function render() {
  const refs = references();
  const ref = alone ? undefined : refs.find(r => r.kind === against) ?? refs[0];
  const list = seen();
  const i = list.indexOf(at);
  $('l-name').replaceChildren(el('bdi', {}, at.address));
  $('l-status').dataset.s = at.status;
  $('l-status').textContent = at.status;
  $('l-pos').textContent = i < 0 ? '' : (i + 1).toLocaleString('en') + ' of ' + list.length.toLocaleString('en');
  $('l-prev').disabled = i === 0;
  $('l-next').disabled = i === list.length - 1;
  const number = takeShown()?.number;
  picture($('l-after'), taken, prompted(at));
  $('c-after').textContent = taken !== at.artifact && number ? 'take ' + number : ref ? 'now' : '';
  $('c-after').hidden = !$('c-after').textContent;
  $('l-none').textContent = taken && thumb(taken) ? '' : at.card.querySelector('.none')?.textContent ?? 'its bytes are nowhere here';
  picture($('l-before'), ref?.sha, ref?.prompt);
  $('c-before').textContent = ref ? visible(ref.label) : '';
  stage.dataset.view = ref ? view : 'one';
  fold();
  $('views').disabled = !ref;
  for (const radio of all('#views input')) radio.checked = radio.value === view;
  setMix();
  about(refs, ref);
  showVerdict();
}

// picture shows the small one until the large one is there, and when there is none.
function picture(img, sha, prompt) {
  const small = thumb(sha), big = large(sha);
  img.hidden = !small && !big;
  img.alt = visible(prompt ?? 'prompt withheld or unknown').slice(0, 200);
  img.onerror = () => { if (img.src !== small && small) img.src = small; };
  if (img.dataset.sha === String(sha)) return;
  img.dataset.sha = sha;
  if (!big) img.removeAttribute('src');
  else if (big === original(sha)) {
    img.src = small || big;
    sharpen(img);
  } else {
    img.src = big;
    if (zoom.z > 1) sharpen(img);
  }
}

function setView(name) {
  stop();
  view = name;
  render();
  writeHash();
}

function closeLoupe() {
  stop();
  if (history.state?.loupe) history.back();
  else shut();
}

// shut closes what is open and puts the focus where the eye is.
function shut() {
  if (!loupe.open) return;
  loupe.close();
  stop();
  writeHash('replace', null);
  at?.card.scrollIntoView({block: 'nearest'});
  focusCard(at);
  at = null;
}

const step = by => {
  const list = seen();
  const next = list[list.indexOf(at) + by];
  if (next) showImage(next);
  return !!next;
};

function takeBy(by) {
  const takes = (at.takes ?? []).filter(t => t.here || t.current);
  if (takes.length < 2) return tell('There is one take.');
  const i = takes.findIndex(t => t.artifact === taken);
  showTake(takes[(i + by + takes.length) % takes.length]);
}

function showTake(take) {
  if (!take) return tell('There is no such take.');
  stop();
  taken = take.artifact;
  render();
  writeHash();
  tell('take ' + take.number + (take.problem ? ' fails: ' + take.problem : ''));
}

function compareNext() {
  const refs = references();
  if (refs.length < 2) return tell('There is nothing else to compare with.');
  const i = refs.findIndex(r => r.kind === against);
  against = refs[(Math.max(i, 0) + 1) % refs.length].kind;
  render();
  tell('compared with ' + refs.find(r => r.kind === against).label);
}

function hold() {
  const number = takeShown()?.number;
  held = {key: at.address + taken, sha: taken, prompt: takeShown()?.prompt ?? promptOf(at), label: at.address + (taken !== at.artifact && number ? ' take ' + number : '')};
  against = 'held';
  tell('held: the next pictures are compared with this one');
  render();
}
