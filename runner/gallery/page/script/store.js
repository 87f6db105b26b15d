// What a reviewer decides is kept in the browser, for this gallery alone. A page in a sandbox
// has no storage: every call may throw.
const place = 'gesso gallery ' + gallery.id;

function load(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

const settings = Object.assign({keys: true, advance: true, size: 0, by: 'block', reviewer: ''}, load('gesso gallery', {}));
const saveSettings = () => keep('gesso gallery', settings);
