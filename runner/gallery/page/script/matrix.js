// A matrix as a table of pictures: two axes as columns and rows, the others chosen.
const laid = new Map(); // by block: {col, row, z: a value for each axis}

function layMatrix(block, group) {
  const axes = group.axes;
  const long = axes.length > 1 && axes[1].values.length > Math.max(8, axes[0].values.length); // better downwards
  const how = laid.get(group.block) ?? {col: axes.length > 1 && !long ? 1 : 0, row: axes.length > 1 ? +long : -1, z: axes.map(() => 0)};
  laid.set(group.block, how);
  plain(block);
  block.classList.add('as-matrix');
  block.querySelector('.ghead').append(axisControls(block, group, how));
  const columns = axes[how.col].values, rows = how.row < 0 ? [''] : axes[how.row].values;
  const own = images.filter(im => im.block === group.block), rest = own.filter(im => im.at?.length !== axes.length);
  const cells = new Map(own.map(im => [JSON.stringify(im.at), im.card]));
  const put = (e, row, col) => {
    e.style.gridArea = `${row + 2}/${col + 2}`;
    block.list.append(e);
  };
  const legend = (text, row, col) => put(el('li', {class: 'legend added' + (col < 0 ? ' row' : ''), 'aria-hidden': 'true'}, text), row, col);
  block.list.style.setProperty('--n', columns.length);
  columns.forEach((name, c) => legend(name, -1, c));
  rows.forEach((name, r) => {
    if (how.row >= 0) legend(name, r, -1);
    columns.forEach((_, c) => {
      const key = JSON.stringify(axes.map((axis, a) => axis.values[a === how.col ? c : a === how.row ? r : how.z[a]]));
      put(cells.get(key) ?? el('li', {class: 'hole added', 'aria-hidden': 'true'}, 'none'), r, c);
    });
  });
  rest.forEach(({card}, i) => put(card, rows.length + Math.floor(i / columns.length), i % columns.length));
  for (const {card} of own) if (!card.style.gridArea) {
    card.classList.add('off');
    block.list.append(card);
  }
}

function axisControls(block, group, how) {
  const {axes} = group;
  const again = () => layMatrix(block, group);
  const choose = (name, side, other) => el('label', {}, name + ' ', el('select', {on: {change: e => {
    if (+e.target.value === how[other]) how[other] = how[side];
    how[side] = +e.target.value;
    again();
    block.querySelectorAll('.axes select')[side === 'row' ? 1 : 0].focus();
  }}}, ...axes.map((axis, a) => el('option', {value: a, selected: a === how[side]}, axis.name))));
  const controls = el('div', {class: 'axes added js'});
  if (axes.length > 1) controls.append(choose('Columns', 'col', 'row'), choose('Rows', 'row', 'col'));
  axes.forEach((axis, a) => {
    if (a === how.col || a === how.row) return;
    const turn = by => {
      how.z[a] = (how.z[a] + by + axis.values.length) % axis.values.length;
      again();
    };
    const button = (text, label, act) => el('button', {'aria-label': label, on: {click: () => { act(); [...block.querySelectorAll('.axes button')].find(b => b.ariaLabel === label)?.focus(); }}}, text);
    controls.append(el('span', {role: 'group', 'aria-label': axis.name}, el('bdi', {}, axis.name), ' ',
      button('‹', 'previous ' + axis.name, () => turn(-1)), ' ', el('b', {}, el('bdi', {}, axis.values[how.z[a]])), ' ',
      button('›', 'next ' + axis.name, () => turn(1)), ' ',
      button(flipping?.turn === axis ? '❚❚' : '▶', 'flip through ' + axis.name, () => flip(axis, turn, again))));
  });
  return controls;
}

// flip turns the pages of a third axis.
let flipping = null;
function flip(axis, turn, again) {
  const was = flipping;
  clearInterval(was?.timer);
  flipping = null;
  if (was?.turn === axis) return again();
  if (!still()) flipping = {turn: axis, timer: setInterval(() => turn(1), 900)};
  turn(1);
}
