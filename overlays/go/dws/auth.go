package dws

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"time"

	"dws-snapshots.example/overlays/go/signing"
)

// Auth proves the caller's identity. AKSK, TemporaryAKSK, Token and Password make one; so may a type of your own. One
// serves any number of clients and goroutines.
type Auth interface {
	// Authenticate adds the proof to the headers of a request, whose context ends in time. transport is that of the
	// client, for requests of its own. What it returns as an error ends the call; the request is then not sent.
	Authenticate(request *http.Request, transport http.RoundTripper) error
	// Refused tells that the service answered a request with 401, and returns whether there can be another proof: then
	// the request is authenticated and sent once more.
	Refused(request *http.Request) bool
	// Secrets returns what no error may show, besides the headers X-Auth-Token and X-Security-Token.
	Secrets() []string
}

// proof is an Auth of this package. Secrets stay in functions: fmt prints the strings in the fields of what it is given,
// however deep, and no method prevents that.
type proof struct {
	name         string
	invalid      error
	secrets      func() []string
	authenticate func(request *http.Request, transport http.RoundTripper) error
	refused      func(request *http.Request) bool
	// projectID fetches a token and returns the ID of the project that it is for, or "".
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

// TemporaryAKSK signs each request with a temporary key pair and sends the security token that goes with it.
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

// sign covers Host and Content-Type; other headers may change on the way to the service.
func sign(request *http.Request, key signing.Key) {
	signed := signing.Request{Method: request.Method, Target: request.URL.RequestURI()}
	signed.Headers = []signing.Header{{Name: "Host", Value: request.URL.Host}}
	if request.GetBody != nil {
		// It stands in memory, where reading can't fail.
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
