// Pagefind's search box, for words that are not spelt as these pages spell them.
import { closest } from "fastest-levenshtein";
import { PagefindUI as Original } from "../../node_modules/@pagefind/default-ui";
import words from "../../build/site/words.json";

const known = (word) => words.some((other) => other.startsWith(word));

/** Return a query with each unknown word replaced by the known one that is most like it, and begins with its letter. */
const corrected = (query) =>
  query.toLowerCase().replace(/[a-z]{4,}/g, (word) =>
    known(word) ? word : closest(word, words.filter((other) => other[0] === word[0])));

export class PagefindUI extends Original {
  constructor(options) {
    super({ ...options, processTerm: corrected });
  }
}
