/** The pages of a list that others may change meanwhile. */

const PAGE = 100;

interface Numbered {
  readonly limit?: number;
  readonly offset?: number;
}

/**
 * Yield page after page, from number `offset` on, by default 0, with `limit` items each, by default 100.
 *
 * What others create between two pages moves items to a later page: those that were seen are left out. What they delete
 * moves some to an earlier page: where the count shrinks, the page before is read again, once for each page.
 */
export async function* pages<
  Name extends string,
  Page extends { readonly count: number } & Readonly<Record<Name, readonly { readonly id: string }[]>>,
>(
  items: Name,
  { limit = PAGE, offset: first = 0 }: Numbered,
  read: (page: Required<Numbered>) => Promise<Page>,
): AsyncGenerator<Page, void, void> {
  const seen = new Set<string>();
  const leftAgain = new Set<number>();
  for (let offset = first, count = 0; ; ) {
    const page = await read({ limit, offset });
    const unseen = page[items].filter(({ id }) => seen.size < seen.add(id.toLowerCase()).size);
    if (unseen.length > 0) yield { ...page, [items]: unseen };
    const back = page.count < count && offset > first && !leftAgain.has(offset);
    count = page.count;
    if (back) leftAgain.add(offset--);
    else if (page[items].length === 0 || ++offset * limit >= count) return;
  }
}
