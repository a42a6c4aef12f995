/** The items of a list that is read page by page, while others may change it. It works the same in every language. */

const PAGE = 100;
/** After so many pages with nothing new, the service is assumed to repeat itself. */
const STALE = 100;
/** After so many pages in a row with nothing new, the service is assumed to ignore `offset`. */
const IGNORED = 3;

interface Asked {
  readonly limit: number;
  readonly offset: number;
}

type Page<Name extends string, Item> = { readonly count?: number | undefined } & Readonly<Record<Name, readonly Item[]>>;

/**
 * Yield each item once, from pages of `limit` items, by default 100.
 *
 * If `offset` counts records and not pages, the second page repeats most of the first. A page that is shorter than `limit`
 * shows how many items the service returns at most. If `count` shrinks, items have moved to earlier pages, so as many of
 * these are read again as needed. If `count` changes before it is known what `offset` counts, the reading starts again. A
 * `count` that is smaller than its own page is ignored. Everything is read a second time if `count` says that something is
 * missing, or if there is more than one page: a delete and a create between two pages move items and keep `count`. If
 * `count` then says that something is still missing, this throws the error that `contradiction` makes.
 */
export async function* items<Name extends string, Item extends { readonly id: string }>(
  name: Name,
  limit: number = PAGE,
  read: (page: Asked) => Promise<Page<Name, Item>>,
  contradiction: (reason: string) => Error,
): AsyncGenerator<Item, void, void> {
  const yielded = new Set<string>();
  let size = limit;
  let stale = 0;
  for (let reading = 1; ; reading++) {
    const found = new Set<string>();
    let first: ReadonlySet<string> = new Set();
    let step: number | undefined;
    let pages = 0;
    let before: number | undefined;
    let least = Infinity;
    for (let number = 0; ; ) {
      const page = await read({ limit: size, offset: number * (step ?? 1) });
      const ids = page[name].map(({ id }) => id.toLowerCase());
      const count = (page.count ?? -1) >= ids.length ? page.count : undefined;
      pages++;
      stale = ids.length > 0 && ids.every((id) => found.has(id)) ? stale + 1 : 0;
      if (stale > STALE) throw contradiction(`the pages keep repeating ${name} that were read`);
      for (const [index, id] of ids.entries()) {
        found.add(id);
        if (yielded.size < yielded.add(id).size) yield page[name][index]!;
      }
      least = Math.min(least, count ?? Infinity);
      if (number === 0) {
        first = new Set(ids);
        if (ids.length === 0 || count === ids.length) break;
        size = Math.min(size, ids.length);
        // With one item per page, pages and records are the same.
        if (size === 1) step = 1;
      } else if (count !== undefined && before !== undefined && (step ? count < before : count !== before)) {
        number = step ? Math.max(0, number - Math.ceil((before - count) / size)) : 0;
        before = count;
        continue;
      } else if (!step && ids.length > 0) {
        step = 2 * ids.filter((id) => first.has(id)).length >= size ? size : 1;
        // Page 1 is then at another offset, so read it again.
        if (step === size) continue;
      }
      before = count;
      // If offset is ignored, a page with fewer items than `limit` contains all of them.
      const isAll = stale >= IGNORED && size < limit;
      const isLast = count === undefined ? ids.length < size || isAll : (number + 1) * size >= count;
      if (ids.length === 0 || isLast) break;
      number++;
    }
    const isMissing = least < Infinity && least > found.size;
    if (!isMissing && (pages === 1 || reading > 1)) return;
    if (reading > 1) throw contradiction(`the pages hold ${found.size} ${name}, but count says ${least}`);
  }
}
