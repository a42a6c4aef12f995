package dws

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"strings"

	"dws-snapshots.example/generated/go/api"
)

// apiError returns the error of an answer that is no success.
func apiError(a *api.Answer, secrets []string) error {
	content := strings.ToValidUTF8(string(a.Body), "\uFFFD")
	members := errorMembers(content)
	message := cmp.Or(members["error_msg"], members["externalMessage"], members["message"], plainText(content),
		http.StatusText(a.Status), "the answer has no body")
	return &APIError{
		StatusCode: a.Status,
		ErrorCode:  redacted(cmp.Or(members["error_code"], members["errCode"]), secrets),
		ErrorMsg:   redacted(message, secrets),
		RequestID:  redacted(cmp.Or(a.Header.Get("X-Request-Id"), members["request_id"]), secrets),
	}
}

// unexpected returns the error of an answer with the declared success status and another body.
func unexpected(a *api.Answer, reason string, secrets []string) error {
	return &UnexpectedResponseError{a.Status, redacted(reason, secrets), redacted(a.Header.Get("X-Request-Id"), secrets)}
}

// redacted takes the secrets out of a text, should it echo them.
func redacted(text string, secrets []string) string {
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return text
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

func first(text string, length int) string {
	characters := []rune(text[:min(len(text), 4*length)])
	return string(characters[:min(length, len(characters))])
}
