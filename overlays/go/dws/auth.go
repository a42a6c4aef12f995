package dws

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"time"

	"dws-snapshots.example/overlays/go/signing"
)

// Auth proves the caller's identity. AKSK, TemporaryAKSK, Token and Password return one, and you can write your own.
// Any number of clients and goroutines may share it.
type Auth interface {
	// Authenticate adds the proof to the headers of a request, whose context has a deadline. It may send requests of its
	// own through transport, the client's. If it returns an error, the call ends and the request is not sent.
	Authenticate(request *http.Request, transport http.RoundTripper) error
	// Refused is called after the service answered a request with 401. It returns whether there may be another proof; the
	// request is then authenticated and sent once more.
	Refused(request *http.Request) bool
	// Secrets returns the texts that no error may show. X-Auth-Token and X-Security-Token are never shown anyway.
	Secrets() []string
}

// proof is an Auth of this package. Secrets are kept in functions: fmt prints strings in fields of any depth, and no
// method can prevent that.
type proof struct {
	name         string
	invalid      error
	secrets      func() []string
	authenticate func(request *http.Request, transport http.RoundTripper) error
	refused      func(request *http.Request) bool
	// projectID fetches a token and returns the ID of its project, or "".
	projectID func(ctx context.Context, transport http.RoundTripper) (string, error)
}

func (p *proof) String() string { return p.name }

func (p *proof) Authenticate(request *http.Request, transport http.RoundTripper) error {
	if p.invalid != nil {
		return p.invalid
	}
	return p.authenticate(request, transport)
}

func (p *proof) Refused(request *http.Request) bool { return p.refused != nil && p.refused(request) }

func (p *proof) Secrets() []string { return p.secrets() }

func checkAuth(auth Auth) error {
	if known, ok := auth.(*proof); ok {
		return known.invalid
	}
	return check(auth != nil, "auth", "must not be nil", nil)
}

// AKSK signs each request with a permanent access key and its secret key. Source: "AK/SK signature" in openapi.yaml.
func AKSK(accessKey, secretKey string) Auth { return signer(accessKey, secretKey, "", nil) }

// TemporaryAKSK signs each request with a temporary key pair and sends the security token that belongs to it.
func TemporaryAKSK(accessKey, secretKey, securityToken string) Auth {
	return signer(accessKey, secretKey, securityToken, checkHeaderValue("security_token", securityToken))
}

func signer(accessKey, secretKey, securityToken string, invalid error) Auth {
	key := signing.NewKey(accessKey, secretKey, securityToken)
	return &proof{
		name:    "AKSK(" + accessKey + ")",
		invalid: cmp.Or(checkHeaderValue("access_key", accessKey), checkSecretKey(secretKey), invalid),
		secrets: func() []string { return []string{secretKey} },
		authenticate: func(request *http.Request, _ http.RoundTripper) error {
			sign(request, key)
			return nil
		},
	}
}

// sign signs a request. It covers Host and Content-Type, because other headers may change on the way to the service.
func sign(request *http.Request, key signing.Key) {
	signed := signing.Request{Method: request.Method, Target: request.URL.RequestURI()}
	signed.Headers = []signing.Header{{Name: "Host", Value: request.URL.Host}}
	if request.GetBody != nil {
		// The body is in memory, where reading can't fail.
		body, _ := request.GetBody()
		signed.Body, _ = io.ReadAll(body)
		kind := request.Header.Get("Content-Type")
		signed.Headers = append(signed.Headers, signing.Header{Name: "Content-Type", Value: kind})
	}
	for _, header := range signing.Sign(signed, key, time.Now()) {
		request.Header.Set(header.Name, header.Value)
	}
}

// Token sends a token that was fetched before. Source: "Token" in openapi.yaml.
func Token(token string) Auth {
	return &proof{
		name:    "Token(…)",
		invalid: checkHeaderValue("token", token),
		secrets: func() []string { return []string{token} },
		authenticate: func(request *http.Request, _ http.RoundTripper) error {
			request.Header.Set("X-Auth-Token", token)
			return nil
		},
	}
}
