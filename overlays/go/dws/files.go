package dws

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"unicode/utf8"
)

func missing(format string, values ...any) error {
	return &MissingSettingError{fmt.Sprintf(format, values...)}
}

// sectionOf returns a section of an INI file, read as Python's configparser does; nil if there is none.
func sectionOf(path, section string) (map[string]string, error) {
	content, err := contentOf(path)
	if err != nil {
		return nil, err
	}
	// The options of [DEFAULT] count in every section.
	sections, defaults := map[string]map[string]string{}, map[string]string{}
	var options map[string]string
	last, lastIndent := "", 0
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(content)), "\n")
	for number, line := range lines {
		text := strings.TrimSpace(line)
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		if text == "" || text[0] == '#' || text[0] == ';' {
			continue
		}
		if last != "" && indent > lastIndent {
			options[last] += "\n" + text
			continue
		}
		if end := strings.LastIndexByte(text, ']'); text[0] == '[' && end > 1 && sections[text[1:end]] == nil {
			if options, last = defaults, ""; text[1:end] != "DEFAULT" {
				options = map[string]string{}
				sections[text[1:end]] = options
			}
			continue
		}
		at := strings.IndexAny(text, "=:")
		key := strings.ToLower(strings.TrimSpace(text[:max(at, 0)]))
		_, twice := options[key]
		if options == nil || key == "" || twice || text[0] == '[' {
			// The message must not quote the file, which contains secrets.
			return nil, missing("%s is not an INI file: see line %d", path, number+1)
		}
		options[key], last, lastIndent = strings.TrimSpace(text[at+1:]), key, indent
	}
	found := sections[section]
	if found == nil || len(found)+len(defaults) == 0 {
		return nil, nil
	}
	maps.Copy(defaults, found)
	return defaults, nil
}

// node is a value in a YAML file: nothing, a mapping, a text or something else. Numbers are kept as text.
type node struct {
	members                    map[string]node
	text                       string
	isMapping, isText, isOther bool
	hasKeyTwice                bool
}

// UnmarshalYAML stores a value of any kind. Packages that read YAML call it.
func (n *node) UnmarshalYAML(unmarshal func(any) error) error {
	err := unmarshal(&n.members)
	n.isMapping = err == nil
	n.isText = !n.isMapping && unmarshal(&n.text) == nil
	n.isOther = !n.isMapping && !n.isText
	n.hasKeyTwice = n.isOther && strings.Contains(err.Error(), "already defined")
	return nil
}

// noMapping returns the error of a value that must be a mapping.
func (n node) noMapping(place string) error {
	if n.hasKeyTwice {
		return missing("%s has a key twice", place)
	}
	return missing("%s must be a mapping", place)
}

// under returns the mapping under a key, an empty one if the key is absent.
func (n node) under(key, path string, places ...string) (node, error) {
	found, present := n.members[key]
	if present && !found.isMapping {
		return node{}, found.noMapping(path + ": " + strings.Join(append(places, key), "."))
	}
	return found, nil
}

// cloud returns one of the clouds, and its auth.
func (n node) cloud(name, path string) (cloud, auth node, err error) {
	if cloud, err = n.under(name, path, "clouds"); err == nil {
		auth, err = cloud.under("auth", path, "clouds", name)
	}
	return cloud, auth, err
}

// cloudOf returns the cloud of a name, or the only one, with its own values and those of its auth. secure.yaml takes
// precedence over the file itself. The values are nil if there is no such file.
func (c *Client) cloudOf(path, asked string) (name string, values map[string]string, err error) {
	document, err := c.yamlOf(path)
	if err != nil || !document.isMapping {
		return "", nil, err
	}
	clouds, err := document.under("clouds", path)
	if err != nil {
		return "", nil, err
	}
	if asked == "" && len(clouds.members) != 1 {
		return "", nil, missing("%s has %d clouds; set OS_CLOUD to the name of one", path, len(clouds.members))
	}
	name = asked
	for only := range clouds.members {
		name = cmp.Or(name, only)
	}
	if _, known := clouds.members[name]; !known {
		return "", nil, missing("%s has no cloud named '%s', which OS_CLOUD asks for", path, name)
	}
	secure := filepath.Join(filepath.Dir(path), "secure.yaml")
	hidden, err := c.yamlOf(secure)
	if err == nil {
		hidden, err = hidden.under("clouds", secure)
	}
	cloud, auth, wrong := clouds.cloud(name, path)
	hiddenCloud, hiddenAuth, hiddenWrong := hidden.cloud(name, secure)
	if err = cmp.Or(err, wrong, hiddenWrong); err != nil {
		return "", nil, err
	}
	found := map[string]node{}
	for _, part := range []node{cloud, hiddenCloud, auth, hiddenAuth} {
		maps.Copy(found, part.members)
	}
	values = map[string]string{}
	for _, known := range ofCloud {
		value := found[known[0]]
		if value.isMapping || value.isOther {
			return "", nil, missing("%s: %s of cloud '%s' must be text", path, known[0], name)
		}
		values[known[0]] = value.text
	}
	return name, values, nil
}

// yamlOf returns the content of a YAML file; nothing if it does not exist or is empty.
func (c *Client) yamlOf(path string) (document node, err error) {
	content, err := contentOf(path)
	if err != nil || content == nil {
		return document, err
	}
	if c.readYAML == nil {
		return document, missing("%s needs a reader of YAML: give dws.WithYAML(yaml.Unmarshal) of go.yaml.in/yaml/v3", path)
	}
	if c.readYAML(content, &document) != nil {
		// The parser's message would quote the file.
		return document, missing("%s is not valid YAML", path)
	}
	if document.isText || document.isOther {
		return document, document.noMapping(path)
	}
	return document, nil
}

// contentOf returns the content of a file, or nil if there is none.
func contentOf(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	switch failed, _ := as[*fs.PathError](err); {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR):
		return nil, nil
	case err != nil:
		return nil, missing("%s can't be read: %s", path, failed.Err)
	case !utf8.Valid(content):
		return nil, missing("%s can't be read: it is not UTF-8", path)
	}
	return bytes.TrimPrefix(content, []byte("\uFEFF")), nil
}
