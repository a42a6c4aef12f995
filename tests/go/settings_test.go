package tests

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/user"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"dws-snapshots.example/overlays/go/dws"
)

// content is a file of a case: its text, its bytes, or what it repeats.
type content []byte

func (c *content) UnmarshalJSON(described []byte) error {
	var text string
	if json.Unmarshal(described, &text) == nil {
		*c = []byte(text)
		return nil
	}
	var other struct {
		Base64, Repeated string
		Times            int
	}
	if err := json.Unmarshal(described, &other); err != nil {
		return err
	}
	decoded, err := base64.StdEncoding.DecodeString(other.Base64)
	*c = append(decoded, strings.Repeat(other.Repeated, other.Times)...)
	return err
}

// emptyHome makes a home that is also the working directory, with none of the variables that count.
func emptyHome(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	t.Chdir(home)
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if prefix, _, _ := strings.Cut(name, "_"); prefix == "DWS" || prefix == "HUAWEICLOUD" || prefix == "OS" {
			t.Setenv(name, "")
		}
	}
	t.Setenv("HOME", home)
	return home
}

func putAll(t *testing.T, variables map[string]string) {
	t.Helper()
	for name, value := range variables {
		t.Setenv(name, value)
	}
}

// everywhere is a service at every address: IAM, and one that refuses every operation and tells the secrets.
func everywhere(t *testing.T, project string, secrets []string) (dws.Option, *rawServer, *[]string) {
	t.Helper()
	var asked []string
	told, _ := json.Marshal(map[string]string{"error_msg": strings.Join(secrets, ", ")})
	const day = `"issued_at": "2026-01-01T00:00:00Z", "expires_at": "2026-01-02T00:00:00Z"`
	token := answer(201, `{"token": {`+day+`, "project": `+project+`}}`, "X-Subject-Token: the-new-token")
	server := startRaw(t, func(connection net.Conn) bool {
		if strings.HasSuffix(asked[len(asked)-1], "/v3/auth/tokens") {
			return token(connection)
		}
		return answer(403, string(told))(connection)
	})
	transport := roundTripper(func(request *http.Request) (*http.Response, error) {
		asked = append(asked, request.URL.String())
		request.URL.Scheme, request.URL.Host = "http", strings.TrimPrefix(server.url, "http://")
		return http.DefaultTransport.RoundTrip(request)
	})
	return dws.WithHTTPClient(&http.Client{Transport: transport}), server, &asked
}

func TestSettingsVectors(t *testing.T) {
	type vector struct {
		Variables       map[string]string
		Files           map[string]content
		Endpoint, Auth  string
		Secrets         []string
		Login           any
		Error           string
		Message, Begins string
	}
	for name, given := range cases[vector](t, "settings") {
		t.Run(name, func(t *testing.T) {
			home := emptyHome(t)
			for file, content := range given.Files {
				putFile(t, home, file, string(content))
			}
			for variable, value := range given.Variables {
				t.Setenv(variable, strings.ReplaceAll(value, "{home}", home))
			}
			through, server, asked := everywhere(t, `{"id": "`+projectID+`"}`, given.Secrets)
			client, err := dws.FromEnv(t.Context(), through, dws.WithYAML(yaml.Unmarshal))
			if given.Error != "" {
				if err == nil {
					t.Fatal("no error")
				}
				told := strings.ReplaceAll(err.Error(), home, "{home}")
				if given.Begins != "" {
					told = told[:min(len(told), len(given.Begins))]
				}
				expect(t, "message", told, given.Message+given.Begins)
				expect(t, "class", className(err), given.Error)
				expectHidden(t, err, "the-secret")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.ListSnapshots(t.Context())
			expect(t, "message", err.Error(), "403: "+strings.Repeat(", …", len(given.Secrets))[len(", "):])
			seen := server.seen()
			last := seen[len(seen)-1]
			expect(t, "address", (*asked)[len(*asked)-1], given.Endpoint+"/v1.0/"+projectID+"/snapshots")
			switch given.Auth {
			case "AkSkAuth":
				expect(t, "begins like a signature", strings.HasPrefix(last.Header.Get("Authorization"), "SDK-HMAC-SHA256 Access=AK, "), true)
			case "TokenAuth":
				expect(t, "token", last.Header.Get("X-Auth-Token"), given.Secrets[0])
			default:
				expect(t, "token", last.Header.Get("X-Auth-Token"), "the-new-token")
				expect(t, "requests", len(seen), 2)
			}
			if given.Login != nil {
				var login any
				if err := json.NewDecoder(strings.NewReader(seen[0].body)).Decode(&login); err != nil && err != io.EOF {
					t.Fatal(err)
				}
				if !reflect.DeepEqual(login, given.Login) {
					t.Errorf("login %v, want %v", login, given.Login)
				}
			}
		})
	}
}

// putFile puts a file into a home.
func putFile(t *testing.T, home, name, content string) {
	t.Helper()
	path := filepath.Join(home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestEverySectionOfTheCredentialsFileHasTheOptionsOfDEFAULT(t *testing.T) {
	home := emptyHome(t)
	t.Setenv("DWS_ENDPOINT", "https://dws.example")
	const common = "[DEFAULT]\nak = other\nsk = the-secret\n[basic]\nak = AK\n[DEFAULT]\nproject_id = " + projectID
	for content, message := range map[string]string{
		common: "",
		strings.Replace(common, "basic", "global", 1): "no credentials found",
		common + "\nsk = the-secret":                  "is not an INI file",
	} {
		putFile(t, home, ".huaweicloud/credentials", content)
		client, err := dws.FromEnv(t.Context())
		if message == "" {
			expect(t, "client", fmt.Sprint(client, err), "dws.Client(https://dws.example, "+projectID+") <nil>")
		} else if err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestAKeyThatStandsTwiceInCloudsYAMLIsTold(t *testing.T) {
	home := emptyHome(t)
	for content, place := range map[string]string{
		"clouds: {}\nclouds: {}":                "clouds.yaml",
		"clouds: {one: {ak: a, ak: b}}":         "clouds.yaml: clouds.one",
		"clouds: {one: {auth: {ak: a, ak: b}}}": "clouds.yaml: clouds.one.auth",
	} {
		putFile(t, home, "clouds.yaml", content)
		_, err := dws.FromEnv(t.Context(), dws.WithYAML(yaml.Unmarshal))
		expect(t, "message", fmt.Sprint(err), place+" has a key twice")
	}
}

func TestWithoutHOMETheSystemTellsTheHome(t *testing.T) {
	emptyHome(t)
	known, err := user.Current()
	if err != nil {
		t.Skip(err)
	}
	t.Setenv("HOME", "")
	t.Setenv("OS_CLOUD", "one")
	_, err = dws.FromEnv(t.Context(), dws.WithYAML(yaml.Unmarshal))
	if path := filepath.Join(known.HomeDir, ".config/openstack/clouds.yaml"); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("%v does not name %s", err, path)
	}
}

func TestATokenThatNamesNoProjectIsTold(t *testing.T) {
	emptyHome(t)
	putAll(t, map[string]string{
		"OS_AUTH_URL": "https://iam.example", "OS_USER_ID": "u", "OS_PASSWORD": "p", "OS_PROJECT_NAME": "n",
		"DWS_ENDPOINT": "https://dws.example",
	})
	through, _, _ := everywhere(t, "null", nil)
	_, err := dws.FromEnv(t.Context(), through)
	expect(t, "message", err.Error(), "no project found; set HUAWEICLOUD_SDK_PROJECT_ID or OS_PROJECT_ID")
}

func TestWithoutWhatReadsYAMLCloudsYAMLAsksForIt(t *testing.T) {
	home := emptyHome(t)
	putFile(t, home, "clouds.yaml", "clouds: {}")
	_, err := dws.FromEnv(t.Context())
	expect(t, "message", err.Error(), "clouds.yaml needs a reader of YAML: give dws.WithYAML(yaml.Unmarshal) of go.yaml.in/yaml/v3")
	_, err = dws.FromEnv(t.Context(), dws.WithYAML(nil))
	expect(t, "field", as[*dws.InvalidRequestError](err).Field, "yaml")
	var none context.Context
	_, err = dws.FromEnv(none)
	expect(t, "field", as[*dws.InvalidRequestError](err).Field, "context")
}
