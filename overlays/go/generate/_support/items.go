package api

import (
	"fmt"
	"iter"
	"net/http"
	"strings"
)

// items returns an iterator over the items of all pages, each once.
//
// Editions of the service differ in whether offset counts pages or items. The second request, at offset 1, shows it: if
// at least half of its items were on the first page, offset counts items. A service may return fewer items per page than
// requested, and may leave out their count; one that is smaller than its own page is ignored. If others delete items
// meanwhile, later ones move to pages that were read before. So if the count shrinks, such pages are read again. As items
// may also be created meanwhile, which hides it, everything is read once more unless one page had all.
func items[Item any, Count int | int64](
	limit *int, read func(limit, offset int) ([]Item, *Count, error), id func(Item) string,
) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		fail := func(err error) {
			var none Item
			yield(none, err)
		}
		unexpected := func(reason string, values ...any) {
			fail(&UnexpectedResponseError{StatusCode: http.StatusOK, Reason: fmt.Sprintf(reason, values...)})
		}
		asked, stale, seen := 100, 0, map[string]bool{}
		if limit != nil {
			asked = *limit
		}
		size := asked
		for reading := 1; ; reading++ {
			ids, first := map[string]bool{}, map[string]bool{}
			number, step, pages := 0, 0, 0 // The step from one offset to the next is 0 until it is known.
			before, least := -1, -1        // -1 stands for a missing count.
			for more := true; more; {
				page, told, err := read(size, number*max(step, 1))
				if err != nil {
					fail(err)
					return
				}
				count, fresh, again := -1, len(page) == 0, 0
				if told != nil && int(*told) >= len(page) {
					count = int(*told)
				}
				if pages++; number == 0 {
					clear(first)
				}
				for _, item := range page {
					key := strings.ToLower(id(item))
					if first[key] {
						again++
					}
					first[key] = first[key] || number == 0
					fresh = fresh || !ids[key]
					ids[key] = true
					if !seen[key] && !yield(item, nil) {
						return
					}
					seen[key] = true
				}
				if stale++; fresh {
					stale = 0
				}
				if stale > 100 {
					unexpected("the pages keep repeating what was read")
					return
				}
				if count >= 0 && (least < 0 || count < least) {
					least = count
				}
				moved := before >= 0 && count >= 0 && (count < before || step == 0 && count != before)
				switch {
				case number == 0 && len(page) > 0:
					if size = min(size, len(page)); size == 1 {
						step = 1
					}
				case number > 0 && moved:
					back := (before - count + size - 1) / size
					if step == 0 {
						back = number
					}
					number, before = max(0, number-back), count
					continue
				case number > 0 && step == 0 && len(page) > 0:
					if step = 1; 2*again >= size {
						step = size
						continue
					}
				}
				before = count
				// After three pages in a row with nothing new, offset is assumed to be ignored: a short page has all items.
				isAll := len(page) < size || stale >= 3 && size < asked
				more = len(page) > 0 && (count < 0 && !isAll || max((number+1)*size, len(page)) < count)
				number++
			}
			isWhole := least <= len(ids)
			if reading == 2 && !isWhole {
				unexpected("the pages hold %d items, but the count says %d", len(ids), least)
			}
			if reading == 2 || isWhole && pages == 1 {
				return
			}
		}
	}
}
