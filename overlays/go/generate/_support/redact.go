package api

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// secrets are the secrets that a request carried. No error may show them.
type secrets []string

// shortest is the length from which a secret is also hidden inside a word.
const shortest = 8

// readings are the ways to read a text besides as it is: as HTML, JSON or a part of an address.
var readings = []func(string) string{html.UnescapeString, unescapeJSON, unescapeURL}

// redact hides the secrets in a text, also if they are escaped as in HTML, JSON or an address, up to three times.
// It cuts a text that is far longer than what errors show, because reading all of it takes long.
func (s secrets) redact(text string) string { return s.reveal(first(text, 200_000), 3) }

// reveal returns a text without secrets: as it is, or as the reading of it that shows one.
func (s secrets) reveal(text string, times int) string {
	text = s.hide(text)
	if times == 0 {
		return text
	}
	for _, read := range readings {
		if said := read(text); said != text {
			if hidden := s.reveal(said, times-1); hidden != said {
				text = hidden
			}
		}
	}
	return text
}

func (s secrets) hide(text string) string {
	longestFirst := func(a, b string) int { return cmp.Compare(len(b), len(a)) }
	for _, secret := range slices.SortedFunc(slices.Values(s), longestFirst) {
		if len(secret) < shortest {
			text = hideWord(text, secret)
			continue
		}
		text = strings.ReplaceAll(text, secret, "…")
		// A text that was cut off may end inside a secret.
		for length := len(secret) - 1; length >= shortest; length-- {
			if rest, found := strings.CutSuffix(text, secret[:length]); found {
				text = rest + "…"
				break
			}
		}
	}
	return text
}

// hideWord hides a secret unless it is part of a longer word.
func hideWord(text, secret string) string {
	result := ""
	for secret != "" {
		before, after, found := strings.Cut(text, secret)
		if !found {
			break
		}
		result += before
		last, _ := utf8.DecodeLastRuneInString(result)
		next, _ := utf8.DecodeRuneInString(after)
		if isLetter(last) || isLetter(next) {
			result += secret
		} else {
			result += "…"
		}
		text = after
	}
	return result + text
}

func isLetter(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

var (
	escapedJSON = regexp.MustCompile(`(\\u[0-9A-Fa-f]{4})+|\\["\\/bfnrt]`)
	escapedURL  = regexp.MustCompile(`(%[0-9A-Fa-f]{2})+`)
	// The user information of an address.
	userinfo = regexp.MustCompile(`//[^/\s"]*@`)
)

func unescapeJSON(text string) string {
	return escapedJSON.ReplaceAllStringFunc(text, func(escaped string) (said string) {
		_ = json.Unmarshal([]byte(`"`+escaped+`"`), &said)
		return said
	})
}

func unescapeURL(text string) string {
	return escapedURL.ReplaceAllStringFunc(text, func(escaped string) string {
		said, _ := hex.DecodeString(strings.ReplaceAll(escaped, "%", ""))
		return string(said)
	})
}

// show returns a text that an error may contain: without secrets and as Printable returns it.
func (s secrets) show(text string, length int) string { return Printable(s.redact(text), length) }

// Printable returns a text in one line of at most so many characters, with \uFFFD for what can't be printed.
func Printable(text string, length int) string {
	line := strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return utf8.RuneError
	}, strings.Join(strings.Fields(text), " "))
	if first(line, length) != line {
		line = first(line, length-1) + "…"
	}
	return line
}

// first returns at most so many characters of a text.
func first(text string, length int) string {
	characters := []rune(text[:min(len(text), 4*length)])
	return string(characters[:min(length, len(characters))])
}
