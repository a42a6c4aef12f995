package tests

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dws-snapshots.example/overlays/go/dws"
)

// expectHidden checks that no way to print an error, or one that it wraps, shows a part of a secret.
func expectHidden(t *testing.T, err error, parts ...string) {
	t.Helper()
	if as[dws.Error](err) == nil {
		t.Errorf("no dws.Error: %v", err)
	}
	for chain := err; chain != nil; chain = errors.Unwrap(chain) {
		text := fmt.Sprintf("%v %+v %#v %q", chain, chain, chain, chain)
		for _, part := range parts {
			if strings.Contains(text, part) {
				t.Errorf("%s shows %s", text, part)
			}
		}
	}
}

func passwordAuth(iam *rawServer, password string) dws.Auth {
	return dws.Password(iam.url, dws.UserName("u", dws.DomainName("d")), password, dws.ProjectName("p"))
}

func TestIAMsTokenIsNotShownHoweverItsAnswerBreaks(t *testing.T) {
	const token = "gAAAAABo-the-new-token"
	for name, behave := range map[string]behaviour{
		"cut inside the header":   raw("HTTP/1.1 201 -\r\nX-Subject-Token: "+token[:15], false),
		"cut after the header":    raw("HTTP/1.1 201 -\r\nX-Subject-Token: "+token+"\r\n", false),
		"no header's line":        raw("HTTP/1.1 201 -\r\nX-Subject-Token "+token+"\r\n\r\n", false),
		"no status":               raw(token+"\r\n\r\n", false),
		"a status with the token": raw("HTTP/1.1 "+token+"\r\n\r\n", false),
		"a long header":           raw("HTTP/1.1 201 -\r\nX-Subject-Token: "+token+"\r\nX-Long: "+strings.Repeat("x", 11<<20)+"\r\n\r\n", false),
		"a wrong length":          raw("HTTP/1.1 201 -\r\nX-Subject-Token: "+token+"\r\nContent-Length: "+token+"\r\n\r\n", false),
		"200, in the body":        answer(200, `{"token": "`+token+`"}`),
		"200, in the body too":    answer(200, `{"token": "`+token+`"}`, "X-Subject-Token: "+token),
		"201, in another place":   answer(201, `{"token": "`+token+`"}`, "X-Request-Id: "+token, "X-Subject-Token: "+token),
		"an error that tells it":  answer(500, "made "+token, "X-Subject-Token: "+token),
		"with a space":            answer(201, `{"token": {"expires_at": "2999-01-01T00:00:00Z"}}`, "X-Subject-Token: a "+token),
	} {
		t.Run(name, func(t *testing.T) {
			service := startRaw(t, answer(200, created))
			_, err := newClient(t, service.url, passwordAuth(startRaw(t, behave), "the-password")).CreateSnapshot(t.Context(), wanted)
			if err == nil {
				t.Fatal("no error")
			}
			expectHidden(t, err, "gAAAAABo")
			expect(t, "creates", len(service.seen()), 0)
		})
	}
}

func TestATokenOfAnEarlierLoginIsNotShown(t *testing.T) {
	const body = `{"token": {"expires_at": "2999-01-01T00:00:00Z"}}`
	iam := startRaw(t, answer(201, body, "X-Subject-Token: the-first-token"), answer(201, body, "X-Subject-Token: the-second-token"))
	service := startRaw(t, answer(401, ""), answer(403, `{"error_msg": "the-first-token, the-second-token, the-password"}`))
	_, err := newClient(t, service.url, passwordAuth(iam, "the-password")).CreateSnapshot(t.Context(), wanted)
	expect(t, "message", err.Error(), "403: …, …, …")
}

func TestASecretIsNotShownHoweverItIsSpelled(t *testing.T) {
	const password = "pass\"w<o>r&d\\ \t'ä😀/%"
	plain, err := json.Marshal(password)
	if err != nil {
		t.Fatal(err)
	}
	ascii := ""
	for _, r := range password {
		ascii += map[bool]string{true: fmt.Sprintf("&#x%X;", r), false: string(r)}[r > 0x7f || strings.ContainsRune(`"<>&'`, r)]
	}
	spellings := map[string]string{
		"plain": password, "JSON": strings.Trim(string(plain), `"`), "HTML": html.EscapeString(password),
		"HTML in ASCII": ascii, "JSON in ASCII": `pass\"w<o>r&d\\ \t'\u00e4\ud83d\ude00\/%`,
		"JSON in ASCII, capitals": `pass\u0022w\u003Co\u003Er\u0026d\u005C\u0020\u0009\u0027\u00E4\uD83D\uDE00/%`,
		"a query":                 strings.ReplaceAll(url.QueryEscape(password), "+", "%20"),
		"a path":                  url.PathEscape(password),
		"HTML's names":            strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;", "'", "&apos;").Replace(password),
	}
	twice, err := json.Marshal(spellings["JSON"])
	if err != nil {
		t.Fatal(err)
	}
	spellings["JSON in JSON"] = strings.Trim(string(twice), `"`)
	spellings["JSON in HTML"] = html.EscapeString(spellings["JSON"])
	spellings["HTML in JSON in a query"] = url.PathEscape(strings.ReplaceAll(html.EscapeString(password), `\`, `\\`))
	for name, spelled := range spellings {
		for place, body := range map[string]string{
			"text":          "wrong: " + spelled,
			"HTML":          "<html><body><p>wrong: " + spelled + "</p></body></html>",
			"a page's code": "<html>" + strings.Repeat("<i></i>", 5000) + spelled + "</html>",
			"a message":     `{"error": {"message": "wrong: ` + strings.ReplaceAll(strings.ReplaceAll(spelled, `\`, `\\`), `"`, `\"`) + `"}}`,
			"broken JSON":   `{"error_code": "wrong", "x": "` + spelled,
			"at the limit":  strings.Repeat("x ", 248) + spelled,
		} {
			t.Run(name+", "+place, func(t *testing.T) {
				body = strings.ReplaceAll(body, "\t", map[bool]string{true: `\t`, false: "\t"}[place == "a message"])
				iam := startRaw(t, answer(401, body))
				_, err := newClient(t, refusingURL, passwordAuth(iam, password)).CreateSnapshot(t.Context(), wanted)
				expect(t, "class", className(err), "Unauthorized")
				expectHidden(t, err, "pass", "o>r", "o&gt", "o\\u003", "o%3", "w o r")
			})
		}
	}
}

func TestASecretIsHiddenBeforeATextIsShortened(t *testing.T) {
	const token = "a-token-for-tests"
	for before := 470; before <= 500; before++ {
		client := tokenClient(t, startRaw(t, answer(500, strings.Repeat("x", before)+" "+token)).url)
		_, err := client.CreateSnapshot(t.Context(), wanted)
		expectHidden(t, err, "a-t")
	}
	long := strings.Repeat("0123456789", 100)
	for _, header := range []string{"Content-Encoding", "Content-Type", "X-Request-Id"} {
		server := startRaw(t, answer(200, "{", header+": "+long))
		_, err := newClient(t, server.url, dws.Token(long)).CreateSnapshot(t.Context(), wanted)
		expectHidden(t, err, "0123")
	}
	cut := fmt.Sprintf("HTTP/1.1 500 -\r\nContent-Length: 99\r\n\r\nbad %s", token[:12])
	_, err := tokenClient(t, startRaw(t, raw(cut, false)).url).CreateSnapshot(t.Context(), wanted)
	expect(t, "message", err.Error(), "500: bad …")
}

func TestAShortSecretIsHiddenButNotWithinWords(t *testing.T) {
	auth := dws.Token("tt")
	server := startRaw(t, answer(429, `{"error_msg": "throttled, tt: tt-tt (tt) attt \"tt\" tt"}`))
	_, err := newClient(t, server.url, auth).CreateSnapshot(t.Context(), wanted)
	expect(t, "message", err.Error(), `429: throttled, …: …-… (…) attt "…" …`)
}

func TestWhateverBytesComeAnErrorCanBePrinted(t *testing.T) {
	long := strings.Repeat("é", 5000)
	for _, given := range []struct{ id, body string }{
		{"\xff\xfe\x80", "\xff"}, {long, `{"error_code": "` + long + `", "error_msg": "` + long + `"}`},
		{"r1", `{"error_code": "\u001b[31m", "error_msg": "a\u0000b\u0007", "request_id": "\u001b"}`},
	} {
		for _, status := range []int{200, 400} {
			client := tokenClient(t, startRaw(t, answer(status, given.body, "X-Request-Id: "+given.id, "Content-Type: "+given.id)).url)
			_, err := client.CreateSnapshot(t.Context(), wanted)
			text := err.Error()
			if strings.ToValidUTF8(text, "") != text || len([]rune(text)) > 750 || strings.ContainsAny(text, "\x00\x07\x1b") {
				t.Errorf("%d characters: %q", len([]rune(text)), text)
			}
		}
	}
}

func TestAProxysPasswordIsNotShown(t *testing.T) {
	none := func(*http.Request) (*url.URL, error) {
		return url.Parse("http://user:hunter2@[proxy" + strings.Repeat("y", 9))
	}
	transport := &http.Transport{Proxy: none}
	client := tokenClient(t, "http://dws.example", dws.WithHTTPClient(&http.Client{Transport: transport}))
	_, err := client.CreateSnapshot(t.Context(), wanted)
	expectFailure(t, err, "ConnectionFailed", false)
	expectHidden(t, err, "hunter2")
	proxy := startRaw(t, answer(407, ""))
	address, err := url.Parse(strings.Replace(proxy.url, "//", "//user:hunter2@", 1))
	if err != nil {
		t.Fatal(err)
	}
	transport = &http.Transport{Proxy: http.ProxyURL(address)}
	client = tokenClient(t, "https://dws.example", dws.WithHTTPClient(&http.Client{Transport: transport}))
	_, err = client.CreateSnapshot(t.Context(), wanted)
	expectFailure(t, err, "ConnectionFailed", false)
	expectHidden(t, err, "hunter2")
}
