function openHelp() {
  $('k-on').checked = settings.keys;
  $('k-go').checked = settings.advance;
  $('help').showModal();
}

function openDecisions() {
  const n = {};
  const prices = new Map();
  let unknown = 0, loose = 0;
  for (const [address, d] of mine) {
    if (!d.verdict) { loose++; continue; }
    n[d.verdict] = (n[d.verdict] ?? 0) + 1;
    if (d.verdict !== 'again') continue;
    const im = byAddress.get(address);
    const currency = im.currency ?? gallery.currency;
    if (im.price == null) unknown++;
    else prices.set(currency, (prices.get(currency) ?? 0) + im.price * (d.takes || 1));
  }
  const sums = Object.keys(words).filter(v => n[v]).map(v => el('li', {'data-v': v}, el('span', {class: 'verdict'}, n[v] + ' ' + words[v])));
  $('d-sums').replaceChildren(...[
    sums.length ? el('ul', {class: 'sums'}, ...sums) : el('p', {class: 'dim'}, 'Nothing is decided yet.'),
    n.again && el('p', {}, 'Making them again would cost ', el('b', {}, [...prices].map(([currency, sum]) => amount(sum, {currency})).join(' and ') || 'what nobody knows'), unknown && prices.size ? `, and what ${count(unknown, 'picture')} of unknown price cost` : '', '.'),
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

on($('d-name'), 'input', e => { settings.reviewer = e.target.value; saveSettings(); $('d-text').value = decisionsText(); });
on($('d-save'), 'click', download);
on($('d-copy'), 'click', copy);
on($('d-load'), 'change', e => { if (e.target.files[0]) loadFile(e.target.files[0]); e.target.value = ''; });
on($('d-clear'), 'click', () => {
  for (const address of [...mine.keys()]) change(byAddress.get(address), {verdict: '', note: ''});
  openDecisions();
});
for (const dialog of all('dialog')) {
  dialog.querySelector('.close')?.addEventListener('click', () => dialog.close());
  on(dialog, 'click', e => { if (e.target === dialog && dialog !== loupe) dialog.close(); });
}
on($('k-on'), 'change', e => { settings.keys = e.target.checked; saveSettings(); });
on($('k-go'), 'change', e => { settings.advance = e.target.checked; saveSettings(); });
on($('help-open'), 'click', openHelp);
on($('decisions-open'), 'click', openDecisions);
