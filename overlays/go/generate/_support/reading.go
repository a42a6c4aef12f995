package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// An answer is read as far as possible. Only types and indispensable members are checked. Source: decisions 15 and 16 of
// openapi.yaml.

type reader[T any] func(value json.RawMessage) (T, error)

func readBody[T any](body []byte, read reader[T]) (result T, err error) {
	if !utf8.Valid(body) || !json.Valid(body) {
		return result, errors.New("no JSON")
	}
	result, err = read(json.RawMessage(bytes.TrimSpace(body)))
	return result, whole(err)
}

// object has the members that were not read yet, and the first error of an indispensable one.
type object struct {
	members map[string]json.RawMessage
	err     error
}

func open(value json.RawMessage) *object {
	o := &object{}
	if value[0] != '{' || json.Unmarshal(value, &o.members) != nil {
		o.err = broken("must be a JSON object", string(value))
	}
	return o
}

// close returns the remaining members.
func (o *object) close() (map[string]json.RawMessage, error) {
	if len(o.members) == 0 {
		return nil, o.err
	}
	return o.members, o.err
}

// optional reads a member. If it can't be read, it remains. null counts as absent, and so does "" unless it may be text.
func optional[T any](o *object, name string, read reader[T]) *T {
	value, present := o.members[name]
	if !present || string(value) == "null" {
		delete(o.members, name)
		return nil
	}
	result, err := read(value)
	if err == nil || string(value) == `""` {
		delete(o.members, name)
	}
	if err != nil && !isPartial(err) {
		return nil
	}
	return &result
}

// always reads a member that has the zero value of its type if it is absent.
func always[T any](o *object, name string, read reader[T]) (result T) {
	if found := optional(o, name, read); found != nil {
		result = *found
	}
	return result
}

// needed reads an indispensable member. A text must not be empty.
func needed[T any](o *object, name string, read reader[T]) (result T) {
	if o.err != nil {
		return result
	}
	value, present := o.members[name]
	if !present {
		o.err = under(name, broken("must be present", nil))
		return result
	}
	delete(o.members, name)
	result, err := read(value)
	if isPartial(err) {
		o.members[name], err = value, nil
	}
	if err == nil && any(result) == any("") {
		err = broken("must not be empty", "")
	}
	o.err = under(name, err)
	return result
}

func listOf[T any](read reader[T]) reader[[]T] {
	return func(value json.RawMessage) ([]T, error) {
		var items []json.RawMessage
		if value[0] != '[' || json.Unmarshal(value, &items) != nil {
			return nil, broken("must be a list", string(value))
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

// partial says that a part of a value could not be read, but the rest was.
type partial struct{ error }

func isPartial(err error) bool { return errors.As(err, new(partial)) }

// mapOf reads an object with any members. A member that can't be read, or is null, is left out.
func mapOf[T any](read reader[T]) reader[map[string]T] {
	return func(value json.RawMessage) (map[string]T, error) {
		o, result := open(value), map[string]T{}
		for name := range o.members {
			if found := optional(o, name, read); found != nil {
				result[name] = *found
			}
		}
		if o.err == nil && len(o.members) > 0 {
			return result, partial{broken("must be readable as a whole", string(value))}
		}
		return result, o.err
	}
}

// readString reads a text; a number becomes its digits.
func readString(value json.RawMessage) (text string, err error) {
	if value[0] == '-' || '0' <= value[0] && value[0] <= '9' {
		return string(value), nil
	}
	if value[0] != '"' || json.Unmarshal(value, &text) != nil {
		return "", broken("must be a string", string(value))
	}
	return text, nil
}

func readBoolean(value json.RawMessage) (truth bool, err error) {
	if value[0] != 't' && value[0] != 'f' || json.Unmarshal(value, &truth) != nil {
		return false, broken("must be a boolean", string(value))
	}
	return truth, nil
}

var decimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// readNumber reads a number, also one that is written as text.
func readNumber(value json.RawMessage) (float64, error) {
	text, err := readString(value)
	if err == nil && (value[0] != '"' || decimal.MatchString(text)) {
		if number, err := strconv.ParseFloat(text, 64); err == nil {
			return number, nil
		}
	}
	return 0, broken("must be a number", string(value))
}

// readInteger reads an integer; 2.0, 2e0 and "2" become 2.
func readInteger[T int | int64](value json.RawMessage) (T, error) {
	number, err := readNumber(value)
	text, _ := readString(value)
	digits, fraction, _ := strings.Cut(text, ".")
	exact, long := strconv.ParseInt(digits, 10, 64)
	if long != nil || strings.Trim(fraction, "0") != "" {
		exact = int64(number)
	}
	if err != nil || float64(exact) != number || int64(T(exact)) != exact {
		return 0, broken("must be an integer", string(value))
	}
	return T(exact), nil
}

func readTime(value json.RawMessage) (result time.Time, err error) {
	text := ""
	if value[0] == '"' {
		text, err = readString(value)
	}
	if err == nil {
		result, err = ParseTime(text)
	}
	if err != nil {
		err = broken("must be a date and time, for example 2026-11-24T03:59:23Z", string(value))
	}
	return result, err
}

var dateTime = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d+)?(?:[Zz]|([+-](?:[01]\d|2[0-3])):?([0-5]\d))?$`)

// ParseTime reads a date and time of RFC 3339, and what services write instead: with a space for the T, with a zone
// without its colon, or without a zone, which means UTC. The result is in UTC.
func ParseTime(text string) (time.Time, error) {
	zone := "Z"
	part := dateTime.FindStringSubmatch(text)
	if part == nil {
		return time.Time{}, fmt.Errorf("%q is no date and time", text)
	}
	if part[4] != "" {
		zone = part[4] + ":" + part[5]
	}
	result, err := time.Parse(time.RFC3339, part[1]+"T"+part[2]+part[3]+zone)
	result = result.UTC()
	if year := result.Year(); err == nil && (year < 1 || year > 9999) {
		return time.Time{}, fmt.Errorf("%q is in no year that can be written", text)
	}
	return result, err
}
