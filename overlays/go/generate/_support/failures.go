package api

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"strings"
)

// Failure is what an answer that is no success says. ErrorMsg is what the answer was, where it has no sentence;
// ErrorCode and RequestID are empty where it has none.
type Failure struct{ ErrorCode, ErrorMsg, RequestID string }

// ReadFailure reads an answer that is no success, whatever its body is. Source: decision 8 of openapi.yaml.
func ReadFailure(answer *Answer) Failure {
	content := strings.ToValidUTF8(string(answer.Body), "\uFFFD")
	members := errorMembers(content)
	return Failure{
		ErrorCode: cmp.Or(members["error_code"], members["errCode"]),
		ErrorMsg: cmp.Or(members["error_msg"], members["externalMessage"], members["message"], plainText(content),
			http.StatusText(answer.Status), "the answer has no body"),
		RequestID: cmp.Or(answer.Header.Get("X-Request-Id"), members["request_id"]),
	}
}

var wholeMember = regexp.MustCompile(`"(error_code|errCode|error_msg|externalMessage|request_id)"\s*:\s*"([^"\\]*)"`)

// errorMembers returns the string members of an error body, also of one cut short: DWS's, the gateway's or Keystone's.
func errorMembers(content string) map[string]string {
	result := map[string]string{}
	var parsed any
	if json.Unmarshal([]byte(content), &parsed) != nil {
		for _, found := range wholeMember.FindAllStringSubmatch(content, -1) {
			result[found[1]] = found[2]
		}
		return result
	}
	members, _ := parsed.(map[string]any)
	if nested, ok := members["error"].(map[string]any); ok {
		maps.Copy(members, nested)
	}
	for name, value := range members {
		if text, ok := value.(string); ok {
			result[name] = text
		}
	}
	return result
}

var unseen = regexp.MustCompile(`(?is)<style\b.*?(?:</style>|\z)|<script\b.*?(?:</script>|\z)|<[^>]*(?:>|\z)`)

// plainText returns what a person would read of HTML or text: no tags, no styles, one line.
func plainText(content string) string {
	return first(strings.Join(strings.Fields(unseen.ReplaceAllString(first(content, 20_000), " ")), " "), 500)
}

// first returns at most so many characters of a text.
func first(text string, length int) string {
	characters := []rune(text[:min(len(text), 4*length)])
	return string(characters[:min(length, len(characters))])
}
