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

// secrets are what no error may show: what a request carried.
type secrets []string

// shortest is the length from which a secret is one, too, where it stands within a word.
const shortest = 8

// readings are what a text may say: as it stands, and where it is HTML, JSON or part of an address.
var readings = []func(string) string{strings.Clone, html.UnescapeString, unescapeJSON, unescapeURL}

// redact hides the secrets in a text, also where it spells them as HTML, JSON or an address does.
func (s secrets) redact(text string) string {
	for _, read := range readings {
		said := read(text)
		if hidden := s.hide(said); hidden != said {
			text = hidden
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
		// A text that was cut off may end within it.
		for length := len(secret) - 1; length >= shortest; length-- {
			if rest, found := strings.CutSuffix(text, secret[:length]); found {
				text = rest + "…"
				break
			}
		}
	}
	return text
}

// hideWord hides a secret where it is no part of a word.
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
	// What an address says of a user.
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

// show returns a text as an error may show it: without a secret, in one line of characters that can be printed, at most
// so many.
func (s secrets) show(text string, length int) string {
	line := strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return utf8.RuneError
	}, strings.Join(strings.Fields(s.redact(text)), " "))
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
