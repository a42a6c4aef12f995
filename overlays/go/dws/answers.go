package dws

import (
	"strings"

	"dws-snapshots.example/generated/go/api"
)

// apiError returns the error of an answer that is no success.
func apiError(a *api.Answer, secrets []string) error {
	failure := api.ReadFailure(a)
	return &APIError{
		StatusCode: a.Status,
		ErrorCode:  redacted(failure.ErrorCode, secrets),
		ErrorMsg:   redacted(failure.ErrorMsg, secrets),
		RequestID:  redacted(failure.RequestID, secrets),
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
