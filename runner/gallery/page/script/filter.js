// The filter sets hidden on cards, and nothing else: the grid is never rebuilt.
const chips = all('#statuses [value]:not(#undecided)');

function haystack(im) {
  const tags = Object.entries(im.tags ?? {}).map(([k, v]) => k + '=' + v);
  return im.text ??= [im.address, im.path, im.model, prompted(im), im.reason, ...tags].filter(Boolean).join('\n').toLowerCase();
}

const qualities = {
  undecided: im => !verdictOf(im) && !!im.artifact,
  decided: im => !!verdictOf(im),
  approved: im => verdictOf(im) === 'approve',
  rejected: im => verdictOf(im) === 'reject',
  again: im => verdictOf(im) === 'again',
  selected: im => verdictOf(im) === 'select',
  noted: im => !!decisionOf(im)?.note,
  blank: im => !!im.blank,
  edited: im => !!im.edited,
  lost: im => !!im.lost,
  edit: im => !!im.source,
  planned: im => !!im.planned,
};
const compare = {'>': (a, b) => a > b, '<': (a, b) => a < b, '>=': (a, b) => a >= b, '<=': (a, b) => a <= b, '': (a, b) => a === b};
const kinds = {
  is: value => has(qualities, value) ? qualities[value] : () => false,
  status: value => im => im.status.replace(' ', '-').startsWith(value.replace(' ', '-')),
  model: value => im => (im.model ?? '').toLowerCase().includes(value),
  path: value => im => (im.path ?? '').toLowerCase().includes(value),
  block: value => im => im.block.toLowerCase().includes(value),
  tag: value => {
    const [key, want] = value.split(/=(.*)/s);
    return im => Object.entries(im.tags ?? {}).some(([k, v]) => k.toLowerCase() === key && (want === undefined || v.toLowerCase() === want));
  },
  cost: value => {
    const [, sign, number] = /^([<>]=?|)=?(.*)$/.exec(value);
    return im => im.cost != null && compare[sign](im.cost, +number);
  },
};

// query reads what is searched for: tests, all of which an image must pass.
function query(text) {
  return (text.toLowerCase().match(/-?(?:[a-z]+:)?(?:"[^"]*"?|[^\s"]+)+/g) ?? []).map(term => {
    const not = term.length > 1 && term[0] === '-';
    const bare = not ? term.slice(1) : term;
    const [, kind, rest] = /^([a-z]+):(.*)$/s.exec(bare) ?? [];
    const known = kind && has(kinds, kind);
    const value = (known ? rest : bare).replace(/"/g, '');
    if (!value) return () => true;
    const test = known ? kinds[kind](value) : im => haystack(im).includes(value) || (decisionOf(im)?.note ?? '').toLowerCase().includes(value);
    return not ? im => !test(im) : test;
  });
}

let tests = [];
const wanted = () => chips.filter(c => c.checked).map(c => c.value);

function filter() {
  tests = query($('q').value);
  const only = wanted();
  if (only.length) tests.push(im => only.includes(im.status));
  if ($('undecided').checked) tests.push(qualities.undecided);
  let shown = 0;
  const of = new Map();
  for (const im of images) {
    const hide = !tests.every(test => test(im));
    if (im.card.hidden !== hide) im.card.hidden = hide;
    if (!hide) {
      shown++;
      of.set(im.card.parentNode, (of.get(im.card.parentNode) ?? 0) + 1);
    }
  }
  for (const group of all('.group')) {
    const n = of.get(group.list) ?? 0, text = count(n, 'picture'), said = group.querySelector('.n');
    if (group.hidden !== !n) group.hidden = !n;
    if (said.textContent !== text) said.textContent = text;
  }
  inOrder = {};
  $('count').textContent = shown === images.length ? count(shown, 'picture') : shown.toLocaleString('en') + ' of ' + images.length.toLocaleString('en');
  $('nothing').hidden = shown > 0 || !images.length;
}

function showAll() {
  $('q').value = '';
  for (const c of [...chips, $('undecided')]) c.checked = false;
  filter();
  writeHash();
}

// seen are the images that are shown, in their order; the loupe also shows those of a
// matrix that lie behind others.
let inOrder = {}; // what seen has found, until cards are moved or hidden
const seen = () => inOrder[loupe.open] ??= all('.group:not([hidden]) .card:not([hidden])' + (loupe.open ? '' : ':not(.off)')).map(imageOf).filter(Boolean);
