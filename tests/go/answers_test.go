package tests

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

// Nothing listens here: the port is reserved, and the system never assigns it.
const refusingURL = "http://127.0.0.1:1"

func TestMembersThatTheContractDoesNotNameAreIgnored(t *testing.T) {
	other := "11111111-67cd-408a-8b66-017454fb7793"
	for _, extra := range []string{`"unknown": 1`, `"name": "snapshot-3"`, `"ID": "` + other + `"`, `"Snapshot": {"id": "` + other + `"}`} {
		body := fmt.Sprintf(`{%s, "snapshot": {"id": %q, %s}, %[1]s}`, extra, snapshotID, extra)
		server := startRaw(t, answer(200, body))
		got, err := tokenClient(t, server.url).CreateSnapshot(t.Context(), wanted)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, extra, got.ID, snapshotID)
	}
}

func TestEverySuccessIsOne(t *testing.T) {
	for _, status := range []int{200, 201, 202, 299} {
		client := tokenClient(t, startRaw(t, answer(status, created)).url)
		got, err := client.CreateSnapshot(t.Context(), wanted)
		expect(t, fmt.Sprint("error of ", status), err, nil)
		expect(t, "id", got.ID, snapshotID)
		expect(t, "deleting", client.DeleteSnapshot(t.Context(), snapshotID), nil)
	}
	client := tokenClient(t, startRaw(t, raw("HTTP/1.1 204 -\r\n\r\n", true)).url)
	expect(t, "deleting", client.DeleteSnapshot(t.Context(), snapshotID), nil)
	_, err := client.CreateSnapshot(t.Context(), wanted)
	expect(t, "class", className(err), "UnexpectedResponse")
	_, err = tokenClient(t, startRaw(t, answer(202, "{}")).url).CreateSnapshot(t.Context(), wanted)
	expect(t, "message", err.Error(), "202: the answer's snapshot must be present")
}

func TestAnAnswerAboutAnotherIDIsUnexpected(t *testing.T) {
	const other = "22222222-67cd-408a-8b66-017454fb7793"
	about := func(id string) behaviour {
		return answer(200, `{"snapshot": `+detail(id, "snapshot-3", "AVAILABLE")+`}`)
	}
	client := tokenClient(t, startRaw(t, about(strings.ToUpper(snapshotID)), about(other), about(other)).url)
	_, err := client.ListSnapshotDetails(t.Context(), snapshotID)
	expect(t, "in upper case", err, nil)
	_, err = client.ListSnapshotDetails(t.Context(), snapshotID)
	expect(t, "message", err.Error(), "200: the answer's snapshot.id must be the one that was asked for")
	_, err = client.WaitUntilAvailable(t.Context(), snapshotID, 0, nil)
	expect(t, "class of waiting", className(err), "UnexpectedResponse")
}

func TestAnAnswerThatIsCutShortKeepsItsStatus(t *testing.T) {
	const cut = "HTTP/1.1 %d -\r\nContent-Length: 99\r\nX-Request-Id: r1\r\n\r\n{\"error_code\": \"DWS.0005\", \"er"
	server := startRaw(t, raw(fmt.Sprintf(cut, 200), false), raw(fmt.Sprintf(cut, 503), false))
	client := tokenClient(t, server.url)
	_, err := client.CreateSnapshot(t.Context(), wanted)
	expect(t, "class", className(err), "UnexpectedResponse")
	expect(t, "message", err.Error(), "200: the answer was cut short (request r1)")
	_, err = client.CreateSnapshot(t.Context(), wanted)
	expect(t, "class", className(err), "ServiceUnavailable")
	expect(t, "error_code", as[*dws.APIError](err).ErrorCode, "DWS.0005")
	expect(t, "request_id", as[*dws.APIError](err).RequestID, "r1")
	expect(t, "requests", len(server.seen()), 2)
}

func TestDeepNestingIsAnOrdinaryBadAnswer(t *testing.T) {
	deep := strings.Repeat("[", 100_000)
	client := tokenClient(t, startRaw(t, answer(400, deep), answer(200, deep)).url)
	_, err := client.CreateSnapshot(t.Context(), wanted)
	expect(t, "message", err.Error(), "400: "+strings.Repeat("[", 499)+"…")
	_, err = client.CreateSnapshot(t.Context(), wanted)
	expect(t, "message", err.Error(), `200: the answer is not JSON but 100000 bytes of ""`)
}

func TestTextThatIsNotUTF8IsNoJSON(t *testing.T) {
	client := tokenClient(t, startRaw(t, answer(200, "{\"unknown\": \"\xff\","+created[1:]), answer(400, "\xff")).url)
	_, err := client.CreateSnapshot(t.Context(), wanted)
	expect(t, "class", className(err), "UnexpectedResponse")
	_, err = client.CreateSnapshot(t.Context(), wanted)
	expect(t, "message", err.Error(), "400: \uFFFD")
}

func TestAnAnswerThatStopsIsAResponseTimeout(t *testing.T) {
	for _, status := range []int{200, 503} {
		inBubble(t, func(t *testing.T, s *service) {
			s.script = []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Length", "99")
				w.WriteHeader(status)
				_, _ = io.WriteString(w, "{")
				_ = http.NewResponseController(w).Flush()
				<-r.Context().Done()
			}}
			began := time.Now()
			_, err := s.client().CreateSnapshot(t.Context(), wanted)
			expect(t, "time", time.Since(began), time.Minute)
			if status == 503 {
				expect(t, "message", err.Error(), "503: {")
				return
			}
			expectFailure(t, err, "ResponseTimeout", true)
			expect(t, "message", err.Error(), "http://dws.example: no answer in time; the request may have been sent")
		})
	}
}

func TestARefusedConnectionWasNotSent(t *testing.T) {
	_, err := tokenClient(t, refusingURL).CreateSnapshot(t.Context(), wanted)
	expectFailure(t, err, "ConnectionFailed", false)
	expect(t, "cause", errors.Is(err, syscall.ECONNREFUSED), true)
	if text := err.Error(); !strings.HasPrefix(text, refusingURL+": ") || !strings.HasSuffix(text, "; the request was not sent") {
		t.Errorf("the message is %q", text)
	}
}

func TestABrokenConnectionMayHaveBeenSentAndIsNotTriedAgain(t *testing.T) {
	for name, behave := range map[string]behaviour{"close": hangUp, "reset": reset, "not HTTP": raw("SSH-2.0-OpenSSH_9.6\r\n\r\n", false)} {
		t.Run(name, func(t *testing.T) {
			server := startRaw(t, behave)
			_, err := tokenClient(t, server.url).CreateSnapshot(t.Context(), wanted)
			expectFailure(t, err, "ConnectionFailed", true)
			expect(t, "requests", len(server.seen()), 1)
		})
	}
}

func TestAConnectionThatBreaksOnItsSecondRequestIsNotTriedAgain(t *testing.T) {
	for name, behave := range map[string]behaviour{"close": hangUp, "reset": reset} {
		t.Run(name, func(t *testing.T) {
			server := startRaw(t, answer(200, created), behave)
			client := tokenClient(t, server.url)
			if _, err := client.CreateSnapshot(t.Context(), wanted); err != nil {
				t.Fatal(err)
			}
			_, err := client.CreateSnapshot(t.Context(), wanted)
			expectFailure(t, err, "ConnectionFailed", true)
			expect(t, "requests", len(server.seen()), 2)
		})
	}
}

func TestADeleteIsNotSentAgainEither(t *testing.T) {
	for name, behave := range map[string]behaviour{"close": hangUp, "reset": reset} {
		t.Run(name, func(t *testing.T) {
			server := startRaw(t, answer(202, ""), behave, answer(400, `{"error_code": "DWS.0001", "error_msg": "has been deleted"}`))
			client := tokenClient(t, server.url)
			expect(t, "the first", client.DeleteSnapshot(t.Context(), snapshotID), nil)
			expectFailure(t, client.DeleteSnapshot(t.Context(), snapshotID), "ConnectionFailed", true)
			expect(t, "requests", len(server.seen()), 2)
		})
	}
}

func TestARefusalSaysThatAnotherTransportSentItTwice(t *testing.T) {
	repeating := roundTripper(func(r *http.Request) (*http.Response, error) {
		body := r.Body
		for attempt := 1; ; attempt++ {
			response, err := http.DefaultTransport.RoundTrip(r)
			if err == nil || attempt == 2 || body != nil {
				return response, err
			}
		}
	})
	for name, given := range map[string]struct {
		behaviours []behaviour
		class      string
	}{
		"the repeat is refused": {[]behaviour{hangUp, answer(400, `{"error_msg": "has been deleted"}`)}, "BadRequest"},
		"the repeat is obeyed":  {[]behaviour{hangUp, answer(202, "")}, "<nil>"},
		"there is no repeat":    {[]behaviour{answer(400, `{"error_msg": "has been deleted"}`)}, "BadRequest"},
	} {
		t.Run(name, func(t *testing.T) {
			server := startRaw(t, given.behaviours...)
			client := tokenClient(t, server.url, dws.WithHTTPClient(&http.Client{Transport: repeating}))
			err := client.DeleteSnapshot(t.Context(), snapshotID)
			expect(t, "requests", len(server.seen()), len(given.behaviours))
			expect(t, "class", className(err), given.class)
			if given.class == "BadRequest" {
				twice := len(given.behaviours) == 2
				expect(t, "sent twice", as[*dws.APIError](err).MayHaveBeenSentTwice, twice)
				want := map[bool]string{false: "", true: "; the transport sent the request twice, and the first may have had its effect"}
				expect(t, "message", err.Error(), "400: has been deleted"+want[twice])
			}
		})
	}
}

// The server answers and closes at once, so that each next create meets a connection that is alive, closing or dead.
func TestACreateThatMeetsAClosingConnectionIsNeverSentTwice(t *testing.T) {
	server := startRaw(t, raw(fmt.Sprintf("HTTP/1.1 200 -\r\nContent-Length: %d\r\n\r\n%s", len(created), created), false))
	client := tokenClient(t, server.url)
	certain := map[string]bool{}
	var group sync.WaitGroup
	var mutex sync.Mutex
	for worker := range 4 {
		group.Go(func() {
			for i := range 100 {
				name := fmt.Sprintf("Snapshot-%d-%d", worker, i)
				_, err := client.CreateSnapshot(t.Context(), dws.Snapshot{Name: name, ClusterID: clusterID})
				failed := as[*dws.ConnectionFailedError](err)
				if err != nil && failed == nil {
					t.Errorf("%s: %v", name, err)
				}
				mutex.Lock()
				certain[name] = err == nil || !failed.MayHaveBeenSent
				if err != nil && !failed.MayHaveBeenSent {
					t.Errorf("%s met a server that listens, and was not sent: %v", name, err)
				}
				mutex.Unlock()
			}
		})
	}
	group.Wait()
	times := map[string]int{}
	for _, request := range server.seen() {
		_, name, _ := strings.Cut(request.body, `"name":"`)
		name, _, _ = strings.Cut(name, `"`)
		times[name]++
	}
	for name := range certain {
		if times[name] > 1 || certain[name] && times[name] != 1 {
			t.Errorf("%s was received %d times", name, times[name])
		}
	}
}

func TestNoAnswerInTime(t *testing.T) {
	inBubble(t, func(t *testing.T, s *service) {
		s.script = []http.HandlerFunc{func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }}
		limited := &http.Client{Transport: s.Server.Client().Transport, Timeout: 7 * time.Second}
		for limit, options := range map[time.Duration][]dws.Option{
			time.Minute: nil, time.Second: {dws.WithTimeout(time.Second)}, 7 * time.Second: {dws.WithHTTPClient(limited)},
		} {
			began := time.Now()
			_, err := s.client(options...).CreateSnapshot(t.Context(), wanted)
			expect(t, "time", time.Since(began), limit)
			expectFailure(t, err, "ResponseTimeout", true)
			expect(t, "message", err.Error(), "http://dws.example: no answer in time; the request may have been sent")
			var late interface{ Timeout() bool }
			expect(t, "net.Error's Timeout", errors.As(err, &late) && late.Timeout(), true)
		}
		s.expectMethods("POST", "POST", "POST")
	})
}

func TestNoConnectionInTime(t *testing.T) {
	never := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	client := tokenClient(t, "http://dws.example", dws.WithHTTPClient(&http.Client{Transport: never}), dws.WithTimeout(50*time.Millisecond))
	_, err := client.CreateSnapshot(t.Context(), wanted)
	expectFailure(t, err, "ConnectionFailed", false)
	expect(t, "message", err.Error(), "http://dws.example: no connection in time; the request was not sent")
}

func TestACallEndsWithItsContext(t *testing.T) {
	arrived := make(chan struct{})
	server := startRaw(t, func(connection net.Conn) bool {
		close(arrived)
		return silence(connection)
	})
	client := tokenClient(t, server.url)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := client.CreateSnapshot(ctx, wanted)
	expectFailure(t, err, "ConnectionFailed", true)
	expect(t, "cancelled", errors.Is(err, context.Canceled), true)
	_, err = client.CreateSnapshot(ctx, wanted)
	expectFailure(t, err, "ConnectionFailed", false)
	expect(t, "requests", len(server.seen()), 1)
}

// brittle is a connection that, once it is broken, fails to write after some of the bytes.
type brittle struct {
	net.Conn
	broken *atomic.Bool
	after  int
}

func (b *brittle) Write(content []byte) (int, error) {
	if !b.broken.Load() {
		return b.Conn.Write(content)
	}
	n, err := b.Conn.Write(content[:b.after])
	return n, errors.Join(errors.New("brittle"), err)
}

func TestOnlyARequestOfWhichNothingWasWrittenGoesToAnotherConnection(t *testing.T) {
	for name, given := range map[string]struct {
		written, dials  int
		class           string
		mayHaveBeenSent bool
	}{
		"nothing, and there is another":    {0, 2, "", false},
		"nothing, and there is no other":   {0, 1, "ConnectionFailed", false},
		"some of it, and there is another": {20, 2, "ConnectionFailed", true},
	} {
		t.Run(name, func(t *testing.T) {
			server := startRaw(t, answer(200, created))
			var broken atomic.Bool
			dials := 0
			transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				if dials++; dials > given.dials {
					return nil, errors.New("unreachable")
				}
				connection, err := (&net.Dialer{}).DialContext(ctx, network, address)
				if dials > 1 {
					return connection, err
				}
				return &brittle{connection, &broken, given.written}, err
			}}
			client := tokenClient(t, server.url, dws.WithHTTPClient(&http.Client{Transport: transport}))
			mustCreate(t, client)
			broken.Store(true)
			_, err := client.CreateSnapshot(t.Context(), wanted)
			if given.class == "" {
				expect(t, "error", err, nil)
				expect(t, "requests", len(server.seen()), 2)
				return
			}
			expectFailure(t, err, given.class, given.mayHaveBeenSent)
			expect(t, "requests", len(server.seen()), 1)
		})
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestATransportThatTellsNothingMayHaveSent(t *testing.T) {
	mute := roundTripper(func(*http.Request) (*http.Response, error) { return nil, errors.New("broken") })
	client := tokenClient(t, "http://dws.example", dws.WithHTTPClient(&http.Client{Transport: mute}))
	_, err := client.CreateSnapshot(t.Context(), wanted)
	expectFailure(t, err, "ConnectionFailed", true)
}

func TestARedirectIsNotFollowed(t *testing.T) {
	elsewhere := startRaw(t, answer(200, created))
	for _, location := range []string{elsewhere.url, "http://%zz"} {
		server := startRaw(t, answer(307, "", "Location: "+location))
		_, err := tokenClient(t, server.url).CreateSnapshot(t.Context(), wanted)
		expect(t, "message", err.Error(), "307: Temporary Redirect")
	}
	expect(t, "requests", len(elsewhere.seen()), 0)
}
