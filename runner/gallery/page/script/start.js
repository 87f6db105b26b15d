// The address of the page says what is seen: a link to it shows the same.
const escapeHash = text => text.replace(/[%&#\s]/g, encodeURIComponent);
function unescapeHash(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function writeHash(how = 'replace', im = loupe.open ? at : null) {
  const number = im && im === at && taken !== im.artifact && takeShown()?.number;
  const parts = [im && escapeHash(im.address), number && 'take=' + number, im && view !== 'side' && 'view=' + view,
    $('q').value && 'q=' + escapeHash($('q').value), wanted().length && 'show=' + escapeHash(wanted().join(',')), $('undecided').checked && 'undecided'].filter(Boolean);
  const hash = parts.length ? '#' + (im ? '' : '&') + parts.join('&') : '#';
  try {
    if (how === 'push') history.pushState({loupe: true}, '', hash);
    else history.replaceState(im ? history.state : null, '', hash);
  } catch {
    // A page without an address of its own has none to change.
  }
}

function readHash() {
  if (location.hash === '#pictures') return;
  const [address, ...rest] = location.hash.slice(1).split('&').map(unescapeHash);
  const set = Object.fromEntries(rest.map(part => part.split(/=(.*)/s)));
  $('q').value = set.q ?? '';
  const show = (set.show ?? '').split(',');
  for (const chip of chips) chip.checked = show.includes(chip.value);
  $('undecided').checked = has(set, 'undecided');
  filter();
  const im = byAddress.get(address);
  if (!im) return shut();
  if (views.includes(set.view)) view = set.view;
  openLoupe(im, {take: +set.take, quiet: true});
}

on(main, 'click', e => {
  const im = imageOf(e.target);
  if (!im || !e.target.closest('a') || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
  e.preventDefault();
  openLoupe(im);
});
on(window, 'popstate', readHash);
on(window, 'hashchange', readHash);
on(window, 'beforeprint', () => { for (const im of images) arrive(im.card); });
on(window, 'resize', () => { if (loupe.open) { fold(); setZoom(zoom.z); } });

on($('q'), 'input', () => { filter(); writeHash(); });
on($('q'), 'keydown', e => { if (e.key === 'Enter') { e.preventDefault(); focusCard(seen()[0]); } });
for (const chip of [...chips, $('undecided')]) on(chip, 'change', () => { filter(); writeHash(); });
on($('all'), 'click', showAll);
$('by').append(...Object.entries(groupings).map(([value, [name]]) => el('option', {value}, name)));
on($('by'), 'change', e => { settings.by = e.target.value; saveSettings(); regroup(); });
on($('size'), 'input', e => { settings.size = +e.target.value; resize(settings.size); saveSettings(); });

on($('l-prev'), 'click', () => step(-1));
on($('l-next'), 'click', () => step(1));
on($('l-close'), 'click', closeLoupe);
on(loupe, 'cancel', e => { e.preventDefault(); closeLoupe(); });
on($('z-in'), 'click', () => zoomTo(zoom.z * 1.25));
on($('z-out'), 'click', () => zoomTo(zoom.z / 1.25));
on($('z-fit'), 'click', () => toggleZoom());
on($('mix'), 'input', () => setMix());
on($('views'), 'change', e => setView(e.target.value));
on($('views'), 'click', e => { if (e.detail) stage.focus(); });
for (const button of all('#verdicts button')) on(button, 'click', () => { decide(at, button.dataset.v); });

on(main, 'error', e => {
  if (e.target.tagName === 'IMG') e.target.replaceWith(el('span', {class: 'none'}, 'its bytes are nowhere here'));
}, true);
for (const e of all('.js')) e.hidden = false;
if (settings.size) resize(settings.size);
reserve(blocks);
for (const im of images) if (decisionOf(im)) showDecision(im);
tally();
for (const number of all('#statuses b')) number.textContent = (+number.textContent).toLocaleString('en');
$('by').value = has(groupings, settings.by) ? settings.by : 'block';
if (settings.by === 'block') { for (const block of blocks) lay(block); } else regroup();
readHash();
