/** Removes secrets from texts of services and platforms, also if they are escaped as in JSON, HTML or a URL. */

/** A shorter secret is removed only if it is a whole word: the secret "hro" must not change "throttled". */
const SHORT = 8;
const LONG = 1_000;
const WORD = String.raw`[\p{L}\p{N}_]`;
const PLAIN = /^[a-z0-9_-]$/i;
const IN_JSON: Readonly<Record<string, string>> = { "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t" };
const IN_HTML: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };
const encoder = new TextEncoder();

/** Removes the secrets from a text. */
export type Clear = (text: string) => string;

/** Return a function that removes these secrets. At the end of a text, also the beginning of a secret is removed. */
export function clearing(secrets: readonly string[]): Clear {
  const longestFirst = [...new Set(secrets.filter(Boolean))].sort((a, b) => b.length - a.length);
  const patterns = longestFirst.flatMap<string | RegExp>((secret) =>
    secret.length > LONG ? commonSpellings(secret) : patternOf(secret),
  );
  return (text) => {
    const cleared = patterns.reduce((left: string, pattern) => left.replaceAll(pattern, "…"), text);
    const begun = longestFirst.map((secret) => beginningAtTheEnd(cleared, secret));
    const most = Math.max(0, ...begun);
    return most > 0 ? `${cleared.slice(0, -most)}…` : cleared;
  };
}

/** Return a long token as plain text, in JSON and in a URL: a pattern of all spellings would be too long. */
function commonSpellings(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [secret, inJson, inJson.replaceAll("/", "\\/"), encodeURIComponent(secret)];
}

function patternOf(secret: string): RegExp {
  // Adjacent backslashes share one pattern: separate ones would make the search extremely slow.
  const parts = secret.match(/\\+|[^\\]/gu) ?? [];
  const spelled = parts.map((part) => (PLAIN.test(part) ? part : `(?:${spellings(part).join("|")})`)).join("");
  return new RegExp(secret.length < SHORT ? `(?<!${WORD})${spelled}(?!${WORD})` : spelled, "gu");
}

/** Return patterns of a character or of backslashes: plain, in JSON (also JSON inside JSON), in HTML and in a URL. */
function spellings(part: string): string[] {
  const times = part.startsWith("\\") ? part.length : 1;
  const sign = times > 1 ? "\\" : part;
  const point = sign.codePointAt(0)!;
  const units = Array.from({ length: sign.length }, (_, index) => `\\\\{1,4}u${hex(sign.charCodeAt(index), 4)}`);
  const bytes = Array.from(encoder.encode(sign), (byte) => `%${hex(byte, 2)}`);
  const others = [bytes.join(""), `&#0{0,4}${point};`, `&#[xX]0{0,4}${hex(point, 1)};`];
  if (IN_HTML[sign]) others.push(`&${IN_HTML[sign]};`);
  // JSON in a page has backslashes before these, too.
  const coded = [units.join(""), `\\\\{0,4}(?:${others.join("|")})`];
  if (IN_JSON[sign]) coded.push(`\\\\{1,4}${IN_JSON[sign]}`);
  const itself = sign === "\\" ? `\\\\{${times},${4 * times}}` : `\\\\{0,4}${escaped(sign)}`;
  return [itself, `(?:${coded.join("|")}){${times}}`];
}

/** Return a pattern of a number in hexadecimal, in either case. */
function hex(value: number, digits: number): string {
  const written = value.toString(16).padStart(digits, "0");
  return written.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

const escaped = (sign: string): string => sign.replace(/[\\^$.*+?()[\]{}|/]/u, "\\$&");

/** Return how many characters at the end of a text are the beginning of a secret. */
function beginningAtTheEnd(text: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, text.length); length >= SHORT; length--) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}
