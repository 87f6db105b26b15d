const keyList = [
  ['arrows', 'move; pan when zoomed'], ['Enter', 'open'], ['Esc', 'close'],
  ['P', 'approve'], ['X', 'reject'], ['R', 'again'], ['U', 'undecided'], ['N', 'note'],
  ['1 2 3 4', 'side by side, swipe, fade, difference'], ['Space', 'blink'], ['Z', '1:1 and back'], ['+ −', 'zoom'],
  ['B', 'compare with something else'], ['H', 'hold this picture'], ['T', 'next take; then a digit: that one'], ['Shift T', 'select the take that is shown'],
  ['/', 'search'], ['G', 'group'], ['Ctrl Z', 'undo'], ['Ctrl Shift Z', 'redo'], ['?', 'this list'],
];

function openHelp() {
  $('h-keys').replaceChildren(el('dl', {}, ...keyList.flatMap(([key, does]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, does)])));
  $('k-on').checked = settings.keys;
  $('k-go').checked = settings.advance;
  $('help').showModal();
}

function openDecisions() {
  const n = {};
  let price = 0, unknown = 0, loose = 0;
  for (const [address, d] of mine) {
    if (!d.verdict) { loose++; continue; }
    n[d.verdict] = (n[d.verdict] ?? 0) + 1;
    if (d.verdict !== 'again') continue;
    const one = byAddress.get(address).price;
    if (one == null) unknown++;
    else price += one * (d.takes || 1);
  }
  const sums = Object.keys(words).filter(v => n[v]).map(v => el('li', {'data-v': v}, el('span', {class: 'verdict'}, n[v] + ' ' + words[v])));
  $('d-sums').replaceChildren(...[
    sums.length ? el('ul', {class: 'sums'}, ...sums) : el('p', {class: 'dim'}, 'Nothing is decided yet.'),
    n.again && el('p', {}, 'Making them again would cost ', el('b', {}, amount(price)), unknown ? `, and what ${count(unknown, 'picture')} of unknown price cost` : '', '.'),
    loose && el('p', {class: 'dim'}, count(loose, 'note') + ' without a decision: not in the file.'),
  ].filter(Boolean));
  $('d-name').value = settings.reviewer;
  $('d-text').value = decisionsText();
  $('d-said').textContent = '';
  if (!$('deciding').open) $('deciding').showModal();
}

function download() {
  const link = el('a', {href: URL.createObjectURL(new Blob([decisionsText()], {type: 'application/jsonl'})), download: 'gesso.decisions'});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  $('d-said').textContent = 'Where no file turns up, copy the text instead.';
}

async function copy() {
  $('d-text').select();
  try {
    await navigator.clipboard.writeText($('d-text').value);
    $('d-said').textContent = 'Copied.';
  } catch {
    $('d-said').textContent = 'The text is selected: copy it with your own keys.';
  }
}

// loadFile takes in what a colleague decided; what is about other pictures is left out.
async function loadFile(of) {
  let reviewer = '', taken = 0, other = 0;
  for (const line of (await of.text()).split('\n').filter(l => l.trim())) {
    try {
      const d = JSON.parse(line);
      if (d.gesso === 'decisions') reviewer = d.reviewer;
      else if (addTheirs({...d, reviewer})) taken++;
      else other++;
    } catch {
      other++;
    }
  }
  for (const im of images) showDecision(im);
  tally();
  $('d-said').textContent = `${count(taken, 'decision')} taken in, ${other} not about these pictures.`;
}

$('d-name').addEventListener('input', e => { settings.reviewer = e.target.value; saveSettings(); $('d-text').value = decisionsText(); });
$('d-save').addEventListener('click', download);
$('d-copy').addEventListener('click', copy);
$('d-load').addEventListener('change', e => { if (e.target.files[0]) loadFile(e.target.files[0]); e.target.value = ''; });
$('d-clear').addEventListener('click', () => {
  for (const address of [...mine.keys()]) change(byAddress.get(address), {verdict: '', note: ''});
  openDecisions();
});
for (const dialog of all('dialog')) {
  dialog.querySelector('.close')?.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', e => { if (e.target === dialog && dialog !== loupe) dialog.close(); });
}
$('k-on').addEventListener('change', e => { settings.keys = e.target.checked; saveSettings(); });
$('k-go').addEventListener('change', e => { settings.advance = e.target.checked; saveSettings(); });
$('help-open').addEventListener('click', openHelp);
$('decisions-open').addEventListener('click', openDecisions);
