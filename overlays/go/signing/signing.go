// Package signing makes AK/SK signatures (SDK-HMAC-SHA256) with pure functions, one per stage.
//
// Source: "AK/SK signature" in openapi.yaml.
package signing

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Algorithm names the scheme in the Authorization header.
const Algorithm = "SDK-HMAC-SHA256"

// Key is an access key with its secret key, and the security token of a temporary pair. When it is printed, only the
// access key is shown.
type Key struct {
	AccessKey string
	// Functions, because fmt prints what a field of a printed struct points to, and a method can't prevent that.
	secretKey, securityToken func() string
}

// NewKey returns a key; securityToken is empty for a permanent one.
func NewKey(accessKey, secretKey, securityToken string) Key {
	return Key{accessKey, func() string { return secretKey }, func() string { return securityToken }}
}

// Request is the part of an HTTP request that is signed. Target is the path and the query as they are sent, Headers are
// the headers to sign, including Host, and Body is the body as it is sent.
type Request struct {
	Method, Target string
	Headers        []Header
	Body           []byte
}

// Header is one header of a request.
type Header struct{ Name, Value string }

// Sign returns the headers that prove the caller's identity: X-Sdk-Date, X-Security-Token for a temporary key, and
// Authorization.
func Sign(request Request, key Key, at time.Time) []Header {
	date := Date(at)
	added := []Header{{"X-Sdk-Date", date}}
	if token := key.securityToken(); token != "" {
		added = append(added, Header{"X-Security-Token", token})
	}
	request.Headers = SignedHeaders(append(added, request.Headers...))
	signature := Signature(key.secretKey(), StringToSign(date, CanonicalRequest(request)))
	proof := "Access=" + key.AccessKey + ", SignedHeaders=" + names(request.Headers) + ", Signature=" + signature
	return append(added, Header{"Authorization", Algorithm + " " + proof})
}

// Date returns a time in the form of X-Sdk-Date: YYYYMMDDTHHMMSSZ, in UTC.
func Date(at time.Time) string { return at.UTC().Format("20060102T150405Z") }

// SignedHeaders returns the headers that a signature covers, in order, with lower-case names and trimmed values. Names
// that contain an underscore are left out.
func SignedHeaders(headers []Header) []Header {
	var result []Header
	for _, header := range headers {
		if !strings.Contains(header.Name, "_") {
			result = append(result, Header{strings.ToLower(header.Name), strings.TrimSpace(header.Value)})
		}
	}
	slices.SortFunc(result, func(a, b Header) int { return cmp.Compare(a.Name, b.Name) })
	return result
}

// CanonicalRequest returns the canonical request; its headers must be what SignedHeaders returns.
func CanonicalRequest(request Request) string {
	path, query, _ := strings.Cut(request.Target, "?")
	lines := []string{strings.ToUpper(request.Method), CanonicalPath(path), CanonicalQuery(query)}
	for _, header := range request.Headers {
		lines = append(lines, header.Name+":"+header.Value)
	}
	lines = append(lines, "", names(request.Headers), digest(request.Body))
	return strings.Join(lines, "\n")
}

// CanonicalPath returns the path, decoded and percent-encoded again except for A-Z a-z 0-9 - _ . ~ and /, ending in /.
func CanonicalPath(path string) string {
	return strings.TrimSuffix(strings.ReplaceAll(encode(decode(path)), "%2F", "/"), "/") + "/"
}

// CanonicalQuery returns the query's pairs, sorted by decoded name and value, percent-encoded, joined with &.
func CanonicalQuery(query string) string {
	var pairs [][2]string
	for _, pair := range strings.Split(query, "&") {
		if pair != "" {
			name, value, _ := strings.Cut(strings.ReplaceAll(pair, "+", " "), "=")
			pairs = append(pairs, [2]string{decode(name), decode(value)})
		}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	encoded := make([]string, len(pairs))
	for i, pair := range pairs {
		encoded[i] = encode(pair[0]) + "=" + encode(pair[1])
	}
	return strings.Join(encoded, "&")
}

// StringToSign returns the text whose HMAC is the signature. date is the value of X-Sdk-Date.
func StringToSign(date, canonicalRequest string) string {
	return Algorithm + "\n" + date + "\n" + digest([]byte(canonicalRequest))
}

// Signature returns the HMAC-SHA256 of the text with the secret key, in hexadecimal.
func Signature(secretKey, text string) string {
	mac := hmac.New(sha256.New, []byte(secretKey))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func names(headers []Header) string {
	result := make([]string, len(headers))
	for i, header := range headers {
		result[i] = header.Name
	}
	return strings.Join(result, ";")
}

var octet = regexp.MustCompile("%[0-9A-Fa-f]{2}")

// decode undoes percent-encoding. A percent sign that begins no encoded byte stays as it is.
func decode(text string) string {
	return octet.ReplaceAllStringFunc(text, func(encoded string) string {
		decoded, _ := hex.DecodeString(encoded[1:])
		return string(decoded)
	})
}

// encode percent-encodes all but A-Z a-z 0-9 - _ . ~.
func encode(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
