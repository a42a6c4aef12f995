package api

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ConstraintError says that a value breaks a rule of the contract.
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

// under puts the name of a member or an item before the place of an error in it.
func under(name string, err error) error {
	if broken, ok := err.(*ConstraintError); ok {
		if broken.Field != "" && !strings.HasPrefix(broken.Field, "[") {
			name += "."
		}
		broken.Field = name + broken.Field
	}
	return err
}

// whole names the place of an error that is in the value itself, not in one of its members.
func whole(err error) error {
	if broken, ok := err.(*ConstraintError); ok && broken.Field == "" {
		broken.Field = "body"
	}
	return err
}

// title says in words what a value must be. If it is not empty, error messages use it instead of the limits.
type title string

func (t title) broken(rule string, value any) error {
	if t != "" {
		rule = "must be " + string(t)
	}
	return broken(rule, value)
}

// textRule has lengths in code points; most is 0 if there is no limit.
type textRule struct {
	title
	least, most int
	pattern     *regexp.Regexp
	among       []string
}

func (r *textRule) check(value string) error {
	length := utf8.RuneCountInString(value)
	switch {
	case !utf8.ValidString(value):
		return broken("must be valid UTF-8", value)
	case length < r.least:
		return r.broken(fmt.Sprintf("must have at least %d characters", r.least), value)
	case r.most > 0 && length > r.most:
		return r.broken(fmt.Sprintf("must have at most %d characters", r.most), value)
	case r.pattern != nil && !r.pattern.MatchString(value):
		return r.broken("must match "+r.pattern.String(), value)
	case r.among != nil && !slices.Contains(r.among, value):
		return r.broken(`must be one of "`+strings.Join(r.among, `", "`)+`"`, value)
	}
	return nil
}

type rangeRule[T int | int64 | float64] struct {
	title
	least, most *T
}

func (r *rangeRule[T]) check(value T) error {
	switch {
	case r.least != nil && value < *r.least:
		return r.broken(fmt.Sprintf("must be at least %v", *r.least), value)
	case r.most != nil && value > *r.most:
		return r.broken(fmt.Sprintf("must be at most %v", *r.most), value)
	}
	return nil
}

// check checks a member or a parameter, if there is one.
func check[T any](name string, value *T, rule func(T) error) error {
	if value == nil {
		return nil
	}
	return under(name, rule(*value))
}

func each[T any](rule func(T) error) func([]T) error {
	return func(items []T) error {
		for i, item := range items {
			if err := rule(item); err != nil {
				return under("["+strconv.Itoa(i)+"]", err)
			}
		}
		return nil
	}
}

func eachOf[T any](rule func(T) error) func(map[string]T) error {
	return func(members map[string]T) error {
		for _, name := range slices.Sorted(maps.Keys(members)) {
			if err := rule(members[name]); err != nil {
				return under(name, err)
			}
		}
		return nil
	}
}

func firstOf(errs ...error) error { return cmp.Or(errs...) }
