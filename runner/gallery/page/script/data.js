// What is shown: images by their index, the order of addresses; their cards; their pictures.
const gallery = JSON.parse($('gallery').textContent);
const form = JSON.parse($('form').textContent);
const images = gallery.images;
const byAddress = new Map(images.map(im => [im.address, im]));
const groupOf = new Map(gallery.groups.map(g => [g.block, g]));
const previews = new Set(form.previews);
const loupe = $('loupe');
images.forEach((im, n) => { im.n = n; });
for (const card of all('.card')) {
  const im = images[card.dataset.n];
  im.card = card;
  if (im.prompt === undefined) im.prompt = card.querySelector('.words').textContent; // it is written once
}

const has = (map, key) => Object.prototype.hasOwnProperty.call(map, key);
const imageOf = node => images[node?.closest?.('.card')?.dataset.n];
const prompted = im => im.prompt ?? im.planned?.prompt ?? null;

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
