package tests

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dws-snapshots.example/generated/go/api"
	"dws-snapshots.example/overlays/go/dws"
	"dws-snapshots.example/overlays/go/signing"
)

func TestAnOmittedDescriptionIsNotSent(t *testing.T) {
	server := startRaw(t, answer(200, created))
	client := tokenClient(t, server.url)
	empty := wanted
	empty.Description = new("")
	for _, snapshot := range []dws.Snapshot{wanted, empty} {
		if _, err := client.CreateSnapshot(t.Context(), snapshot); err != nil {
			t.Fatal(err)
		}
	}
	seen := server.seen()
	expect(t, "none", seen[0].body, `{"snapshot":{"name":"snapshot-3","cluster_id":"`+clusterID+`"}}`)
	expect(t, "empty", seen[1].body, `{"snapshot":{"name":"snapshot-3","cluster_id":"`+clusterID+`","description":""}}`)
}

func TestTheEndpointMayHaveAPath(t *testing.T) {
	server := startRaw(t, answer(200, created))
	if _, err := tokenClient(t, server.url+"/gateway/").CreateSnapshot(t.Context(), wanted); err != nil {
		t.Fatal(err)
	}
	request := server.seen()[0]
	expect(t, "path", request.RequestURI, "/gateway/v1.0/"+projectID+"/snapshots")
	expect(t, "content type", request.Header.Get("Content-Type"), "application/json")
	expect(t, "accept", request.Header.Get("Accept"), "application/json")
	expect(t, "user agent", request.UserAgent(), "dws-snapshots-go/"+dws.Version)
}

// The signature is made anew of what arrived.
func TestWhatArrivesIsWhatWasSigned(t *testing.T) {
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2.0"} {
		t.Run(protocol, func(t *testing.T) {
			arrived := 0
			server := httptest.NewTestServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				arrived++
				expect(t, "protocol", r.Proto, protocol)
				at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Sdk-Date"))
				body, bodyErr := io.ReadAll(r.Body)
				if err := errors.Join(err, bodyErr); err != nil {
					t.Error(err)
				}
				headers := []signing.Header{{Name: "host", Value: r.Host}}
				_, names, _ := strings.Cut(r.Header.Get("Authorization"), "SignedHeaders=")
				names, _, _ = strings.Cut(names, ",")
				for name := range strings.SplitSeq(names, ";") {
					if name != "host" && name != "x-sdk-date" && name != "x-security-token" {
						headers = append(headers, signing.Header{Name: name, Value: r.Header.Get(name)})
					}
				}
				request := signing.Request{Method: r.Method, Target: r.RequestURI, Headers: headers, Body: body}
				for _, header := range signing.Sign(request, signing.NewKey("ak", "sk", "st"), at) {
					expect(t, header.Name, r.Header.Get(header.Name), header.Value)
				}
				if r.Method == http.MethodPost {
					expect(t, "signed", names, "content-type;host;x-sdk-date;x-security-token")
				}
				w.WriteHeader(500)
			}))
			server.EnableHTTP2 = protocol == "HTTP/2.0"
			auth := dws.TemporaryAKSK("ak", "sk", "st")
			client := newClient(t, "https://dws.example:8443/a%20b~", auth, dws.WithHTTPClient(server.Client()))
			_, err := client.CreateSnapshot(t.Context(), wanted)
			expect(t, "class", className(err), "InternalServerError")
			_, err = client.ListClusterSnapshots(t.Context(), clusterID, dws.ListClusterSnapshotsParams{SortKey: new("name"), Limit: new(7)})
			expect(t, "class", className(err), "InternalServerError")
			expect(t, "requests", arrived, 2)
		})
	}
}

func TestAWrongArgumentIsNamed(t *testing.T) {
	token := dws.Token("t")
	for _, given := range []struct {
		field, endpoint, project string
		auth                     dws.Auth
		option                   dws.Option
	}{
		{"endpoint", "dws.example", projectID, token, nil},
		{"endpoint", "", projectID, token, nil},
		{"endpoint", "ftp://dws.example", projectID, token, nil},
		{"endpoint", "https://", projectID, token, nil},
		{"endpoint", "https://:8080", projectID, token, nil},
		{"endpoint", "https://dws.example?region=eu-de", projectID, token, nil},
		{"endpoint", "https://dws.example#", projectID, token, nil},
		{"endpoint", "https://user:hunter2@dws.example", projectID, token, nil},
		{"endpoint", "https://user:hunter2@dws.example:port", projectID, token, nil},
		{"endpoint", "https://dws.exämple", projectID, token, nil},
		{"endpoint", "https://dws.example/\n", projectID, token, nil},
		{"endpoint", "https://dws..example", projectID, token, nil},
		{"endpoint", "https://.dws.example", projectID, token, nil},
		{"endpoint", "https://" + strings.Repeat("a", 64) + ".example", projectID, token, nil},
		{"endpoint", "https://dws.example:65536", projectID, token, nil},
		{"endpoint", "https://dws.example:0", projectID, token, nil},
		{"project_id", "https://dws.example", "..", token, nil},
		{"project_id", "https://dws.example", projectID + "/..", token, nil},
		{"auth", "https://dws.example", projectID, nil, nil},
		{"timeout", "https://dws.example", projectID, token, dws.WithTimeout(0)},
		{"http_client", "https://dws.example", projectID, token, dws.WithHTTPClient(nil)},
		{"http_client.transport", "https://dws.example", projectID, token, dws.WithHTTPClient(&http.Client{Transport: (*http.Transport)(nil)})},
		{"token", "https://dws.example", projectID, dws.Token("hunter2 hunter2"), nil},
		{"token", "https://dws.example", projectID, dws.Token("hunter2\n"), nil},
		{"token", "https://dws.example", projectID, dws.Token("hünter2 hunter2"), nil},
		{"token", "https://dws.example", projectID, dws.Token(""), nil},
		{"access_key", "https://dws.example", projectID, dws.AKSK("", "sk"), nil},
		{"access_key", "https://dws.example", projectID, dws.AKSK(" ak", "sk"), nil},
		{"secret_key", "https://dws.example", projectID, dws.AKSK("ak", ""), nil},
		{"secret_key", "https://dws.example", projectID, dws.AKSK("ak", "hunter2\n"), nil},
		{"security_token", "https://dws.example", projectID, dws.TemporaryAKSK("ak", "sk", "hunter2\r\n"), nil},
		{"security_token", "https://dws.example", projectID, dws.TemporaryAKSK("ak", "sk", ""), nil},
		{"auth_url", "https://dws.example", projectID, dws.Password("iam", dws.UserName("u", dws.DomainName("d")), "p", dws.ProjectName("n")), nil},
		{"username", "https://dws.example", projectID, dws.Password("https://iam", dws.UserName("", dws.DomainName("d")), "p", dws.ProjectName("n")), nil},
		{"password", "https://dws.example", projectID, dws.Password("https://iam", dws.UserName("u", dws.DomainName("d")), "", dws.ProjectName("n")), nil},
		{"domain_name", "https://dws.example", projectID, dws.Password("https://iam", dws.UserName("u", dws.DomainName("")), "p", dws.ProjectName("n")), nil},
		{"project_name", "https://dws.example", projectID, dws.Password("https://iam", dws.UserName("u", dws.DomainName("d")), "p", dws.ProjectName("")), nil},
		{"project_id", "https://dws.example", projectID, dws.Password("https://iam", dws.UserName("u", dws.DomainName("d")), "p", dws.ProjectID("")), nil},
		{"project", "https://dws.example", projectID, dws.Password("https://iam", dws.UserName("u", dws.DomainName("d")), "p", dws.Project{}), nil},
	} {
		var options []dws.Option
		if given.option != nil {
			options = append(options, given.option)
		}
		_, err := dws.New(given.endpoint, given.project, given.auth, options...)
		invalid := as[*dws.InvalidRequestError](err)
		if invalid == nil {
			t.Errorf("%v: no *InvalidRequestError: %v", given, err)
			continue
		}
		expect(t, fmt.Sprintf("field of %v", err), invalid.Field, given.field)
		if text := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(text, "hunter2") {
			t.Errorf("%s shows a secret", text)
		}
	}
}

func TestALongValueIsShortenedInTheMessage(t *testing.T) {
	snapshot := wanted
	snapshot.Name = strings.Repeat("ä", 1000)
	_, err := tokenClient(t, refusingURL).CreateSnapshot(t.Context(), snapshot)
	expect(t, "message", err.Error(), "snapshot.name must be 4 to 64 letters, digits, hyphens (-) and underscores (_), "+
		`the first one a letter; given "`+strings.Repeat("ä", 59)+"…")
}

// The client is given to fmt in a struct of somebody else's, where no method of this package is called.
func TestNothingPrintsASecret(t *testing.T) {
	secrets := []string{"the-secret-key", "the-security-token", "the-token", "the-password"}
	ways := []dws.Auth{
		dws.AKSK("the-access-key", secrets[0]),
		dws.TemporaryAKSK("the-access-key", secrets[0], secrets[1]),
		dws.Token(secrets[2]),
		dws.Password("https://iam.example", dws.UserName("the-user", dws.DomainName("d")), secrets[3], dws.ProjectName("p")),
	}
	type embedded struct {
		auth   dws.Auth
		client dws.Client
		key    signing.Key
	}
	for _, auth := range ways {
		client := newClient(t, "https://dws.example", auth)
		values := []any{auth, client, *client, embedded{auth, *client, signing.NewKey("ak", secrets[0], secrets[1])}}
		for _, value := range values {
			encoded, err := json.Marshal(value)
			if err != nil {
				t.Log(err)
			}
			var log strings.Builder
			slog.New(slog.NewJSONHandler(&log, nil)).Info("made", "value", value)
			slog.New(slog.NewTextHandler(&log, nil)).Info("made", "value", value)
			text := fmt.Sprintf("%v %+v %#v %s %q %x", value, value, value, value, value, value) + string(encoded) + log.String()
			for _, secret := range secrets {
				if strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
					t.Errorf("%s shows %s", text, secret)
				}
			}
		}
	}
	expect(t, "an access key", fmt.Sprint(ways[0]), "AKSK(the-access-key)")
}

func TestAnEchoedSecretIsNotShown(t *testing.T) {
	const token = "a-token-for-tests"
	for name, given := range map[string]struct {
		behave behaviour
		want   string
	}{
		"error":      {answer(401, `{"error_code": "`+token+`", "error_msg": "bad `+token+`", "request_id": "`+token+`"}`), "401 …: bad … (request …)"},
		"header":     {answer(200, created[:9], "X-Request-Id: "+token, "Content-Type: "+token), `200: the answer is not JSON but 9 bytes of "…" (request …)`},
		"no HTTP":    {raw(token+"\r\n\r\n", false), "the head of the answer can't be read; the request may have been sent"},
		"text":       {answer(500, token), "500: …"},
		"and nested": {answer(400, `{"error": {"message": "`+token+`"}}`), "400: …"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tokenClient(t, startRaw(t, given.behave).url).CreateSnapshot(t.Context(), wanted)
			if !strings.HasSuffix(err.Error(), given.want) {
				t.Errorf("the message is %q", err)
			}
			for chain := err; chain != nil; chain = unwrap(chain) {
				if text := fmt.Sprintf("%v %+v %#v", chain, chain, chain); strings.Contains(text, token) {
					t.Errorf("%s shows the token", text)
				}
			}
		})
	}
}

func TestAnEchoedSecretKeyIsNotShown(t *testing.T) {
	server := startRaw(t, answer(401, "the-secret-key and the-security-token"))
	auth := dws.TemporaryAKSK("ak", "the-secret-key", "the-security-token")
	_, err := newClient(t, server.url, auth).CreateSnapshot(t.Context(), wanted)
	expect(t, "message", err.Error(), "401: … and …")
}

func unwrap(err error) error {
	if wrapper, ok := err.(interface{ Unwrap() error }); ok {
		return wrapper.Unwrap()
	}
	return nil
}

func TestTheBareGeneratedClientChecksToo(t *testing.T) {
	server := startRaw(t, answer(200, created))
	body := api.CreateSnapshotRequest{Snapshot: api.Snapshot{Name: "a.bc", ClusterID: clusterID}}
	_, err := api.NewCreateSnapshotRequest(t.Context(), server.url, projectID, body)
	constraint := as[*api.ConstraintError](err)
	if constraint == nil {
		t.Fatal(err)
	}
	expect(t, "field", constraint.Field, "snapshot.name")
	body.Snapshot.Name = "abcd"
	request, err := api.NewCreateSnapshotRequest(t.Context(), server.url, projectID, body)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := api.Exchange(http.DefaultTransport, request, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "status", answer.Status, api.CreateSnapshotSuccess)
	read, err := api.ReadCreateSnapshotResponse(answer.Body)
	expect(t, "read", read.Snapshot.ID, snapshotID)
	expect(t, "error", err, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = api.Exchange(http.DefaultTransport, request.WithContext(ctx), time.Minute)
	none := as[*api.ConnectionFailedError](err)
	expect(t, "cancelled, and not sent", none.Ended && !none.MayHaveBeenSent && errors.Is(err, context.Canceled), true)
	_, err = api.NewCalls(server.url, "..", nil)
	expect(t, "a wrong project", as[*api.ConstraintError](err).Field, "project_id")
	//lint:ignore SA1012 A caller's mistake is no panic.
	_, err = tokenClient(t, server.url).CreateSnapshot(nil, wanted)
	expect(t, "class", className(err), "InvalidRequest")
}

func TestConstraintsOfTheOtherOperations(t *testing.T) {
	server := startRaw(t, answer(500, ""))
	client := tokenClient(t, server.url)
	for field, call := range map[string]func(context.Context) error{
		"snapshot_id": func(ctx context.Context) error { return client.DeleteSnapshot(ctx, "../snapshots") },
		"cluster_id": func(ctx context.Context) error {
			_, err := client.ListClusterSnapshots(ctx, "1", dws.ListClusterSnapshotsParams{})
			return err
		},
		"limit": func(ctx context.Context) error {
			_, err := client.ListClusterSnapshots(ctx, clusterID, dws.ListClusterSnapshotsParams{Limit: new(0)})
			return err
		},
		"offset": func(ctx context.Context) error {
			_, err := client.ListClusterSnapshots(ctx, clusterID, dws.ListClusterSnapshotsParams{Offset: new(-1)})
			return err
		},
		"sort_key": func(ctx context.Context) error {
			_, err := client.ListClusterSnapshots(ctx, clusterID, dws.ListClusterSnapshotsParams{SortKey: new("\xff")})
			return err
		},
		"sort_dir": func(ctx context.Context) error {
			_, err := client.ListClusterSnapshots(ctx, clusterID, dws.ListClusterSnapshotsParams{SortDir: new("up")})
			return err
		},
		"restore.name": func(ctx context.Context) error {
			_, err := client.RestoreCluster(ctx, snapshotID, dws.Restore{Name: "abc"})
			return err
		},
		"restore.port": func(ctx context.Context) error {
			_, err := client.RestoreCluster(ctx, snapshotID, dws.Restore{Name: "abcd", Port: new(math.MaxInt)})
			return err
		},
		"restore.public_ip.public_bind_type": func(ctx context.Context) error {
			address := &dws.PublicIP{PublicBindType: new("automatic")}
			_, err := client.RestoreCluster(ctx, snapshotID, dws.Restore{Name: "abcd", PublicIP: address})
			return err
		},
		"restore.vpc_id": func(ctx context.Context) error {
			_, err := client.RestoreCluster(ctx, snapshotID, dws.Restore{Name: "abcd", VpcID: new("\xff")})
			return err
		},
		"backup_name": func(ctx context.Context) error {
			_, err := client.CopySnapshot(ctx, snapshotID, dws.CopySnapshotRequest{BackupName: "1abc"})
			return err
		},
	} {
		invalid := as[*dws.InvalidRequestError](call(t.Context()))
		if invalid == nil {
			t.Errorf("%s: no *InvalidRequestError", field)
			continue
		}
		expect(t, "field", invalid.Field, field)
	}
	expect(t, "requests", len(server.seen()), 0)
}
