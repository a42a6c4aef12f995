package tests

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dws-snapshots.example/generated/go/api"
	"dws-snapshots.example/overlays/go/dws"
	"dws-snapshots.example/overlays/go/signing"
)

const vectorsFolder = "../vectors"

// Go's decoder puts U+FFFD for a lone surrogate. loneMark stands for one until the case is read.
const loneMark = "\uF8FF"

var surrogates = regexp.MustCompile(`(?i)\\u(d[89ab]..)\\u(d[c-f]..)|\\u(d[89a-f]..)`)

func cases[T any](t *testing.T, name string) map[string]T {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(vectorsFolder, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	marked := surrogates.ReplaceAllStringFunc(string(content), func(found string) string {
		if len(found) > len(`\ud800`) {
			return found
		}
		return loneMark
	})
	if marked[0] == '{' {
		var held struct{ Cases, Answers json.RawMessage }
		if err := json.Unmarshal([]byte(marked), &held); err != nil {
			t.Fatal(err)
		}
		marked = string(held.Cases) + string(held.Answers)
	}
	var raw []json.RawMessage
	if err := json.Unmarshal([]byte(marked), &raw); err != nil {
		t.Fatal(err)
	}
	result := map[string]T{}
	for _, described := range raw {
		var named struct{ Case, Name, Operation, Seen string }
		var read T
		if err := errors.Join(json.Unmarshal(described, &named), json.Unmarshal(described, &read)); err != nil {
			t.Fatalf("%s: %s: %v", name, described, err)
		}
		title := cmp.Or(named.Case, named.Name, named.Operation+": "+named.Seen)
		if _, twice := result[title]; twice {
			t.Fatalf("%s: two cases named %q", name, title)
		}
		result[title] = read
	}
	return result
}

func TestEveryFileOfVectorsIsRun(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(vectorsFolder, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		files[i] = strings.TrimSuffix(filepath.Base(file), ".json")
	}
	if run := []string{"bodies", "constraints", "errors", "iteration", "pauses", "reading", "retries", "retry_after", "settings", "signing"}; !slices.Equal(files, run) {
		t.Errorf("the files are %v, these tests run %v", files, run)
	}
}

func TestSigningVectors(t *testing.T) {
	type vector struct {
		AccessKey     string `json:"access_key"`
		SecretKey     string `json:"secret_key"`
		SecurityToken string `json:"security_token"`
		Date          string
		Request       struct {
			Method, Target, Body string
			Headers              map[string]string
		}
		CanonicalRequest string `json:"canonical_request"`
		StringToSign     string `json:"string_to_sign"`
		Signature        string
		Authorization    string
	}
	for name, given := range cases[vector](t, "signing") {
		t.Run(name, func(t *testing.T) {
			var headers []signing.Header
			for name, value := range given.Request.Headers {
				headers = append(headers, signing.Header{Name: name, Value: value})
			}
			added := []signing.Header{{Name: "X-Sdk-Date", Value: given.Date}}
			if given.SecurityToken != "" {
				added = append(added, signing.Header{Name: "X-Security-Token", Value: given.SecurityToken})
			}
			request := signing.Request{Method: given.Request.Method, Target: given.Request.Target, Headers: headers, Body: []byte(given.Request.Body)}
			complete := request
			complete.Headers = signing.SignedHeaders(append(slices.Clone(headers), added...))
			canonical := signing.CanonicalRequest(complete)
			expect(t, "canonical request", canonical, given.CanonicalRequest)
			text := signing.StringToSign(given.Date, canonical)
			expect(t, "string to sign", text, given.StringToSign)
			expect(t, "signature", signing.Signature(given.SecretKey, text), given.Signature)
			at, err := time.Parse("20060102T150405Z", given.Date)
			if err != nil {
				t.Fatal(err)
			}
			at = at.In(time.FixedZone("elsewhere", 7200))
			signed := signing.Sign(request, signing.NewKey(given.AccessKey, given.SecretKey, given.SecurityToken), at)
			if want := append(added, signing.Header{Name: "Authorization", Value: given.Authorization}); !slices.Equal(signed, want) {
				t.Errorf("signed headers: got %v, want %v", signed, want)
			}
		})
	}
}

func TestTheCanonicalFormOfWhatNoVectorHolds(t *testing.T) {
	expect(t, "query", signing.CanonicalQuery("b&a=b+c&&a=b%20a&%=%zz&a"), "%25=%25zz&a=&a=b%20a&a=b%20c&b=")
	expect(t, "path", signing.CanonicalPath("/a%2fb/%7E%c3%A9%"), "/a/b/~%C3%A9%25/")
	canonical := signing.CanonicalRequest(signing.Request{Method: "patch", Target: "/"})
	expect(t, "request", canonical, "PATCH\n/\n\n\n\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
}

// operations holds of each operation its path, a good answer, its body and its call.
var operations = map[string]struct {
	path   string
	behave behaviour
	body   func() any
	call   func(c *dws.Client, ctx context.Context, id string, page dws.ListClusterSnapshotsParams, body any) (any, error)
}{
	"createSnapshot": {"/snapshots", answer(200, created), func() any { return &api.CreateSnapshotRequest{} },
		func(c *dws.Client, ctx context.Context, _ string, _ dws.ListClusterSnapshotsParams, body any) (any, error) {
			return c.CreateSnapshot(ctx, body.(*api.CreateSnapshotRequest).Snapshot)
		}},
	"listSnapshots": {"/snapshots", answer(200, `{"snapshots": []}`), nil,
		func(c *dws.Client, ctx context.Context, _ string, _ dws.ListClusterSnapshotsParams, _ any) (any, error) {
			return c.ListSnapshots(ctx)
		}},
	"listSnapshotDetails": {"/snapshots/{}", answer(200, `{"snapshot": `+detail(snapshotID, "snapshot-3", "AVAILABLE")+`}`), nil,
		func(c *dws.Client, ctx context.Context, id string, _ dws.ListClusterSnapshotsParams, _ any) (any, error) {
			return c.ListSnapshotDetails(ctx, id)
		}},
	"deleteSnapshot": {"/snapshots/{}", answer(202, ""), nil,
		func(c *dws.Client, ctx context.Context, id string, _ dws.ListClusterSnapshotsParams, _ any) (any, error) {
			return nil, c.DeleteSnapshot(ctx, id)
		}},
	"restoreCluster": {"/snapshots/{}/actions", answer(200, `{"cluster": {"id": "`+clusterID+`"}}`),
		func() any { return &api.RestoreClusterRequest{} },
		func(c *dws.Client, ctx context.Context, id string, _ dws.ListClusterSnapshotsParams, body any) (any, error) {
			return c.RestoreCluster(ctx, id, body.(*api.RestoreClusterRequest).Restore)
		}},
	"copySnapshot": {"/snapshots/{}/linked-copy", answer(200, `{"snapshot_id": "`+snapshotID+`"}`), func() any { return &dws.CopySnapshotRequest{} },
		func(c *dws.Client, ctx context.Context, id string, _ dws.ListClusterSnapshotsParams, body any) (any, error) {
			return c.CopySnapshot(ctx, id, *body.(*dws.CopySnapshotRequest))
		}},
	"listClusterSnapshots": {"/clusters/{}/snapshots",
		answer(200, `{"project_id": "p", "cluster_id": "`+clusterID+`", "snapshots": [], "count": 0}`), nil,
		func(c *dws.Client, ctx context.Context, id string, page dws.ListClusterSnapshotsParams, _ any) (any, error) {
			return c.ListClusterSnapshots(ctx, id, page)
		}},
}

type constraintVector struct {
	Field      *string
	ProjectID  json.RawMessage `json:"project_id"`
	Snapshot   any
	Operation  string
	Parameters map[string]any
	Body       any
}

func TestConstraintVectors(t *testing.T) {
	for name, given := range cases[constraintVector](t, "constraints") {
		t.Run(name, func(t *testing.T) {
			if given.Operation == "" {
				given.Operation, given.Body = "createSnapshot", map[string]any{"snapshot": given.Snapshot}
			}
			operation, known := operations[given.Operation]
			if !known {
				t.Fatalf("this test does not know %s", given.Operation)
			}
			project := any(projectID)
			if given.ProjectID != nil {
				if err := json.Unmarshal(given.ProjectID, &project); err != nil {
					t.Fatal(err)
				}
			}
			idName := "snapshot_id"
			if given.Operation == "listClusterSnapshots" {
				idName = "cluster_id"
			}
			id, query := given.Parameters[idName], maps.Clone(given.Parameters)
			delete(query, idName)
			var page dws.ListClusterSnapshotsParams
			places := []string{fill(t, query, &page)}
			var body any
			if given.Field == nil {
				// A Go program sends no null where it may be one.
				withoutNull(given.Body)
			}
			if operation.body != nil {
				body = operation.body()
				places = append(places, fill(t, given.Body, body))
			}
			for name, value := range map[string]any{"project_id": project, idName: id} {
				if _, ok := value.(string); !ok && (name == "project_id" || given.Parameters != nil) {
					places = append(places, name)
				}
			}
			if wrong := cmp.Or(places...); wrong != "" {
				expect(t, "the place of what no Go program can give", wrong, orNone(given.Field))
				return
			}
			server := startRaw(t, operation.behave)
			client, err := dws.New(server.url, text(project), dws.Token("t"))
			if err == nil {
				t.Cleanup(client.CloseIdleConnections)
				_, err = operation.call(client, t.Context(), text(id), page, body)
			}
			if given.Field != nil {
				invalid := as[*dws.InvalidRequestError](err)
				if invalid == nil {
					t.Fatalf("no *InvalidRequestError: %v", err)
				}
				expect(t, "field", invalid.Field, *given.Field)
				if !strings.HasPrefix(err.Error(), invalid.Field+" must ") {
					t.Errorf("the message is %q", err)
				}
				expect(t, "requests", len(server.seen()), 0)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			sent := server.seen()[0]
			values := url.Values{}
			for name, value := range query {
				if number, ok := value.(float64); ok {
					value = int(number)
				}
				values.Set(name, fmt.Sprint(value))
			}
			path, asked, _ := strings.Cut(sent.RequestURI, "?")
			expect(t, "path", path, "/v1.0/"+text(project)+strings.Replace(operation.path, "{}", text(id), 1))
			expect(t, "query", asked, values.Encode())
			if given.Body == nil {
				expect(t, "body", sent.body, "")
				return
			}
			var content any
			if err := json.Unmarshal([]byte(sent.body), &content); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(content, given.Body) {
				t.Errorf("sent %v, want %v", content, given.Body)
			}
		})
	}
}

// fill puts a case's value into a pointer to a Go value. It returns the place of what the Go types do not admit, null
// among it, or "".
func fill(t *testing.T, value, target any) string {
	t.Helper()
	if place := nullIn(value, ""); place != "" {
		return place
	}
	content, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, target); err != nil {
		wrong := as[*json.UnmarshalTypeError](err)
		if wrong == nil {
			t.Fatal(err)
		}
		return wrong.Field
	}
	breakText(reflect.ValueOf(target))
	return ""
}

func withoutNull(value any) {
	members, _ := value.(map[string]any)
	for name, member := range members {
		withoutNull(member)
		if member == nil {
			delete(members, name)
		}
	}
}

func nullIn(value any, place string) string {
	members, ok := value.(map[string]any)
	if !ok && value == nil {
		return place
	}
	for name, member := range members {
		if found := nullIn(member, strings.TrimPrefix(place+"."+name, ".")); found != "" {
			return found
		}
	}
	return ""
}

// text returns a case's value as a Go program gives it: a lone surrogate is invalid UTF-8.
func text(value any) string {
	given, _ := value.(string)
	return strings.ReplaceAll(given, loneMark, "\xed\xa0\x80")
}

// breakText does to every string in a value what text does.
func breakText(value reflect.Value) {
	switch value.Kind() {
	case reflect.Pointer:
		if !value.IsNil() {
			breakText(value.Elem())
		}
	case reflect.Struct:
		for _, field := range value.Fields() {
			breakText(field)
		}
	case reflect.String:
		value.SetString(text(value.String()))
	}
}

func TestErrorVectors(t *testing.T) {
	type vector struct {
		Status    int
		Headers   map[string]string
		Body      string
		Error     string
		ErrorCode *string `json:"error_code"`
		ErrorMsg  *string `json:"error_msg"`
		RequestID *string `json:"request_id"`
	}
	for name, given := range cases[vector](t, "errors") {
		t.Run(name, func(t *testing.T) {
			var headers []string
			for name, value := range given.Headers {
				headers = append(headers, name+": "+value)
			}
			server := startRaw(t, answer(given.Status, given.Body, headers...))
			_, err := tokenClient(t, server.url).CreateSnapshot(t.Context(), wanted)
			expect(t, "class", className(err), given.Error)
			if failed := as[*dws.APIError](err); failed != nil {
				expect(t, "status", failed.StatusCode, given.Status)
				expect(t, "error_code", failed.ErrorCode, orNone(given.ErrorCode))
				expect(t, "error_msg", failed.ErrorMsg, orNone(given.ErrorMsg))
				expect(t, "request_id", failed.RequestID, orNone(given.RequestID))
			} else if failed := as[*dws.UnexpectedResponseError](err); failed != nil {
				expect(t, "status", failed.StatusCode, given.Status)
			}
			expect(t, "requests", len(server.seen()), 1)
		})
	}
}

func orNone(value *string) string {
	if value == nil {
		return ""
	}
	return *value
}
