// How cards are put together: by block as the markup has them, or by something else.
const main = $('pictures');
const blocks = all('.group');
blocks.forEach(section => { section.list = section.querySelector('.cards'); });
const sectionOf = new Map(blocks.map(section => [section.dataset.block, section]));

const tagKeys = [...new Set(images.flatMap(im => Object.keys(im.tags ?? {})))].sort();
const groupings = {
  block: ['block', null],
  ...(gallery.groups.some(g => g.module) && {module: ['module', im => groupOf.get(im.block)?.module || 'root']}),
  status: ['status', im => im.status],
  ...Object.fromEntries(tagKeys.map(k => ['tag:' + k, ['tag ' + k, im => im.tags && has(im.tags, k) ? k + ' = ' + im.tags[k] : 'no ' + k]])),
  none: ['nothing', () => 'all'],
};

function section(title, ims, shape) {
  const list = el('ul', {class: 'cards ' + shape}, ...ims.map(im => im.card));
  const id = 'm' + title;
  const made = el('section', {class: 'group made', 'aria-labelledby': id},
    el('div', {class: 'ghead'}, el('h2', {id}, el('bdi', {}, title)), el('p', {}, el('span', {class: 'n'}, ims.length))), list);
  made.list = list;
  return made;
}

function regroup() {
  const focused = document.activeElement;
  if (!has(groupings, settings.by)) settings.by = 'block';
  const [, key] = groupings[settings.by];
  for (const block of blocks) {
    plain(block);
    block.remove();
  }
  const made = all('.group.made');
  if (key) {
    const groups = new Map();
    for (const im of images) (groups.get(key(im)) ?? groups.set(key(im), []).get(key(im))).push(im);
    const titles = [...groups.keys()];
    if (settings.by.startsWith('tag:')) titles.sort((a, b) => a.localeCompare(b, 'en', {numeric: true}));
    const sections = titles.map(title => section(title, groups.get(title), shapeOf(groups.get(title)[0])));
    main.append(...sections);
    reserve(sections);
  } else {
    for (const im of images) sectionOf.get(im.block).list.append(im.card);
    for (const block of blocks) lay(block);
    main.append(...blocks);
  }
  for (const old of made) old.remove();
  filter();
  if (focused !== document.activeElement) focused?.focus?.();
}
const shapeOf = im => sectionOf.get(im.block)?.list.classList[1] ?? 's1x1';

// lay shows a block as what it is: a matrix, a chain, a list.
function lay(block) {
  const group = groupOf.get(block.dataset.block);
  if (group?.axes?.length) layMatrix(block, group);
  else if (group?.chain) layChain(block, group);
}

function plain(block) {
  inOrder = {};
  for (const added of all('.added', block)) added.remove();
  block.classList.remove('as-matrix', 'as-strip');
  for (const card of all('.card', block)) {
    card.removeAttribute('style');
    card.classList.remove('off');
  }
  block.list.removeAttribute('style');
}

// Of a group that is not seen nothing is laid out: reserve says how high it will be, and its
// pictures get their colours when it is near.
const ahead = new IntersectionObserver(seen => {
  for (const {target, isIntersecting} of seen) if (isIntersecting) {
    ahead.unobserve(target);
    for (const card of target.list.children) {
      const colour = imageOf(card)?.colour;
      if (/^#[0-9a-f]{6}$/.test(colour)) card.firstChild.style.background = colour;
      if (late(card)) nearly.observe(card);
    }
  }
}, {rootMargin: '100%'});
// A late picture is text where scripts run, until its card is near.
const late = card => card.firstChild?.firstChild?.localName === 'noscript';
const nearly = new IntersectionObserver(seen => { for (const {target, isIntersecting} of seen) if (isIntersecting) arrive(target); }, {rootMargin: '100%'});
function arrive(card) {
  nearly.unobserve(card);
  if (!late(card)) return;
  const text = card.firstChild.firstChild;
  text.replaceWith(document.adoptNode(new DOMParser().parseFromString(text.textContent, 'text/html').images[0]));
  card.querySelector('.words').ariaHidden = 'true';
}
function reserve(sections) {
  const narrow = innerWidth <= 480, gap = narrow ? 8 : 14, size = settings.size || (narrow ? 148 : 208);
  const width = main.clientWidth - 40, columns = Math.max(1, Math.floor((width + gap) / (size + gap)));
  for (const section of sections) {
    const [w, h] = section.list.classList[1].slice(1).split('x');
    const high = 60 + Math.ceil(section.list.children.length / columns) * (width / columns * h / w + 120 + gap);
    section.style.containIntrinsicSize = `auto ${Math.round(high)}px`;
    if (form.folder) ahead.observe(section);
  }
}

function resize(size) {
  $('size').value = size;
  document.documentElement.style.setProperty('--size', size + 'px');
}

// near is the card in a direction from another one, by where they are seen.
function near(im, key) {
  const list = seen();
  const i = list.indexOf(im);
  if (i < 0) return list[0];
  if (key === 'ArrowLeft' || key === 'ArrowRight') return list[i + (key === 'ArrowLeft' ? -1 : 1)];
  const from = im.card.getBoundingClientRect();
  const down = key === 'ArrowDown';
  let best, least = Infinity;
  for (let n = i + (down ? 1 : -1); list[n]; n += down ? 1 : -1) { // rows follow each other, and the nearest is soon met
    const other = list[n], to = other.card.getBoundingClientRect();
    const gap = down ? to.top - from.bottom : from.top - to.bottom;
    if (gap < -4) continue;
    if (gap * 3 > least) break;
    const off = gap * 3 + Math.abs(to.left + to.width / 2 - from.left - from.width / 2);
    if (off < least) [best, least] = [other, off];
  }
  return best;
}

const focusCard = im => im?.card.querySelector('a').focus();
