// What is shown: images by their index, the order of addresses; their cards; their pictures.
const gallery = JSON.parse($('gallery').textContent);
const form = JSON.parse($('form').textContent);
const images = gallery.images;
const groupOf = new Map(gallery.groups.map(g => [g.block, g]));
const previews = new Set(form.previews);
const loupe = $('loupe');
// Of an image there is what differs from the one before it, and not what its card has.
const own = new Set(['address', 'artifact', 'prompt']);
images.forEach((im, n) => {
  for (const key in images[n - 1]) if (!(key in im || own.has(key))) im[key] = images[n - 1][key];
});
for (const card of document.getElementsByClassName('card')) {
  const im = images[card.dataset.n], img = card.firstChild.firstChild, kind = img.localName;
  im.n = +card.dataset.n;
  im.card = card;
  im.address ??= card.id;
  if (form.folder && kind !== 'span') im.artifact ??= kind === 'img' ? img.getAttribute('src').slice(7, -4) : /thumbs\/(\w+)/.exec(img.textContent)[1];
}
const byAddress = new Map(images.map(im => [im.address, im]));

const has = (map, key) => Object.prototype.hasOwnProperty.call(map, key);
const imageOf = node => images[node?.closest?.('.card')?.dataset.n];
// promptOf reads what is in a card and not in the data once somebody asks for it.
function promptOf(im) {
  if (im.prompt === undefined) im.prompt = im.card.querySelector('.words').textContent;
  return im.prompt;
}
const prompted = im => promptOf(im) ?? im.planned?.prompt ?? null;

// inert is the picture in an element that nothing decodes; an <img> has it already.
function inert(id) {
  const e = $(id);
  if (!e) return '';
  return e.tagName === 'IMG' ? e.src : 'data:image/jpeg;base64,' + e.textContent;
}
const file = (kind, sha) => kind + '/' + String(sha).replace(/[^0-9a-z]/g, '') + '.jpg';
const thumb = sha => !sha ? '' : form.folder ? file('thumbs', sha) : inert('t-' + sha);
const original = sha => sha && has(form.originals, sha) ? form.originals[sha] : '';
function large(sha) {
  if (!sha) return '';
  if (form.folder ? previews.has(sha) : $('p-' + sha)) return form.folder ? file('previews', sha) : inert('p-' + sha);
  return original(sha) || thumb(sha);
}
