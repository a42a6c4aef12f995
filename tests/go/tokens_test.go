package tests

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dws-snapshots.example/overlays/go/dws"
)

func TestCallersShareOneFetch(t *testing.T) {
	i := newIdentity()
	client := passwordClient(t, i)
	for range 2 {
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				if _, err := client.CreateSnapshot(t.Context(), wanted); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		i.revoke()
	}
	expect(t, "fetches", len(i.fetched), 2)
}

func TestACancelledFetchLeavesTheOthersGoing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newIdentity()
		i.fetches = make(chan struct{})
		client := passwordClient(t, i)
		ctx, cancel := context.WithCancel(t.Context())
		results := make(chan error)
		go func() {
			_, err := client.CreateSnapshot(ctx, wanted)
			results <- err
		}()
		synctest.Wait()
		waiting, stop := context.WithCancel(t.Context())
		go func() {
			_, err := client.CreateSnapshot(waiting, wanted)
			results <- err
		}()
		synctest.Wait()
		stop()
		err := <-results
		expectFailure(t, err, "ConnectionFailed", false)
		expect(t, "the waiting one is cancelled", errors.Is(err, context.Canceled), true)
		cancel()
		err = <-results
		expectFailure(t, err, "ConnectionFailed", false)
		expect(t, "the fetching one is cancelled", errors.Is(err, context.Canceled), true)
		close(i.fetches)
		mustCreate(t, client)
	})
}

func TestAllWhoWaitForAFetchShareItsFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newIdentity()
		i.fetches, i.status = make(chan struct{}), 401
		client := passwordClient(t, i)
		results := make(chan error)
		for range 200 {
			go func() {
				_, err := client.CreateSnapshot(t.Context(), wanted)
				results <- err
			}()
		}
		synctest.Wait()
		close(i.fetches)
		for range 200 {
			expect(t, "class", className(<-results), "Unauthorized")
		}
		expect(t, "fetches", len(i.fetched), 1)
	})
}

func TestBehindASilentIAMEachWaitsAsLongAsItsOwnLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newIdentity()
		i.fetches = make(chan struct{})
		server := httptest.NewTestServer(t, i)
		auth := dws.Password("https://iam.example", dws.UserName("u", dws.DomainName("d")), "the-password", dws.ProjectName("p"))
		var group sync.WaitGroup
		for seconds := range 60 {
			limit := time.Duration(seconds+1) * time.Second
			options := []dws.Option{dws.WithHTTPClient(server.Client())}
			ctx := t.Context()
			switch seconds % 3 {
			case 0:
				options = append(options, dws.WithTimeout(limit))
			case 1:
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, limit)
				defer cancel()
			}
			client := newClient(t, "http://dws.example", auth, options...)
			group.Go(func() {
				began := time.Now()
				var err error
				if seconds%3 == 2 {
					_, err = client.CreateSnapshotOnce(ctx, wanted, limit)
				} else {
					_, err = client.CreateSnapshot(ctx, wanted)
				}
				expect(t, fmt.Sprintf("time of caller %d", seconds), time.Since(began), limit)
				expectFailure(t, err, "ResponseTimeout", false)
			})
		}
		group.Wait()
		close(i.fetches)
	})
}

func TestAFetchThatItsStarterGaveUpIsNoFailureOfTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newIdentity()
		i.fetches = make(chan struct{})
		client := passwordClient(t, i)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		first, others := make(chan error), make(chan error)
		create := func(ctx context.Context, results chan error) {
			_, err := client.CreateSnapshot(ctx, wanted)
			results <- err
		}
		go create(ctx, first)
		synctest.Wait()
		for range 10 {
			go create(t.Context(), others)
		}
		expectFailure(t, <-first, "ResponseTimeout", false)
		synctest.Wait()
		close(i.fetches)
		for range 10 {
			expect(t, "the others", <-others, nil)
		}
		// The one that was given up, and one for all the others.
		expect(t, "fetches", len(i.fetched), 2)
	})
}

func TestIAMsAnswerThatBreaksOffIsABrokenConnection(t *testing.T) {
	login := func(behave behaviour, options ...dws.Option) *dws.Client {
		return newClient(t, refusingURL, passwordAuth(startRaw(t, behave), "the-password"), options...)
	}
	const begun = "HTTP/1.1 201 -\r\nX-Subject-Token: T\r\nContent-Length: 99\r\n\r\n{"
	_, err := login(raw(begun, false)).CreateSnapshot(t.Context(), wanted)
	expectFailure(t, err, "ConnectionFailed", false)
	begins := make(chan struct{}, 2)
	stalls := func(connection net.Conn) bool {
		raw(begun, true)(connection)
		begins <- struct{}{}
		return silence(connection)
	}
	_, err = login(stalls, dws.WithTimeout(50*time.Millisecond)).CreateSnapshot(t.Context(), wanted)
	expectFailure(t, err, "ResponseTimeout", false)
	<-begins
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-begins
		cancel()
	}()
	_, err = login(stalls).CreateSnapshot(ctx, wanted)
	expectFailure(t, err, "ConnectionFailed", false)
	expect(t, "cancelled", errors.Is(err, context.Canceled), true)
}

func TestWaitingGoesOnAfterABrokenLogin(t *testing.T) {
	inBubble(t, func(t *testing.T, s *service) {
		issue := func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Subject-Token", "T")
			scripted(201, "", `{"token": {"expires_at": "2999-01-01T00:00:00Z"}}`)(w, r)
		}
		s.script = []http.HandlerFunc{cutShort, issue, details("AVAILABLE")}
		auth := dws.Password("http://iam.example", dws.UserName("u", dws.DomainName("d")), "the-password", dws.ProjectName("p"))
		client := newClient(t, "http://dws.example", auth, dws.WithHTTPClient(s.Server.Client()))
		_, err := client.WaitUntilAvailable(t.Context(), snapshotID, 0, nil)
		expect(t, "error", err, nil)
		s.expectMethods("POST", "POST", "GET")
	})
}

func TestATokenThatIsStillValidIsUsedWhenRenewingItFails(t *testing.T) {
	for name, fail := range map[string]func(*identity){
		"refused": func(i *identity) { i.status = 401 },
		"failing": func(i *identity) { i.status = 503 },
		"silent":  func(i *identity) { i.fetches = make(chan struct{}) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				i := newIdentity()
				client := passwordClient(t, i)
				mustCreate(t, client)
				time.Sleep(i.lifetime - 4*time.Minute)
				fail(i)
				for range 3 {
					began := time.Now()
					ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
					_, err := client.CreateSnapshot(ctx, wanted)
					cancel()
					expect(t, "error", err, nil)
					if took := time.Since(began); took > 5*time.Second {
						t.Errorf("took %s", took)
					}
				}
				expectTokens(t, i, "token-1", "token-1", "token-1", "token-1")
				fetches := i.fetched
				// It is tried again later, and succeeds.
				i.status = 0
				if i.fetches != nil {
					close(i.fetches)
				}
				time.Sleep(30 * time.Second)
				mustCreate(t, client)
				expect(t, "the new token is used", i.creates[4] != "token-1", true)
				if len(fetches) > 2 {
					t.Errorf("%d fetches within 30 seconds", len(fetches))
				}
			})
		})
	}
}

func TestATokenThatHasEndedIsNotUsedWhenRenewingItFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newIdentity()
		client := passwordClient(t, i)
		mustCreate(t, client)
		time.Sleep(i.lifetime)
		i.status = 503
		_, err := client.CreateSnapshot(t.Context(), wanted)
		expect(t, "class", className(err), "ServiceUnavailable")
		expectTokens(t, i, "token-1")
	})
}
