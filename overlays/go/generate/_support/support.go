// Package api calls the snapshot API: models, requests that are checked before they exist, and readers of answers.
//
// A call is three steps: a New…Request function builds an *http.Request or returns a *ConstraintError; Exchange, or
// any http.Client, sends it; a Read…Response function turns the body of a success into a model. Calls makes methods of
// them, with an error for every other answer. Authentication is the caller's.
package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ConstraintError says that a value does not keep a rule of the contract.
//
// Field is the place of the value, for example "snapshot.name"; Rule is what it must be; Value is what was given.
type ConstraintError struct {
	Field string
	Rule  string
	Value any
}

func (e *ConstraintError) Error() string {
	given := fmt.Sprintf("%#v", e.Value)
	if short := first(given, 60); short != given {
		given = short + "…"
	}
	return e.Field + " " + e.Rule + "; given " + given
}

// DWSError marks it as an error of a call.
func (*ConstraintError) DWSError() {}

func broken(rule string, value any) error { return &ConstraintError{Rule: rule, Value: value} }

// under puts the name of a member or an item before the place of what is wrong in it.
func under(name string, err error) error {
	if broken, ok := err.(*ConstraintError); ok {
		if broken.Field != "" && !strings.HasPrefix(broken.Field, "[") {
			name += "."
		}
		broken.Field = name + broken.Field
	}
	return err
}

// whole names the place of what is wrong in a value itself rather than in a member of it.
func whole(err error) error {
	if broken, ok := err.(*ConstraintError); ok && broken.Field == "" {
		broken.Field = "body"
	}
	return err
}

// textRule holds lengths in code points.
type textRule struct {
	least, most int
	pattern     *regexp.Regexp
	among       []string
	uuid        bool
}

func (r *textRule) check(value string) error {
	if !utf8.ValidString(value) {
		return broken("must be valid UTF-8", value)
	}
	if length := utf8.RuneCountInString(value); length < r.least || length > r.most {
		return broken("must have "+between(r.least, r.most)+" characters", value)
	}
	if r.pattern != nil && !r.pattern.MatchString(value) {
		return broken("must match "+r.pattern.String(), value)
	}
	if r.among != nil && !slices.Contains(r.among, value) {
		return broken("must be one of "+strings.Join(r.among, ", "), value)
	}
	if r.uuid && !isUUID(value) {
		return broken("must be a UUID", value)
	}
	return nil
}

func isUUID(value string) bool {
	for i, c := range []byte(value) {
		if hyphen := i == 8 || i == 13 || i == 18 || i == 23; hyphen != (c == '-') ||
			!hyphen && !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
			return false
		}
	}
	return len(value) == 36
}

type rangeRule struct{ least, most int }

func (r *rangeRule) check(value float64) error {
	if value < float64(r.least) || value > float64(r.most) {
		return broken("must be "+between(r.least, r.most), value)
	}
	return nil
}

func between(least, most int) string {
	switch {
	case least == most:
		return strconv.Itoa(least)
	case most == math.MaxInt:
		return fmt.Sprintf("at least %d", least)
	case least == math.MinInt:
		return fmt.Sprintf("at most %d", most)
	}
	return fmt.Sprintf("%d to %d", least, most)
}

func checkItems[T any](items []T, check func(*T) error) error {
	for i := range items {
		if err := check(&items[i]); err != nil {
			return under("["+strconv.Itoa(i)+"]", err)
		}
	}
	return nil
}

// NewRequest builds a request, with a body in JSON unless it is nil; or it returns a *ConstraintError.
func NewRequest(ctx context.Context, method, url string, body any) (*http.Request, error) {
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, under("body", broken("must have JSON: "+err.Error(), nil))
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, url, content)
	if err != nil {
		return nil, under("request", broken("can't be made: "+err.Error(), nil))
	}
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, nil
}

// Send sends the request of one call. build builds it, anew each time, or returns a *ConstraintError.
type Send func(build func() (*http.Request, error)) (*Answer, error)

// call makes one call. success is the status of a success, whose body is for read.
func call[T any](
	send Send, build func() (*http.Request, error), success int, read func(body []byte) (T, error),
) (none T, err error) {
	answer, err := send(build)
	if err != nil {
		return none, err
	}
	if answer.Status != success {
		return none, answer.Failure()
	}
	if failed, cut := errors.AsType[*ConnectionFailedError](answer.Cut); cut && failed.Ended {
		return none, answer.Cut
	} else if cut {
		return none, answer.Unexpected("the answer was cut short")
	}
	result, err := read(answer.Body)
	if err == nil {
		return result, nil
	}
	reason := fmt.Sprintf("the answer is no JSON but %d bytes of %q", len(answer.Body), answer.Header.Get("Content-Type"))
	if broken, ok := errors.AsType[*ConstraintError](err); ok {
		reason = "the answer's " + broken.Field + " " + broken.Rule
	}
	return none, answer.Unexpected(reason)
}

func readNothing([]byte) (none struct{}, err error) { return none, nil }

// pages returns an iterator over pages. inside returns a page's items and the count of all.
func pages[Page, Item any](
	limit, start *int, read func(limit, offset int) (Page, error), inside func(*Page) (*[]Item, int), id func(Item) string,
) iter.Seq2[Page, error] {
	each, first := 100, 0
	if limit != nil {
		each = *limit
	}
	if start != nil {
		first = *start
	}
	return func(yield func(Page, error) bool) {
		seen, leftAgain := map[string]bool{}, map[int]bool{}
		for offset, before := first, 0; ; {
			page, err := read(each, offset)
			items, count := inside(&page)
			empty := len(*items) == 0
			*items = slices.DeleteFunc(*items, func(item Item) bool {
				key := strings.ToLower(id(item))
				again := seen[key]
				seen[key] = true
				return again
			})
			if !yield(page, err) || err != nil {
				return
			}
			fewer := count < before
			before = count
			if fewer && offset > first && !leftAgain[offset] {
				leftAgain[offset] = true
				offset--
			} else if offset++; empty || offset*each >= count {
				return
			}
		}
	}
}

// parse reads one JSON value. The case of a member's name counts, which it does not where encoding/json fills structs.
func parse(body []byte) (value any, err error) {
	if !utf8.Valid(body) {
		return nil, errors.New("not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("more than one JSON value")
	}
	return value, nil
}

type reader[T any] func(value any) (T, error)

// object collects the first error of its members.
type object struct {
	members map[string]any
	err     error
}

func open(value any) *object {
	members, ok := value.(map[string]any)
	if !ok {
		return &object{err: broken("must be an object", value)}
	}
	return &object{members: members}
}

func required[T any](o *object, name string, read reader[T]) (result T) {
	value, present := o.members[name]
	switch {
	case o.err != nil:
	case !present:
		o.err = under(name, broken("must be present", nil))
	default:
		result, o.err = read(value)
		o.err = under(name, o.err)
	}
	return result
}

// optional reads a member that a service that does not know it may also send as null.
func optional[T any](o *object, name string, read reader[T]) *T {
	if o.members[name] == nil || o.err != nil {
		return nil
	}
	result := required(o, name, read)
	return &result
}

// optionalTime reads "" as a time that has not come.
func optionalTime(o *object, name string, read reader[time.Time]) *time.Time {
	if o.members[name] == "" {
		return nil
	}
	return optional(o, name, read)
}

func listOf[T any](read reader[T]) reader[[]T] {
	return func(value any) ([]T, error) {
		items, ok := value.([]any)
		if !ok {
			return nil, broken("must be an array", value)
		}
		result := make([]T, len(items))
		for i, item := range items {
			var err error
			if result[i], err = read(item); err != nil {
				return nil, under("["+strconv.Itoa(i)+"]", err)
			}
		}
		return result, nil
	}
}

func readString(value any) (string, error) {
	if text, ok := value.(string); ok {
		return text, nil
	}
	return "", broken("must be a string", value)
}

func readBoolean(value any) (bool, error) {
	if truth, ok := value.(bool); ok {
		return truth, nil
	}
	return false, broken("must be a boolean", value)
}

func readNumber(value any) (float64, error) {
	if number, ok := value.(json.Number); ok {
		if result, err := number.Float64(); err == nil {
			return result, nil
		}
	}
	return 0, broken("must be a number", value)
}

func readInteger(value any) (int, error) {
	if number, ok := value.(json.Number); ok {
		if result, err := strconv.Atoi(number.String()); err == nil {
			return result, nil
		}
		// 1.0 and 1e3 are integers too.
		if result, err := number.Float64(); err == nil && math.Abs(result) < 1<<31 && result == math.Trunc(result) {
			return int(result), nil
		}
	}
	return 0, broken("must be an integer", value)
}

func readTime(value any) (time.Time, error) {
	text, err := readString(value)
	if err != nil {
		return time.Time{}, err
	}
	result, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, broken("must be a date and time, for example 2026-11-24T03:59:23Z", value)
	}
	return result, nil
}
