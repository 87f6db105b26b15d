// A chain as a strip of film, in the order in which the pictures were made.
function layChain(block, group) {
  plain(block);
  block.classList.add('as-strip');
  const chain = group.chain.map(a => byAddress.get(a)).filter(Boolean);
  chain.forEach((im, i) => {
    if (i) block.list.append(el('li', {class: 'arrow added', 'aria-hidden': 'true'}, '→'));
    block.list.append(im.block === group.block ? im.card : el('li', {class: 'ghost added'}, el('a', {href: '#' + escapeHash(im.address)}, el('img', {src: thumb(im.artifact), alt: ''}), el('bdi', {}, im.address))));
  });
  block.querySelector('.ghead').append(el('button', {class: 'added', on: {click: () => play(chain)}}, '▶ Play'));
}

// play shows pictures one after the other; anything that is done stops it.
let playing = 0;
function play(list, i = 0) {
  openLoupe(list[i], {playing: !still()});
  if (still()) tell('The arrow keys step.');
  else if (i + 1 < list.length) playing = setTimeout(() => loupe.open && play(list, i + 1), 1200);
}
