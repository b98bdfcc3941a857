// Short names for what every other file does to the document. `data` is the page's; another file reads it.
const find = (selector, root = document) => root.querySelector(selector);
const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// A sentence of the catalogue with its names filled in.
const say = (key, values = {}) => data.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

// A sentence with its code between backticks as elements.
const withCode = (sentence) =>
  sentence.split("`").map((part, index) => (index % 2 ? make("code", { textContent: part }) : part));

// What a browser remembers between visits, where it remembers anything for a file from disk.
const remembered = {
  get(key) {
    try {
      return localStorage.getItem(`gradbreak-${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`gradbreak-${key}`, value);
    } catch {
      // Not remembered, then.
    }
  },
};
