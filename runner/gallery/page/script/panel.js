// What is known of the picture, beside it.
const segments = text => 'Segmenter' in Intl ? [...new Intl.Segmenter(undefined, {granularity: 'word'}).segment(text)].map(s => s.segment) : text.split(/(\s+)/);

// wordsBetween is what became of a text: the longest common sequence of words, for texts of
// the length of a prompt.
function wordsBetween(before, after) {
  const a = segments(before), b = segments(after);
  if (a.length * b.length > 1e6) return [{change: '-', text: before}, {change: '+', text: after}];
  const long = Array.from({length: a.length + 1}, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) long[i][j] = a[i] === b[j] ? long[i + 1][j + 1] + 1 : Math.max(long[i + 1][j], long[i][j + 1]);
  const out = [];
  let i = 0, j = 0, gone = '', come = '', same = '';
  // A space between two changed words has changed with them.
  const flush = () => {
    if (gone) out.push({change: '-', text: gone});
    if (come) out.push({change: '+', text: come});
    if (same) out.push({change: '=', text: same});
    gone = come = same = '';
  };
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      same += a[i++];
      j++;
      if (same.trim()) flush();
      continue;
    }
    gone += same;
    come += same;
    same = '';
    if (j < b.length && (i === a.length || long[i][j + 1] > long[i + 1][j])) come += b[j++];
    else gone += a[i++];
  }
  flush();
  return out;
}

const marked = words => el('p', {class: 'prompt', dir: 'auto'}, ...words.map(w => w.change === '=' ? w.text : el(w.change === '-' ? 'del' : 'ins', {}, w.text)));

function promptBeside(ref) {
  const now = takeShown()?.prompt ?? prompted(at);
  if (now == null) return el('p', {class: 'dim'}, 'withheld, or not known');
  const plain = text => el('p', {class: 'prompt', dir: 'auto'}, text);
  if (ref?.prompt == null || ref.prompt === now) return plain(now);
  const words = ref.words || wordsBetween(ref.prompt, now);
  const same = words.reduce((n, w) => w.change === '=' ? n + w.text.length : n, 0);
  if (ref.words || same * 2 > now.length) return marked(words);
  return el('div', {}, plain(now), el('h3', {}, 'That of ', el('bdi', {}, ref.label)), plain(ref.prompt)); // of another matter
}

const part = (title, ...children) => el('section', {}, el('h3', {}, title), ...children);

function factsOf() {
  const list = el('dl', {class: 'facts-list'});
  const take = takeShown() ?? {};
  const add = (name, value) => value != null && value !== '' && value !== false && list.append(el('dt', {}, name), el('dd', {}, value instanceof Node ? value : el('bdi', {}, value)));
  const own = taken === at.artifact;
  add('model', take.model || at.model);
  add('size', own && at.width ? `${at.width} × ${at.height}` : take.size || at.size);
  add('seed', own && at.seed);
  add('cost', (own ? at.cost : take.cost) != null && amount(own ? at.cost : take.cost, at));
  add('another', at.price != null && amount(at.price, at));
  add('made', (take.made_at || at.made_at || '').replace('T', ' ').replace(/(:\d\d)\.\d+/, '$1').replace('Z', ' UTC'));
  const link = original(taken);
  add('file', own && link && at.path ? el('a', {href: link, target: '_blank', rel: 'noopener'}, at.path) : at.path);
  add('bytes', own && at.bytes && at.bytes.toLocaleString('en'));
  add('sha256', taken && el('code', {title: taken}, taken.slice(0, 16)));
  add('tags', Object.entries(at.tags ?? {}).map(([k, v]) => k + '=' + v).join(', '));
  add('differs', own && at.differs != null && Math.round(at.differs * 100) + ' % of its pixels');
  add('made from', at.source && el('button', {on: {click: () => byAddress.has(at.source) && showImage(byAddress.get(at.source))}}, at.source));
  return list;
}

function about(refs, ref) {
  const p = at.planned;
  const flags = [at.blank && 'nearly one colour', at.edited && 'edited by hand', at.lost && 'its bytes are nowhere here'];
  const why = [at.reason, at.tainted, ...flags].filter(Boolean);
  $('about').replaceChildren(...[
    refs.length > 1 && el('fieldset', {class: 'refs'}, el('legend', {}, 'Compared with ', el('kbd', {}, 'B')), ...refs.map(r => el('label', {}, el('input', {type: 'radio', name: 'ref', value: r.kind, checked: r === ref, on: {change: () => { against = r.kind; render(); }}}), ' ', el('bdi', {}, r.label)))),
    part('Prompt', promptBeside(ref)),
    why.length > 0 && part('Why', ...why.map(w => el('p', {dir: 'auto'}, w))),
    p && part('Apply would', el('p', {}, listed([p.action, p.paid && (p.price != null ? amount(p.price, at) : 'price unknown'), p.reason !== at.reason && p.reason])), p.words ? marked(p.words) : p.prompt != null && el('p', {class: 'prompt', dir: 'auto'}, p.prompt)),
    at.takes?.length > 1 && part('Takes', el('div', {class: 'takes'}, ...at.takes.map(takeButton))),
    at.artifact && deciding(),
    part('Facts', factsOf()),
  ].filter(Boolean));
}

function takeButton(t) {
  const src = thumb(t.artifact);
  return el('button', {'aria-pressed': String(t.artifact === taken), disabled: !src, on: {click: () => showTake(t)}},
    src && el('img', {src, alt: ''}), `${t.number}${t.current ? ' now' : t.here ? '' : ' not here'}`);
}
