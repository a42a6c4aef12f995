package main

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// Names of the contract in Go.

var (
	word        = regexp.MustCompile(`[A-Z]?[a-z0-9]+|[A-Z]+`)
	initialisms = []string{"API", "CPU", "DB", "DNS", "HTTP", "HTTPS", "ID", "IP", "JSON", "SQL", "URL", "UUID", "VM"}
)

// goName turns project_id into ProjectID.
func goName(name string) (result string) {
	for _, part := range word.FindAllString(name, -1) {
		if upper := strings.ToUpper(part); slices.Contains(initialisms, upper) {
			part = upper
		}
		result += upperFirst(part)
	}
	return result
}

func upperFirst(text string) string {
	first := min(1, len(text))
	return strings.ToUpper(text[:first]) + text[first:]
}

func lowerFirst(text string) string {
	first := min(1, len(text))
	return strings.ToLower(text[:first]) + text[first:]
}

// localName turns project_id into projectID.
func localName(name string) string {
	first := word.FindString(name)
	return strings.ToLower(first) + goName(strings.TrimPrefix(name, first))
}

// errorName returns the name of a status's error.
func errorName(status int) string {
	return "Err" + strings.ReplaceAll(http.StatusText(status), " ", "")
}
