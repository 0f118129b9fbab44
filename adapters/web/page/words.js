// The words of the page, as the server's catalogues give them.

let catalogues = {};
let current = "en";

export function learn(words, language) {
  catalogues = words;
  current = language in words ? language : "en";
  document.documentElement.lang = current;
}

export const language = () => current;

// The reader's own variant of a language, for dates and times: the page's, or that of a card.
export const locale = (code = current) => navigator.languages.find((tag) => tag.split("-")[0] === code) ?? code;

export function t(key, values = {}) {
  const sentence = catalogues[current][key] ?? catalogues.en[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// The same in another language, for words within a card that is written in it.
export function tIn(code, key) {
  return catalogues[code]?.[key] ?? t(key);
}

export function has(key) {
  return key in catalogues.en;
}

export function counted(key, count) {
  return t(`${key}-${new Intl.PluralRules(current).select(count)}`, { count });
}
