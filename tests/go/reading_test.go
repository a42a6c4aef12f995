package tests

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"dws-snapshots.example/overlays/go/dws"
)

var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// called answers an operation, and returns what its method returns.
func called(t *testing.T, operation string, status int, body string) (any, error) {
	t.Helper()
	client := tokenClient(t, startRaw(t, answer(status, body, "Content-Type: application/json")).url)
	o, known := operations[operation]
	if !known {
		return byName(t, client, operation)
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
		given = &dws.CopySnapshotRequest{BackupName: "snapshot-copy"}
	}
	// An answer must be about the ID that was asked for.
	var about struct{ Snapshot struct{ ID *string } }
	if json.Unmarshal([]byte(body), &about) == nil && about.Snapshot.ID != nil && uuid.MatchString(*about.Snapshot.ID) {
		id = *about.Snapshot.ID
	}
	return o.call(client, t.Context(), id, dws.ListClusterSnapshotsParams{}, given)
}

func methodOf(client *dws.Client, operation string) reflect.Value {
	return reflect.ValueOf(client).MethodByName(strings.ToUpper(operation[:1]) + operation[1:])
}

// byName calls the method of an operation that takes no body, with an ID for each text.
func byName(t *testing.T, client *dws.Client, operation string) (any, error) {
	t.Helper()
	method := methodOf(client, operation)
	given := []reflect.Value{reflect.ValueOf(t.Context())}
	for in := range method.Type().Ins() {
		if in.Kind() == reflect.String {
			given = append(given, reflect.ValueOf(snapshotID))
		} else if in.Kind() == reflect.Struct {
			given = append(given, reflect.Zero(in))
		}
	}
	out := method.Call(given)
	err, _ := out[1].Interface().(error)
	return out[0].Interface(), err
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
		if !methodOf(&dws.Client{}, given.Operation).IsValid() {
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
		t.Errorf("only %d bodies are of operations that the contract has", known)
	}
}

func compressed(t *testing.T, content io.Reader) string {
	t.Helper()
	var result bytes.Buffer
	writer, err := gzip.NewWriterLevel(&result, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(writer, content); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return result.String()
}

// spaces is a text of spaces without end.
type spaces struct{}

func (spaces) Read(content []byte) (int, error) {
	for i := range content {
		content[i] = ' '
	}
	return len(content), nil
}

func TestGzipIsAskedForAndRead(t *testing.T) {
	server := startRaw(t, answer(200, compressed(t, strings.NewReader(created)), "Content-Encoding: gzip"))
	got, err := tokenClient(t, server.url).CreateSnapshot(t.Context(), wanted)
	expect(t, "error", err, nil)
	expect(t, "id", got.ID, snapshotID)
	expect(t, "asked for", fmt.Sprint(server.seen()[0].Header["Accept-Encoding"]), "[gzip]")
}

func TestGzipIsReadByBothOfItsNamesWhateverTheTransportDoes(t *testing.T) {
	plain := dws.WithHTTPClient(&http.Client{Transport: &http.Transport{DisableCompression: true}})
	for _, name := range []string{"x-gzip", "X-GZip", "gzip"} {
		encoded := "Content-Encoding: " + name
		body := compressed(t, strings.NewReader(created))
		refusal := compressed(t, strings.NewReader(`{"error_msg": "busy"}`))
		server := startRaw(t, answer(200, body, encoded), answer(403, refusal, encoded), answer(403, "", encoded), answer(200, body[:30], encoded))
		client := tokenClient(t, server.url, plain)
		got, err := client.CreateSnapshot(t.Context(), wanted)
		expect(t, "error", err, nil)
		expect(t, "id", got.ID, snapshotID)
		for _, want := range []string{"403: busy", "403: Forbidden", "200: the answer was cut short"} {
			_, err = client.CreateSnapshot(t.Context(), wanted)
			expect(t, "message", fmt.Sprint(err), want)
		}
	}
}

func TestNoOtherEncodingIsTaken(t *testing.T) {
	for _, encoding := range []string{"br", "deflate", "zstd", "gzip, gzip"} {
		client := tokenClient(t, startRaw(t, answer(200, created, "Content-Encoding: "+encoding)).url)
		_, err := client.CreateSnapshot(t.Context(), wanted)
		expect(t, "message", err.Error(), fmt.Sprintf("200: the answer is encoded as %q, not as gzip", encoding))
		client = tokenClient(t, startRaw(t, answer(400, "\x8b\x02\x80", "Content-Encoding: "+encoding)).url)
		_, err = client.CreateSnapshot(t.Context(), wanted)
		expect(t, "message", err.Error(), "400: Bad Request")
	}
}

func TestABodyMayHave64Megabytes(t *testing.T) {
	const mebibyte = 1 << 20
	whole := io.MultiReader(io.LimitReader(spaces{}, 64*mebibyte-int64(len(created))), strings.NewReader(created))
	server := startRaw(t, answer(200, compressed(t, whole), "Content-Encoding: gzip"))
	got, err := tokenClient(t, server.url).CreateSnapshot(t.Context(), wanted)
	expect(t, "error", err, nil)
	expect(t, "id", got.ID, snapshotID)
}

func TestALongerBodyIsUnexpectedAndTakesNoMore(t *testing.T) {
	bomb := compressed(t, io.LimitReader(spaces{}, 400<<20))
	for status, want := range map[int]string{
		200: "200: the answer has more than 64 MB", 201: "201: the answer has more than 64 MB", 503: "503: Service Unavailable",
	} {
		client := tokenClient(t, startRaw(t, answer(status, bomb, "Content-Encoding: gzip")).url)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := client.CreateSnapshot(t.Context(), wanted)
		runtime.ReadMemStats(&after)
		expect(t, "message", err.Error(), want)
		// All that was ever taken, with what a growing buffer leaves behind.
		if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; taken > 380 || status == 503 && taken > 20 {
			t.Errorf("%d: took %d MB", status, taken)
		}
	}
	_, err := tokenClient(t, startRaw(t, answer(400, strings.Repeat("x", 2<<20))).url).CreateSnapshot(t.Context(), wanted)
	expect(t, "the text of an error", as[*dws.APIError](err).ErrorMsg, strings.Repeat("x", 499)+"…")
}
