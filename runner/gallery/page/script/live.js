// The page is told of what changes by the server that it is from, and saves there what is
// decided, at once.
// What is wrong with saving stays, whatever else is told.
const [banner, unsavedBanner] = [1, 2].map(() => el('p', {class: 'problem', role: 'status', hidden: true}));
document.querySelector('.top').append(banner, unsavedBanner);

function warn(text, button, where = banner) {
  where.hidden = !text;
  where.replaceChildren(...[text && visible(text), button && el('button', {type: 'button', on: {click: () => location.reload()}}, button)].filter(Boolean));
}

const told = new EventSource('events?since=' + form.version);
told.addEventListener('message', e => hear(JSON.parse(e.data)));
told.addEventListener('error', () => {
  if (told.readyState === EventSource.CLOSED) warn('The gallery is not served any more: this is what it was last. ', 'Try again');
});

function hear(news) {
  if (news.reload) {
    if (document.querySelector('dialog[open]') || document.activeElement?.matches('input,textarea')) return warn('There are other pictures now. ', 'Show them');
    return location.reload();
  }
  warn(news.problem && 'This is not what there is now: ' + news.problem);
  const cards = new DOMParser().parseFromString(news.cards ?? '', 'text/html').querySelectorAll('.card');
  (news.numbers ?? []).forEach((n, i) => renew(images[n], news.images[i], document.adoptNode(cards[i])));
  for (const {status, count} of news.statuses ?? []) recount(status, count);
  for (const chip of chips) if (!news.statuses?.some(s => s.status === chip.value)) recount(chip.value, 0);
  if (settings.by === 'block') filter();
  else regroup();
  tally();
  if (news.numbers?.length) tell(count(news.numbers.length, 'picture') + ' changed');
}

// renew makes an image what it has become. What was decided about its former picture says
// nothing of this one.
function renew(im, to, card) {
  const old = im.card, focused = old.contains(document.activeElement);
  card.style.cssText = old.style.cssText;
  card.className = old.className;
  old.replaceWith(card);
  const n = im.n, was = im.artifact;
  for (const key of Object.keys(im)) delete im[key];
  Object.assign(im, to, {n, card, prompt: to.prompt ?? null});
  for (const picture of [im, im.before, ...im.takes ?? []]) if (picture?.artifact) previews.add(picture.artifact);
  if (was !== im.artifact) {
    mine.delete(im.address);
    theirs.delete(im.address);
    keep(place, Object.fromEntries(mine));
  }
  if (decisionOf(im)) showDecision(im);
  if (focused) focusCard(im);
  if (at === im) showImage(im, {quiet: true});
}

function recount(status, n) {
  let chip = chips.find(c => c.value === status);
  if (!chip) {
    chip = el('input', {type: 'checkbox', value: status, on: {change: () => { filter(); writeHash(); }}});
    chips.push(chip);
    $('undecided').closest('label').before(el('label', {class: 'chip'}, chip, el('span', {class: 'badge', 'data-s': status}, status + ' ', el('b', {}, n.toLocaleString('en')))));
  }
  chip.parentNode.querySelector('b').textContent = n.toLocaleString('en');
}

// What is decided is sent whole, one time after the other; what comes meanwhile, together.
let tag = '', unsaved = null, saving = true;

async function save() {
  if (saving || unsaved == null) return;
  saving = true;
  try {
    while (unsaved != null) {
      const text = unsaved;
      unsaved = null;
      const answer = await fetch('decisions', {method: 'POST', body: text, headers: {'Content-Type': 'text/plain', 'If-Match': tag}});
      if (!answer.ok) throw new Error(await answer.text());
      tag = answer.headers.get('ETag');
    }
    saving = false;
  } catch (e) {
    // Nothing more is saved until the page has read what there is: it would be written over.
    warn('Not saved: ' + e.message + ' ', 'Reload', unsavedBanner);
  }
}
document.addEventListener('gesso:decided', e => { unsaved = e.detail; save(); });

// The file is what counts, also for a browser that has decisions of its own from before.
async function open() {
  try {
    const answer = await fetch('decisions');
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    tag = answer.headers.get('ETag');
    for (const line of text.split('\n').filter(l => l.trim())) {
      const d = JSON.parse(line);
      if (d.gesso) settings.reviewer ||= d.reviewer ?? '';
      else if (byAddress.get(d.address)?.artifact === d.artifact && !done.some(c => c.address === d.address)) mine.set(d.address, d);
    }
    if (unsaved != null) unsaved = decisionsText(); // what was decided meanwhile knew nothing of the file
    for (const im of images) if (mine.has(im.address)) showDecision(im);
    tally();
    filter();
    saving = false;
    save();
  } catch (e) {
    warn('What was decided before cannot be read, and nothing is saved: ' + e.message + ' ', 'Reload', unsavedBanner);
  }
}
open();
