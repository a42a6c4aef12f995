package main

import (
	"fmt"
	"maps"
	"math"
	"os"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

type node = map[string]any

// contract is openapi.yaml as it stands.
type contract struct{ root node }

// operation is one method of one path, with the parameters of both.
type operation struct {
	id, method, path, description string
	parameters                    []parameter
	body                          *schema
	success                       int
	answer                        *schema
	failures                      map[int]string
}

type parameter struct {
	name, in string
	required bool
	schema   *schema
}

// schema is a JSON Schema that the compiled checks enforce in full.
type schema struct {
	origin      string
	reference   string
	kind        string
	least, most int
	pattern     string
	format      string
	among       []string
	items       *schema
	properties  map[string]*schema
	required    map[string]bool
}

var annotations = []string{
	"title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly",
}

// unenforceable ends the generation: the contract states a rule that the checks could not enforce.
type unenforceable string

func (e unenforceable) Error() string { return string(e) + " can't be enforced" }

func refuse(format string, arguments ...any) {
	panic(unenforceable(fmt.Sprintf(format, arguments...)))
}

func load(path string) (*contract, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c := &contract{}
	if err := yaml.Unmarshal(content, &c.root); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

func (c *contract) components(kind string) node {
	components, _ := c.root["components"].(node)
	found, _ := components[kind].(node)
	return found
}

// resolve follows a local $ref; what is no reference is returned as it is.
func (c *contract) resolve(value any) node {
	target := value.(node)
	for target["$ref"] != nil {
		reference := target["$ref"].(string)
		step := any(c.root)
		for _, part := range strings.Split(strings.TrimPrefix(reference, "#/"), "/") {
			step = step.(node)[part]
		}
		if step == nil {
			refuse("%s", reference)
		}
		target = step.(node)
	}
	return target
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

func (c *contract) operations() (result []operation) {
	paths := c.root["paths"].(node)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := paths[path].(node)
		for _, method := range methods {
			if described, ok := item[method].(node); ok {
				result = append(result, c.operation(path, method, item, described))
			}
		}
	}
	return result
}

// enforceable reads everything that a call may have to do with, so that what has no check ends the generation at once.
func (c *contract) enforceable() {
	c.operations()
	for name, described := range c.components("schemas") {
		c.schema(described, name)
	}
}

func (c *contract) operation(path, method string, item, described node) operation {
	result := operation{id: described["operationId"].(string), method: method, path: path, failures: map[int]string{}}
	result.description, _ = described["description"].(string)
	for _, reference := range append(list(item["parameters"]), list(described["parameters"])...) {
		p := c.resolve(reference)
		name, in := p["name"].(string), p["in"].(string)
		if in != "path" && in != "query" || p["schema"] == nil || in == "path" && p["required"] != true {
			refuse("parameter %s: other than required path and query schemas", name)
		}
		parsed := parameter{name, in, p["required"] == true, c.schema(p["schema"], name)}
		if kind := parsed.schema.kind; kind != "string" && (kind != "integer" || in == "path") {
			refuse("parameter %s: type %s", name, kind)
		}
		result.parameters = append(result.parameters, parsed)
	}
	if described["requestBody"] != nil {
		result.body = c.content(c.resolve(described["requestBody"]), result.id)
	}
	for status, reference := range described["responses"].(node) {
		if strings.HasPrefix(status, "2") {
			if result.success != 0 {
				refuse("%s: a second success", result.id)
			}
			fmt.Sscan(status, &result.success)
			if answer := c.resolve(reference); answer["content"] != nil {
				result.answer = c.content(answer, result.id)
			}
		} else if code, err := strconv.Atoi(status); err == nil {
			result.failures[code], _ = c.resolve(reference)["description"].(string)
		}
	}
	if result.success == 0 {
		refuse("%s: no success", result.id)
	}
	return result
}

func (c *contract) content(message node, where string) *schema {
	content, _ := message["content"].(node)
	media, ok := content["application/json"].(node)
	if !ok || len(content) != 1 {
		refuse("%s: content other than application/json: %v", where, slices.Sorted(maps.Keys(content)))
	}
	result := c.schema(media["schema"], where)
	if result.reference == "" {
		refuse("%s: a body without a schema of its own name", where)
	}
	return result
}

// schema reads a JSON Schema and panics with unenforceable at any keyword that has no check.
func (c *contract) schema(value any, where string) *schema {
	given := value.(node)
	s := &schema{least: math.MinInt, most: math.MaxInt, origin: where}
	if reference, ok := given["$ref"].(string); ok {
		if len(given) != 1 {
			refuse("%s: a keyword beside $ref", where)
		}
		s.reference = strings.TrimPrefix(reference, "#/components/schemas/")
		if s.kind = c.resolve(given)["type"].(string); s.kind != "object" {
			refuse("%s: a reference to a schema that is no object", where)
		}
		return s
	}
	s.kind, _ = given["type"].(string)
	if !slices.Contains([]string{"object", "array", "string", "integer", "number", "boolean"}, s.kind) {
		refuse("%s: type %v", where, given["type"])
	}
	for keyword, argument := range given {
		if !strings.HasPrefix(keyword, "x-") && !slices.Contains(annotations, keyword) {
			c.keyword(s, keyword, argument)
		}
	}
	return s
}

var applies = map[string][]string{
	"type":       {"object", "array", "string", "integer", "number", "boolean"},
	"properties": {"object"}, "required": {"object"}, "items": {"array"},
	"minLength": {"string"}, "maxLength": {"string"}, "pattern": {"string"}, "format": {"string"}, "enum": {"string"},
	"minimum": {"integer", "number"}, "maximum": {"integer", "number"},
}

func (c *contract) keyword(s *schema, keyword string, argument any) {
	if !slices.Contains(applies[keyword], s.kind) {
		refuse("%s: %s", s.origin, keyword)
	}
	switch keyword {
	case "minLength", "minimum":
		s.least = s.limit(keyword, argument)
	case "maxLength", "maximum":
		s.most = s.limit(keyword, argument)
	case "pattern":
		s.pattern = s.portable(argument.(string))
	case "format":
		if s.format = argument.(string); s.format != "uuid" && s.format != "date-time" {
			refuse("%s: format %s", s.origin, s.format)
		}
	case "enum":
		s.among = texts(s, argument)
	case "required":
		s.required = map[string]bool{}
		for _, name := range texts(s, argument) {
			s.required[name] = true
		}
	case "items":
		s.items = c.schema(argument, s.origin+"[]")
	case "properties":
		s.properties = map[string]*schema{}
		for name, member := range argument.(node) {
			s.properties[name] = c.schema(member, s.origin+"."+name)
		}
	}
}

func (s *schema) limit(keyword string, argument any) int {
	limit, ok := argument.(int)
	if !ok {
		refuse("%s: %s %v", s.origin, keyword, argument)
	}
	return limit
}

var differs = regexp.MustCompile(`\\[^dDwW\W]|\(\?`)

// portable returns the pattern if RE2 matches with it what ECMA-262 does.
func (s *schema) portable(pattern string) string {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || differs.MatchString(pattern) || anyCharacter(parsed) {
		refuse("%s: pattern %s", s.origin, pattern)
	}
	return pattern
}

// anyCharacter tells whether a pattern holds the dot, which excludes more line ends in ECMA-262.
func anyCharacter(parsed *syntax.Regexp) bool {
	return parsed.Op == syntax.OpAnyCharNotNL || slices.ContainsFunc(parsed.Sub, anyCharacter)
}

func texts(s *schema, argument any) (result []string) {
	for _, value := range list(argument) {
		text, ok := value.(string)
		if !ok {
			refuse("%s: %v, which is no string,", s.origin, value)
		}
		result = append(result, text)
	}
	return result
}

func list(value any) []any {
	items, _ := value.([]any)
	return slices.Clone(items)
}

// forModels returns the contract as oapi-codegen needs it for one model a schema: parameters stand in the operations,
// where those of an enumeration get one type, and answers other than successes are left out. No other code has them.
func (c *contract) forModels() node {
	paths := node{}
	for path, item := range c.root["paths"].(node) {
		copied := maps.Clone(item.(node))
		copied["parameters"] = c.inlined(copied["parameters"])
		for _, method := range methods {
			if described, ok := copied[method].(node); ok {
				operation := maps.Clone(described)
				operation["parameters"] = c.inlined(operation["parameters"])
				operation["responses"] = maps.Clone(operation["responses"].(node))
				maps.DeleteFunc(operation["responses"].(node), func(status string, _ any) bool {
					return !strings.HasPrefix(status, "2")
				})
				copied[method] = operation
			}
		}
		paths[path] = copied
	}
	components := node{"schemas": c.components("schemas"), "headers": c.components("headers")}
	return node{"openapi": c.root["openapi"], "info": c.root["info"], "paths": paths, "components": components}
}

func (c *contract) inlined(references any) (result []any) {
	for _, reference := range list(references) {
		parameter := maps.Clone(c.resolve(reference))
		if schema := parameter["schema"].(node); schema["enum"] != nil {
			parameter["schema"] = maps.Clone(schema)
			parameter["schema"].(node)["x-go-type-name"] = upperFirst(goName(parameter["name"].(string)))
		}
		result = append(result, parameter)
	}
	return result
}
