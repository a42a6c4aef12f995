// Package tests checks the promises of the Go client: with vectors that all languages share, on servers that misbehave,
// and on a running dws-reference.
package tests

import (
	"errors"
	"fmt"
	"testing"

	"dws-snapshots.example/overlays/go/dws"
)

const (
	projectID  = "89cd04f168b84af6be287f71730fdb4b"
	clusterID  = "44b277eb-39be-4921-be31-3d61b43651d7"
	snapshotID = "2a4d0f86-67cd-408a-8b66-017454fb7793"
	created    = `{"snapshot": {"id": "` + snapshotID + `"}}`
)

var wanted = dws.Snapshot{Name: "snapshot-3", ClusterID: clusterID}

func newClient(t *testing.T, endpoint string, auth dws.Auth, options ...dws.Option) *dws.Client {
	t.Helper()
	client, err := dws.New(endpoint, projectID, auth, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.CloseIdleConnections)
	return client
}

func tokenClient(t *testing.T, endpoint string, options ...dws.Option) *dws.Client {
	t.Helper()
	return newClient(t, endpoint, dws.Token("a-token-for-tests"), options...)
}

// className returns the name of an error in the tree that all languages share.
func className(err error) string {
	if as[*dws.WaitTimeoutError](err) != nil {
		return "WaitTimeout"
	}
	for sentinel, name := range map[error]string{
		dws.ErrBadRequest: "BadRequest", dws.ErrUnauthorized: "Unauthorized", dws.ErrForbidden: "Forbidden",
		dws.ErrNotFound: "NotFound", dws.ErrInternalServerError: "InternalServerError",
		dws.ErrServiceUnavailable: "ServiceUnavailable",
	} {
		if errors.Is(err, sentinel) {
			return name
		}
	}
	if as[*dws.APIError](err) != nil {
		return "ApiError"
	}
	if as[*dws.UnexpectedResponseError](err) != nil {
		return "UnexpectedResponse"
	}
	if as[*dws.ResponseTimeoutError](err) != nil {
		return "ResponseTimeout"
	}
	if as[*dws.ConnectionFailedError](err) != nil {
		return "ConnectionFailed"
	}
	if as[*dws.InvalidRequestError](err) != nil {
		return "InvalidRequest"
	}
	if as[*dws.MissingSettingError](err) != nil {
		return "MissingSetting"
	}
	return fmt.Sprintf("%T", err)
}

// as returns the error of a type in a chain, or that type's zero value.
func as[T error](err error) (found T) {
	errors.As(err, &found)
	return found
}

func expect[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %#v, want %#v", what, got, want)
	}
}

// expectFailure checks a failure's class and whether it says that the request may have been sent.
func expectFailure(t *testing.T, err error, class string, mayHaveBeenSent bool) {
	t.Helper()
	expect(t, fmt.Sprintf("class of %v", err), className(err), class)
	if failed := as[*dws.ConnectionFailedError](err); failed == nil {
		t.Errorf("no *ConnectionFailedError: %v", err)
	} else {
		expect(t, fmt.Sprintf("may have been sent: %v", err), failed.MayHaveBeenSent, mayHaveBeenSent)
	}
	if as[dws.Error](err) == nil {
		t.Errorf("no dws.Error: %v", err)
	}
}
