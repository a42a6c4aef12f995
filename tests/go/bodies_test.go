package tests

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"dws-snapshots.example/overlays/go/dws"
)

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
