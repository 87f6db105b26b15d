// Text that is not ours reaches the document here, as text, and nowhere else.
const $ = id => document.getElementById(id);
const on = (target, event, act, how) => target.addEventListener(event, act, how);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const unseen = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;
const visible = text => String(text).replace(unseen, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));

function el(tag, set = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(set)) {
    if (name === 'class') e.className = value;
    else if (name === 'on') for (const [event, act] of Object.entries(value)) on(e, event, act);
    else if (value !== false && value != null) e.setAttribute(name, value === true ? '' : value);
  }
  e.append(...children.filter(c => c != null && c !== false).map(c => c instanceof Node ? c : visible(c)));
  return e;
}

const amount = (value, im) => !value ? 'free' : [String(+value.toFixed(6)), im?.currency ?? gallery.currency].filter(Boolean).join(' ');
const count = (n, one, many = one + 's') => n.toLocaleString('en') + ' ' + (n === 1 ? one : many);
const listed = words => words.filter(Boolean).join(', ');
const tell = text => { (loupe.open ? $('said') : $('told')).textContent = visible(text); };
