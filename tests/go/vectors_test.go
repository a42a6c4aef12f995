package tests

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

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
	var raw []json.RawMessage
	if err := json.Unmarshal([]byte(marked), &raw); err != nil {
		t.Fatal(err)
	}
	result := map[string]T{}
	for _, described := range raw {
		var named struct{ Case string }
		var read T
		if err := errors.Join(json.Unmarshal(described, &named), json.Unmarshal(described, &read)); err != nil {
			t.Fatalf("%s: %s: %v", name, described, err)
		}
		if _, twice := result[named.Case]; twice {
			t.Fatalf("%s: two cases named %q", name, named.Case)
		}
		result[named.Case] = read
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
	if run := []string{"constraints", "errors", "retries", "signing"}; !slices.Equal(files, run) {
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

func TestConstraintVectors(t *testing.T) {
	for name, given := range cases[map[string]any](t, "constraints") {
		t.Run(name, func(t *testing.T) {
			for member := range given {
				if !slices.Contains([]string{"case", "field", "project_id", "snapshot"}, member) {
					t.Errorf("this test does not know the member %q", member)
				}
			}
			project := any(projectID)
			if changed, ok := given["project_id"]; ok {
				project = changed
			}
			members := given["snapshot"].(map[string]any)
			if wrong := inexpressible(members, project); wrong != "" {
				expect(t, "a value that no Go program can give", any(wrong), given["field"])
				return
			}
			server := startRaw(t, answer(200, created))
			client, err := dws.New(server.url, text(project), dws.Token("t"))
			if err == nil {
				t.Cleanup(client.CloseIdleConnections)
				snapshot := dws.Snapshot{Name: text(members["name"]), ClusterID: text(members["cluster_id"])}
				if description, ok := members["description"].(string); ok {
					snapshot.Description = new(text(description))
				}
				_, err = client.CreateSnapshot(t.Context(), snapshot)
			}
			if given["field"] == nil {
				if err != nil {
					t.Fatal(err)
				}
				var sent any
				if err := json.Unmarshal([]byte(server.seen()[0].body), &sent); err != nil {
					t.Fatal(err)
				}
				if want := any(map[string]any{"snapshot": members}); !reflect.DeepEqual(sent, want) {
					t.Errorf("sent %v, want %v", sent, want)
				}
				return
			}
			invalid := as[*dws.InvalidRequestError](err)
			if invalid == nil {
				t.Fatalf("no *InvalidRequestError: %v", err)
			}
			expect(t, "field", any(invalid.Field), given["field"])
			if !strings.HasPrefix(err.Error(), invalid.Field+" must ") {
				t.Errorf("the message is %q", err)
			}
			expect(t, "requests", len(server.seen()), 0)
		})
	}
}

// text returns a case's value as a Go program gives it: null is the zero value, a lone surrogate is invalid UTF-8.
func text(value any) string {
	given, _ := value.(string)
	return strings.ReplaceAll(given, loneMark, "\xed\xa0\x80")
}

// inexpressible returns the place of a value that the Go types do not admit, or "".
func inexpressible(members map[string]any, project any) string {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		content, err := json.Marshal(map[string]any{name: members[name]})
		if err != nil {
			return "snapshot." + name
		}
		if json.Unmarshal(content, &dws.Snapshot{}) != nil || name == "description" && members[name] == nil {
			return "snapshot." + name
		}
	}
	if _, ok := project.(string); !ok && project != nil {
		return "project_id"
	}
	return ""
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

func TestRetryVectors(t *testing.T) {
	type vector struct {
		Exchanges []struct {
			Request, Failure string
			Status           int
			Body             json.RawMessage
		}
		Result struct{ ID, Error string }
	}
	for name, given := range cases[vector](t, "retries") {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, service *service) {
				var want []string
				for _, exchange := range given.Exchanges {
					body := string(exchange.Body)
					var text string
					if json.Unmarshal(exchange.Body, &text) == nil {
						body = text
					}
					want = append(want, map[string]string{"create": "POST", "list": "GET"}[exchange.Request])
					service.script = append(service.script, scripted(exchange.Status, exchange.Failure, body))
				}
				got, err := service.client().CreateSnapshotOnce(t.Context(), wanted, 0)
				if given.Result.Error == "" && err != nil {
					t.Fatal(err)
				}
				if given.Result.Error != "" {
					expect(t, "class", className(err), given.Result.Error)
				}
				expect(t, "id", got.ID, given.Result.ID)
				service.expectMethods(want...)
			})
		})
	}
}
