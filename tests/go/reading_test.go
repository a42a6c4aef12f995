package tests

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"dws-snapshots.example/overlays/go/dws"
)

// called answers an operation, and returns what its method returns.
var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

func called(t *testing.T, operation string, status int, body string) (any, error) {
	t.Helper()
	o, known := operations[operation]
	if !known {
		t.Fatalf("this test does not know %s", operation)
	}
	var given any
	id := snapshotID
	switch operation {
	case "createSnapshot":
		given = o.body()
		fill(t, map[string]any{"snapshot": map[string]any{"name": "snapshot-3", "cluster_id": clusterID}}, given)
	case "restoreCluster":
		given = o.body()
		fill(t, map[string]any{"restore": map[string]any{"name": "dws-restored"}}, given)
	case "copySnapshot":
		given = &dws.Copy{BackupName: "snapshot-copy"}
	}
	// An answer must be about the ID that was asked for.
	var about struct{ Snapshot struct{ ID *string } }
	if json.Unmarshal([]byte(body), &about) == nil && about.Snapshot.ID != nil && uuid.MatchString(*about.Snapshot.ID) {
		id = *about.Snapshot.ID
	}
	client := tokenClient(t, startRaw(t, answer(status, body, "Content-Type: application/json")).url)
	return o.call(client, t.Context(), id, dws.Page{}, given)
}

func TestReadingVectors(t *testing.T) {
	type vector struct {
		Operation  string
		Status     int
		Body       json.RawMessage
		Raw        bool
		Read       any
		Kept       map[string]any
		Unexpected string
	}
	for name, given := range cases[vector](t, "reading") {
		t.Run(name, func(t *testing.T) {
			body := string(given.Body)
			if given.Raw {
				if err := json.Unmarshal(given.Body, &body); err != nil {
					t.Fatal(err)
				}
			}
			got, err := called(t, given.Operation, given.Status, body)
			if given.Unexpected != "" {
				failed := as[*dws.UnexpectedResponseError](err)
				if failed == nil {
					t.Fatalf("no *UnexpectedResponseError: %v", err)
				}
				if !strings.Contains(err.Error(), given.Unexpected) {
					t.Errorf("the message is %q, without %q", err, given.Unexpected)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if read := inJSON(t, got); !reflect.DeepEqual(read, given.Read) {
				t.Errorf("read %v, want %v", read, given.Read)
			}
			kept := map[string]any{}
			keep(t, reflect.ValueOf(got), "", kept)
			if fmt.Sprint(kept) != fmt.Sprint(given.Kept) {
				t.Errorf("kept %v, want %v", kept, given.Kept)
			}
		})
	}
}

func inJSON(t *testing.T, value any) (result any) {
	t.Helper()
	content, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(content, &result)
	}
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// keep collects every AdditionalProperties in a value, by place.
func keep(t *testing.T, value reflect.Value, place string, kept map[string]any) {
	t.Helper()
	switch value.Kind() {
	case reflect.Pointer:
		if !value.IsNil() {
			keep(t, value.Elem(), place, kept)
		}
	case reflect.Slice:
		for i := range value.Len() {
			keep(t, value.Index(i), fmt.Sprintf("%s[%d]", place, i), kept)
		}
	case reflect.Struct:
		for field, inner := range value.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if field.Name == "AdditionalProperties" {
				for name, raw := range inner.Interface().(map[string]json.RawMessage) {
					kept[strings.TrimPrefix(place+"."+name, ".")] = inJSON(t, raw)
				}
			} else if field.IsExported() {
				keep(t, inner, strings.TrimPrefix(place+"."+name, "."), kept)
			}
		}
	}
}

func TestBodyVectors(t *testing.T) {
	type vector struct {
		Operation string
		Status    int
		Body      json.RawMessage
	}
	known := 0
	for name, given := range cases[vector](t, "bodies") {
		if _, ok := operations[given.Operation]; !ok {
			continue
		}
		known++
		t.Run(name, func(t *testing.T) {
			_, err := called(t, given.Operation, given.Status, string(given.Body))
			if given.Status < 300 {
				expect(t, "error", err, nil)
				return
			}
			failed := as[*dws.APIError](err)
			if failed == nil {
				t.Fatalf("no *APIError: %v", err)
			}
			var body struct {
				Code  string `json:"error_code"`
				Other string `json:"errCode"`
			}
			if err := json.Unmarshal(given.Body, &body); err != nil {
				t.Fatal(err)
			}
			expect(t, "status", failed.StatusCode, given.Status)
			expect(t, "code", failed.ErrorCode, body.Code+body.Other)
		})
	}
	if known < 13 {
		t.Errorf("only %d bodies are of operations that this test knows", known)
	}
}
