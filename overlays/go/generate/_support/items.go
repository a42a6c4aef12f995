package api

import (
	"fmt"
	"iter"
	"net/http"
	"strings"
)

// items returns an iterator over the items of all pages, each once.
//
// Editions of the service differ in what offset counts: pages, or items. The second request, at offset 1, tells: where
// half of a page stood on the first one, they are items. A service may hold fewer items on a page than a request asks for,
// and need not tell their count. What others delete meanwhile moves items to pages that were read before: where the count
// shrinks, they are read again. Where items may be missing at the end, all is read once more.
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
			before, least := -1, -1        // A count that is not told is -1.
			for more := true; more; {
				page, told, err := read(size, number*max(step, 1))
				if err != nil {
					fail(err)
					return
				}
				count, fresh, again := -1, len(page) == 0, 0
				if told != nil {
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
				// Three pages in a row with nothing new: offset is ignored, and a page of fewer than asked for is all there is.
				isAll := len(page) < size || stale >= 3 && size < asked
				more = len(page) > 0 && (count < 0 && !isAll || max((number+1)*size, len(page)) < count)
				number++
			}
			switch {
			case least >= 0 && least <= len(ids), least < 0 && (pages == 1 || reading == 2):
				return
			case reading == 2:
				unexpected("the pages hold %d items, but the count says %d", len(ids), least)
				return
			}
		}
	}
}
