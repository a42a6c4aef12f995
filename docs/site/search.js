// Pagefind's search box, which also corrects misspelt words.
import { closest } from "fastest-levenshtein";
import { PagefindUI as Original } from "../../node_modules/@pagefind/default-ui";
import words from "../../build/site/words.json";

const known = (word) => words.some((other) => other.startsWith(word));

/** Return a query with each unknown word replaced by the most similar known word with the same first letter. */
const corrected = (query) =>
  query.toLowerCase().replace(/[a-z]{4,}/g, (word) =>
    known(word) ? word : closest(word, words.filter((other) => other[0] === word[0])));

export class PagefindUI extends Original {
  constructor(options) {
    super({ ...options, processTerm: corrected });
  }
}
