/** Takes secrets out of what services and platforms say, however JSON, HTML or a URL spells them. */

/** A shorter value is a secret only where it stands as a word: "hro" is none in "throttled". */
const SHORT = 8;
const LONG = 1_000;
const WORD = String.raw`[\p{L}\p{N}_]`;
const PLAIN = /[a-z0-9_-]/i;
const IN_JSON: Readonly<Record<string, string>> = { "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t" };
const IN_HTML: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };
const encoder = new TextEncoder();

/** Takes the secrets out of a text. */
export type Clear = (text: string) => string;

/** Return what takes these secrets out of a text. A beginning of one at the end of a text that was cut is one, too. */
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

/** Return a long token as it is, in JSON and in a URL: a pattern of all spellings would be too long. */
function commonSpellings(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [secret, inJson, inJson.replaceAll("/", "\\/"), encodeURIComponent(secret)];
}

function patternOf(secret: string): RegExp {
  const spelled = [...secret].map((sign) => (PLAIN.test(sign) ? sign : `(?:${spellings(sign).join("|")})`)).join("");
  return new RegExp(secret.length < SHORT ? `(?<!${WORD})${spelled}(?!${WORD})` : spelled, "gu");
}

/** Return patterns of a character as it is, in JSON, in HTML and in a URL. */
function spellings(sign: string): string[] {
  const units = Array.from({ length: sign.length }, (_, index) => hex(sign.charCodeAt(index), 4));
  const point = sign.codePointAt(0)!;
  const bytes = Array.from(encoder.encode(sign), (byte) => `%${hex(byte, 2)}`);
  const ways = [
    units.map((unit) => `\\\\u${unit}`).join(""),
    `&#0*${point};`,
    `&#[xX]0*${hex(point, 1)};`,
    bytes.join(""),
    `\\\\*${escaped(sign)}`,
  ];
  if (IN_JSON[sign]) ways.push(`\\\\${IN_JSON[sign]}`);
  if (IN_HTML[sign]) ways.push(`&${IN_HTML[sign]};`);
  return ways;
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
