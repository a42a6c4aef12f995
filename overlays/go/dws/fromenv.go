package dws

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"strings"
)

// clouds are the public clouds. An endpoint is "dws.", a region and one of these.
var clouds = []string{"myhuaweicloud.com", "myhuaweicloud.eu", "otc.t-systems.com"}

// WithYAML sets the function that reads clouds.yaml for FromEnv: yaml.Unmarshal of go.yaml.in/yaml/v3, or of another
// package that calls UnmarshalYAML(func(any) error). So whoever has no such file needs no YAML package.
func WithYAML(unmarshal func(content []byte, target any) error) Option {
	return func(c *Client) error {
		c.readYAML = unmarshal
		return check(unmarshal != nil, "yaml", "must not be nil", nil)
	}
}

// FromEnv returns a client with settings from the environment. The credentials come from the first of these that exists:
//
//  1. HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, with HUAWEICLOUD_SDK_SECURITY_TOKEN for a temporary pair;
//  2. the cloud of clouds.yaml that OS_CLOUD names: a key pair, a token, or a user and a password;
//  3. OS_ACCESS_KEY and OS_SECRET_KEY, or OS_TOKEN;
//  4. OS_PASSWORD, OS_AUTH_URL, a project, and OS_USER_ID, or OS_USERNAME with the user's domain;
//  5. the section [basic] of the file that HUAWEICLOUD_SDK_CREDENTIALS_FILE names, or ~/.huaweicloud/credentials;
//  6. the only cloud of clouds.yaml.
//
// The project is HUAWEICLOUD_SDK_PROJECT_ID, OS_PROJECT_ID, or the one beside the credentials. An ID takes precedence
// over a name; if there is only a name, a token is fetched to get the ID. The endpoint is DWS_ENDPOINT,
// dws_endpoint_override in clouds.yaml, or is derived from IAM's address: with the region of OS_REGION_NAME or
// region_name, or with "dws." instead of "iam.". It may end in /v1.0, also followed by the project's ID or
// %(project_id)s. To read clouds.yaml, give WithYAML.
//
// It returns a *MissingSettingError, or an *InvalidRequestError for an invalid value, which names the environment variable
// or the key in the file.
func FromEnv(ctx context.Context, options ...Option) (*Client, error) {
	c, err := configured(options)
	if err = cmp.Or(err, check(ctx != nil, "context", "must not be nil", nil)); err != nil {
		return nil, err
	}
	from, err := c.source()
	if err != nil {
		return nil, err
	}
	environment := &source{names: overAll, value: os.Getenv}
	first := func(field string) setting { return cmp.Or(environment.find(field), from.find(field)) }
	project := first("project_id")
	auth, err := from.auth(from.kind(), project)
	if err != nil {
		return nil, err
	}
	endpoint := first("endpoint")
	if endpoint.value == "" {
		iam := cmp.Or(from.find("auth_url"), (&source{names: ofOpenStack, value: os.Getenv}).find("auth_url"))
		if endpoint, err = derived(first("region"), iam); err != nil {
			return nil, err
		}
	}
	if project.value == "" {
		project = setting{field: "project_id", name: from.where + from.called("project_name")}
		if project.value, err = c.fetchProjectID(ctx, auth, from.find("auth_url")); err != nil {
			return nil, err
		}
	}
	if endpoint.value, err = withoutVersion(endpoint, project); err != nil {
		return nil, err
	}
	given := settings{"endpoint": endpoint, "project_id": project}
	if err := c.connect(endpoint.value, project.value, auth); err != nil {
		return nil, given.named(err)
	}
	return c, nil
}

// source returns the first source of credentials.
func (c *Client) source() (*source, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "~"
		if known, err := user.Current(); err == nil {
			home = known.HomeDir
		}
	}
	var looked []string
	cloud := func() (*source, error) { return c.cloudSource(home, &looked) }
	places := []func() (*source, error){
		func() (*source, error) { return &source{names: ofHuawei, value: os.Getenv}, nil },
		func() (*source, error) { return &source{names: ofOpenStack, value: os.Getenv}, nil },
		func() (*source, error) {
			path := cmp.Or(os.Getenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE"), filepath.Join(home, ".huaweicloud/credentials"))
			basic, err := sectionOf(path, "basic")
			if basic == nil || err != nil {
				looked = append(looked, path)
				return nil, err
			}
			value := func(name string) string { return basic[name] }
			return &source{path + ", section [basic]: ", ofSection, value}, nil
		},
		cloud,
	}
	if os.Getenv("OS_CLOUD") != "" {
		places = []func() (*source, error){places[0], cloud}
	}
	for _, place := range places {
		found, err := place()
		switch {
		case err != nil:
			return nil, err
		case found == nil:
		case found.kind() != nil:
			return found, nil
		case found.where != "":
			return nil, missing("%sno credentials; set %s", found.where, strings.Join(found.ways(), ", or "))
		default:
			looked = append(looked, found.ways()...)
		}
	}
	return nil, missing("no credentials found; looked at %s", strings.Join(looked, ", "))
}

// cloudSource returns a cloud of the first clouds.yaml; nil if there is no such file and OS_CLOUD is not set.
func (c *Client) cloudSource(home string, looked *[]string) (*source, error) {
	paths := []string{"clouds.yaml", filepath.Join(home, ".config/openstack/clouds.yaml"), "/etc/openstack/clouds.yaml"}
	if given := os.Getenv("OS_CLIENT_CONFIG_FILE"); given != "" {
		paths = []string{given}
	}
	asked := os.Getenv("OS_CLOUD")
	for _, path := range paths {
		name, values, err := c.cloudOf(path, asked)
		if err != nil {
			return nil, err
		}
		if values != nil {
			value := func(name string) string { return values[name] }
			return &source{fmt.Sprintf("%s, cloud '%s': ", path, name), ofCloud, value}, nil
		}
	}
	if asked != "" {
		// Credentials from elsewhere may belong to another account.
		return nil, missing("OS_CLOUD asks for cloud '%s', but there is no %s", asked, strings.Join(paths, " or "))
	}
	*looked = append(*looked, paths...)
	return nil, nil
}

// derived returns the endpoint derived from IAM's address, with a region or without.
func derived(region, iam setting) (setting, error) {
	host := ""
	if iam.value != "" {
		address, err := checkedURL(iam.name, iam.value)
		if err != nil {
			return setting{}, err
		}
		parsed, _ := url.Parse(address)
		host = strings.ToLower(parsed.Hostname())
	}
	known := ""
	for _, cloud := range clouds {
		if strings.HasSuffix(host, "."+cloud) {
			known = cloud
		}
	}
	if region.value != "" {
		if _, rest, found := strings.Cut("."+host, "."+region.value+"."); found {
			known = rest
		}
		of := func(cloud string) string { return "https://dws." + region.value + "." + cloud }
		if known == "" {
			return setting{}, missing("%s does not say which cloud to use; set DWS_ENDPOINT to %s, %s or %s",
				region.name, of(clouds[0]), of(clouds[1]), of(clouds[2]))
		}
		return setting{"endpoint", of(known), region.name}, nil
	}
	if rest, found := strings.CutPrefix(host, "iam."); found && rest != known {
		return setting{"endpoint", "https://dws." + rest, iam.name}, nil
	}
	return setting{}, missing("no endpoint found; set DWS_ENDPOINT, for example https://dws.eu-de.otc.t-systems.com, " +
		"or both OS_AUTH_URL and OS_REGION_NAME")
}

// withoutVersion returns the endpoint without /v1.0 and what follows. That must not name another project.
func withoutVersion(endpoint, project setting) (string, error) {
	address := strings.TrimRight(endpoint.value, "/")
	at := strings.LastIndex(address, "/v1.0")
	if at < 0 {
		return endpoint.value, nil
	}
	rest := address[at+len("/v1.0"):]
	switch rest {
	case "", "/%(project_id)s", "/" + project.value:
		return address[:at], nil
	}
	if !strings.HasPrefix(rest, "/") {
		return endpoint.value, nil
	}
	return "", missing("%s ends in '%s', but %s is '%s'", endpoint.name, rest[1:], project.name, project.value)
}

// fetchProjectID fetches a token and returns the ID of its project.
func (c *Client) fetchProjectID(ctx context.Context, auth Auth, iam setting) (id string, err error) {
	if made, ok := auth.(*proof); ok && made.projectID != nil {
		ctx, cancel := context.WithTimeout(ctx, c.timeout)
		defer cancel()
		if err = c.dial(iam.value); err == nil {
			id, err = made.projectID(ctx, c.transport)
		}
	}
	if err == nil && id == "" {
		err = missing("no project found; set HUAWEICLOUD_SDK_PROJECT_ID or OS_PROJECT_ID")
	}
	return id, err
}
