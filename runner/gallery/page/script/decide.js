// What is decided is about an address and the picture that it has: it says nothing of another.
const mine = new Map(); // by address: {artifact, verdict, note, takes, take}
const theirs = new Map(); // by address: what colleagues decided
const done = [], undone = [];
const words = {approve: 'approved', reject: 'rejected', again: 'again', select: 'selected'};

for (const d of form.decisions ?? []) addTheirs(d);
for (const [address, d] of Object.entries(load(place, {}))) {
  if (byAddress.get(address)?.artifact === d?.artifact && (d.verdict === '' || has(words, d.verdict))) mine.set(address, d);
}

function addTheirs(d) {
  const im = byAddress.get(d.address);
  if (!im || im.artifact !== d.artifact || !has(words, d.verdict)) return false;
  theirs.set(d.address, [...(theirs.get(d.address) ?? []), d]);
  return true;
}

function decisionOf(im) {
  return mine.get(im.address) ?? theirs.get(im.address)?.[0] ?? im.review ?? undefined;
}
const verdictOf = im => decisionOf(im)?.verdict ?? '';

// inWords says a decision as a card and the loupe show it.
function inWords(im) {
  const d = decisionOf(im);
  if (!d) return '';
  const more = d.verdict === 'again' && d.takes > 1 ? ` × ${d.takes}` : d.verdict === 'select' ? ' take ' + (im.takes?.find(t => t.artifact === d.take)?.number ?? '') : '';
  const by = d.by || d.reviewer;
  const others = (theirs.get(im.address) ?? []).filter(o => o !== d && o.verdict !== d.verdict).map(o => `${o.reviewer || 'another'}: ${words[o.verdict]}`);
  return listed([(words[d.verdict] ?? 'note') + more + (by ? ' by ' + by : '') + (d.note ? ': ' + d.note : ''), ...others]);
}

function showDecision(im) {
  const card = im.card, text = inWords(im);
  let line = card.querySelector('.verdict');
  if (!text) line?.remove();
  else {
    if (!line) card.querySelector('.name').after(line = el('p', {class: 'verdict'}));
    line.textContent = visible(text);
    line.dir = 'auto';
  }
  card.dataset.v = verdictOf(im);
}

function tally() {
  const n = {approve: 0, reject: 0, again: 0, select: 0, '': 0};
  for (const im of images) if (im.artifact && im.status !== 'removed') n[verdictOf(im)]++;
  $('tally').textContent = listed([...Object.keys(words).map(v => n[v] && n[v] + ' ' + words[v]), n[''] ? n[''].toLocaleString('en') + ' to decide' : 'all decided']);
}

function put(address, d) {
  if (d) mine.set(address, d);
  else mine.delete(address);
  keep(place, Object.fromEntries(mine));
  const im = byAddress.get(address);
  showDecision(im);
  tally();
  if (at === im) showVerdict();
  document.dispatchEvent(new CustomEvent('gesso:decided', {detail: decisionsText()}));
}

// change is the one way to decide: it can be undone.
function change(im, to) {
  const before = mine.get(im.address);
  const d = {artifact: im.artifact, verdict: '', note: before?.note ?? '', takes: 1, take: '', ...before, ...to};
  if (d.verdict !== 'again') d.takes = 1;
  if (d.verdict !== 'select') d.take = '';
  const after = d.verdict || d.note ? d : undefined;
  done.push({address: im.address, before, after});
  undone.length = 0;
  put(im.address, after);
}

function decide(im, verdict, more = {}) {
  if (!im) return;
  if (!im.artifact) return tell('There is no picture to decide about.');
  const next = settings.advance ? after(im) : null;
  change(im, {verdict, ...more});
  tell(im.address + ': ' + (words[verdictOf(im)] ?? 'undecided'));
  if (loupe.open) {
    if (next) showImage(next);
  } else focusCard(next ?? im);
  if ($('undecided').checked || /\bis:/.test($('q').value)) filter();
}
function after(im) {
  const list = seen();
  return list.slice(list.indexOf(im) + 1).find(next => next.artifact);
}

function again(from, to, undo) {
  const last = from.pop();
  if (!last) return tell(undo ? 'There is nothing to undo.' : 'There is nothing to redo.');
  to.push(last);
  put(last.address, undo ? last.before : last.after);
  const im = byAddress.get(last.address);
  if (im.card.hidden) filter();
  if (loupe.open) showImage(im);
  else focusCard(im);
  tell((undo ? 'undone: ' : 'redone: ') + last.address);
}
const undo = () => again(done, undone, true);
const redo = () => again(undone, done, false);

function showVerdict() {
  const v = mine.get(at.address)?.verdict ?? verdictOf(at);
  for (const button of all('#verdicts button')) button.setAttribute('aria-pressed', String(button.dataset.v === v));
  $('verdicts').toggleAttribute('hidden', !at.artifact);
  if (!$('l-verdict')) return;
  $('l-verdict').hidden = !inWords(at);
  $('l-verdict').textContent = visible(inWords(at));
  $('l-verdict').parentNode.dataset.v = v;
}

// deciding is the part of the panel where more than a verdict is said.
function deciding() {
  const d = decisionOf(at) ?? {};
  const im = at;
  const other = taken !== im.artifact;
  return part('Decision', el('p', {id: 'l-verdict', class: 'verdict', dir: 'auto'}),
    other && el('button', {on: {click: () => decide(im, 'select', {take: taken})}}, 'Select this take ', el('kbd', {}, 'Shift T')),
    el('label', {}, 'Note ', el('kbd', {}, 'N'), el('textarea', {id: 'l-note', rows: 2, maxlength: 2000, dir: 'auto', on: {change: e => change(im, {verdict: verdictOf(im), note: e.target.value})}}, mine.get(im.address)?.note)),
    el('label', {}, 'Takes, if again ', el('input', {id: 'l-takes', type: 'number', min: 1, max: 4, value: d.takes || 1, on: {change: e => change(im, {verdict: 'again', takes: Math.max(1, Math.min(4, +e.target.value | 0))})}}), im.price != null && (im.price ? ' at ' : ' ') + amount(im.price, im)));
}

// decisionsText is the text of a file of decisions, sorted as addresses are.
function decisionsText() {
  const head = {gesso: 'decisions', version: 1, gallery: gallery.id, reviewer: settings.reviewer, made: new Date().toISOString().replace(/\.\d+/, '')};
  const lines = images.filter(im => mine.get(im.address)?.verdict).map(im => {
    const {artifact, verdict, note, takes, take} = mine.get(im.address);
    return {address: im.address, artifact, verdict, ...(takes > 1 && {takes}), ...(take && {take}), ...(note && {note})};
  });
  return [head, ...lines].map(line => JSON.stringify(line) + '\n').join('');
}
