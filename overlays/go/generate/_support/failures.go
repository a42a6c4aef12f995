package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strings"
)

// Error is what every error of a call is.
type Error interface {
	error
	// DWSError does nothing; it marks the error as one of a call.
	DWSError()
}

// status is a status of the contract's errors, for errors.Is.
type status int

func (s status) Error() string { return strings.ToLower(http.StatusText(int(s))) }

// APIError says that the service answered with a status that is not the declared success. errors.Is with the Err… of
// its status finds it.
//
// ErrorCode is the service's code, for example "DWS.0001", or empty where the answer names none. ErrorMsg is the
// service's sentence; where the answer has none, what the answer was instead. RequestID is that of the header
// X-Request-Id or of the body, or empty. Source: decision 8 of openapi.yaml.
type APIError struct {
	StatusCode int
	ErrorCode  string
	ErrorMsg   string
	RequestID  string
}

func (e *APIError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", e.StatusCode, e.ErrorCode)) + ": " + e.ErrorMsg + quoted(e.RequestID)
}

// Is tells whether target is the Err… of this status.
func (e *APIError) Is(target error) bool { return target == error(status(e.StatusCode)) }

// DWSError marks it as an error of a call.
func (*APIError) DWSError() {}

// UnexpectedResponseError says that the service answered with the declared success status, but with a body of another
// kind. The request probably had its effect. Reason is what is wrong with the body.
type UnexpectedResponseError struct {
	StatusCode int
	Reason     string
	RequestID  string
	cut        error
}

func (e *UnexpectedResponseError) Error() string {
	return fmt.Sprintf("%d: %s%s", e.StatusCode, e.Reason, quoted(e.RequestID))
}

// Unwrap returns the *ConnectionFailedError that cut the answer short, or nil.
func (e *UnexpectedResponseError) Unwrap() error { return e.cut }

// DWSError marks it as an error of a call.
func (*UnexpectedResponseError) DWSError() {}

func quoted(requestID string) string {
	if requestID == "" {
		return ""
	}
	return " (request " + requestID + ")"
}

// Failure returns the error of an answer that is no success, whatever its body is.
func (a *Answer) Failure() *APIError {
	content := strings.ToValidUTF8(string(a.Body), "\uFFFD")
	members := errorMembers(content)
	return &APIError{
		StatusCode: a.Status,
		ErrorCode:  a.secrets.redact(cmp.Or(members["error_code"], members["errCode"])),
		ErrorMsg: a.secrets.redact(cmp.Or(members["error_msg"], members["externalMessage"], members["message"],
			plainText(content), http.StatusText(a.Status), "the answer has no body")),
		RequestID: a.secrets.redact(cmp.Or(a.Header.Get("X-Request-Id"), members["request_id"])),
	}
}

// Unexpected returns the error of an answer with the declared success status and another body.
func (a *Answer) Unexpected(reason string) *UnexpectedResponseError {
	requestID := a.secrets.redact(a.Header.Get("X-Request-Id"))
	return &UnexpectedResponseError{a.Status, a.secrets.redact(reason), requestID, nil}
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
