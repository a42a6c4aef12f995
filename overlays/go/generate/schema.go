package main

import (
	"cmp"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// schema is a JSON Schema that the checks enforce in full.
type schema struct {
	Title, Description, Format, Pattern string
	Type                                kinds
	MinLength                           int `yaml:"minLength"`
	MaxLength                           int `yaml:"maxLength"`
	Minimum, Maximum                    string
	Enum                                []any
	Required                            []string
	Items                               yaml.Node
	Properties                          ordered[yaml.Node]

	// Where is the schema's name, or its place. Kind is its only type beside null.
	Where, Kind string   `yaml:"-"`
	Among       []string `yaml:"-"`
	Item        *schema  `yaml:"-"`
	Model       *model   `yaml:"-"`
}

// kinds is one type, or several.
type kinds []string

func (k *kinds) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*k = kinds{node.Value}
		return nil
	}
	return node.Decode((*[]string)(k))
}

// model is a struct.
type model struct {
	Name, Description string
	Fields            []*field
	// Sent and Read tell whether a request and an answer hold it; Whole, whether it is an answer's body.
	Sent, Read, Whole bool
}

// field is a member of an object, or a parameter.
type field struct {
	*schema
	Name, JSON string
	Mandatory  bool
}

// rule is a variable with the limits of a value.
type rule struct {
	Name string
	*schema
}

var applies = map[string][]string{
	"type":       {"object", "array", "string", "integer", "number", "boolean"},
	"properties": {"object"}, "required": {"object"}, "items": {"array"},
	"minLength": {"string"}, "maxLength": {"string"}, "pattern": {"string"}, "enum": {"string"},
	"minimum": {"integer", "number"}, "maximum": {"integer", "number"}, "format": {"string", "integer", "number"},
}

var annotations = []string{
	"$ref", "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly",
}

// types holds the Go types of scalars, by type and format.
var types = map[string]string{
	"string ": "string", "string uuid": "string", "string date-time": "time.Time", "boolean ": "bool",
	"integer ": "int", "integer int32": "int", "integer int64": "int64",
	"number ": "float64", "number float": "float64", "number double": "float64",
}

// schema reads a JSON Schema, and refuses every keyword that has no check. What stands beside a reference to a scalar is
// said of the scalar.
func (c *contract) schema(node yaml.Node, where string) *schema {
	var given struct {
		Ref string `yaml:"$ref"`
	}
	decode(node, &given, where)
	s := &schema{Where: where}
	if name, target := component(given.Ref, "schemas", c.Components.Schemas, node); name != "" {
		s = c.schema(target, name)
	}
	decode(node, s, where)
	s.Type = slices.DeleteFunc(s.Type, func(kind string) bool { return kind == "null" })
	if len(s.Type) != 1 || !slices.Contains(applies["type"], s.Type[0]) {
		refuse("%s: type %v", where, s.Type)
	}
	s.Kind = s.Type[0]
	for i := 0; i < len(node.Content); i += 2 {
		keyword := node.Content[i].Value
		enforced := slices.Contains(applies[keyword], s.Kind) && (given.Ref == "" || s.Model == nil)
		if !enforced && !strings.HasPrefix(keyword, "x-") && !slices.Contains(annotations, keyword) {
			refuse("%s: %s", where, keyword)
		}
	}
	s.limits(where)
	switch {
	case s.Kind == "array":
		s.Item = c.schema(s.Items, where+"[]")
	case s.Kind == "object":
		s.Model = c.model(s)
	case types[s.Kind+" "+s.Format] == "":
		refuse("%s: format %s", where, s.Format)
	}
	return s
}

// uuid is the pattern of a UUID that has none of its own.
const uuid = `^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`

var differs = regexp.MustCompile(`\\[^dDwW\W]|\(\?`)

// limits refuses what would be no limit in Go, and a pattern with which RE2 does not match what ECMA-262 does.
func (s *schema) limits(where string) {
	for _, limit := range []string{s.Minimum, s.Maximum} {
		if _, err := strconv.ParseFloat(limit, 64); limit != "" && err != nil {
			refuse("%s: a limit of %s", where, limit)
		}
	}
	s.Among = nil
	for _, value := range s.Enum {
		if text, ok := value.(string); ok {
			s.Among = append(s.Among, text)
		} else if value != nil {
			refuse("%s: %v, which is no string,", where, value)
		}
	}
	if s.Format == "uuid" {
		s.Pattern = cmp.Or(s.Pattern, uuid)
	}
	parsed, err := syntax.Parse(s.Pattern, syntax.Perl)
	if err != nil || differs.MatchString(s.Pattern) || anyCharacter(parsed) {
		refuse("%s: pattern %s", where, s.Pattern)
	}
}

// anyCharacter tells whether a pattern holds the dot, which excludes more line ends in ECMA-262.
func anyCharacter(parsed *syntax.Regexp) bool {
	return parsed.Op == syntax.OpAnyCharNotNL || slices.ContainsFunc(parsed.Sub, anyCharacter)
}

// model returns the struct of an object, which has a name of its own.
func (c *contract) model(s *schema) *model {
	if _, named := c.Components.Schemas[s.Where]; !named {
		refuse("%s: an object without a name of its own", s.Where)
	}
	name := goName(s.Where)
	if at := slices.IndexFunc(c.Models, func(m *model) bool { return m.Name == name }); at >= 0 {
		return c.Models[at]
	}
	m := &model{Name: name, Description: s.Description}
	c.Models = append(c.Models, m)
	for _, member := range s.Properties {
		where, mandatory := s.Where+"."+member.name, slices.Contains(s.Required, member.name)
		m.Fields = append(m.Fields, c.field(member.name, member.value, where, mandatory))
	}
	for _, name := range s.Required {
		if find(m.Fields, name) == nil {
			refuse("%s: required %s, which is no property,", s.Where, name)
		}
	}
	return m
}

func (c *contract) field(name string, node yaml.Node, where string, mandatory bool) *field {
	return &field{c.schema(node, where), goName(name), name, mandatory}
}

// find returns the field of a member or a parameter, or nil.
func find(fields []*field, name string) *field {
	at := slices.IndexFunc(fields, func(f *field) bool { return f.JSON == name })
	if at < 0 {
		return nil
	}
	return fields[at]
}

func (m *model) mandatory() []*field {
	return slices.DeleteFunc(slices.Clone(m.Fields), func(f *field) bool { return !f.Mandatory })
}

// mark marks a model and those within it.
func (m *model) mark(of func(*model) *bool) {
	if *of(m) {
		return
	}
	*of(m) = true
	for _, f := range m.Fields {
		for s := f.schema; s != nil; s = s.Item {
			if s.Model != nil {
				s.Model.mark(of)
			}
		}
	}
}

// Go returns the type of a value.
func (s *schema) Go() string {
	switch s.Kind {
	case "object":
		return s.Model.Name
	case "array":
		return "[]" + s.Item.Go()
	}
	return types[s.Kind+" "+s.Format]
}

// Pointer is "*" where the field is one: nil where the member is absent, as a slice is.
func (f *field) Pointer() string {
	if f.Mandatory || f.Kind == "array" {
		return ""
	}
	return "*"
}

// Address returns the expression of a pointer to a field's value, which is nil where there is none.
func (f *field) Address(of string) string {
	switch {
	case of == "":
		return "&" + f.Local()
	case f.Pointer() != "":
		return of + f.Name
	}
	return "&" + of + f.Name
}

// Local returns the name of a variable.
func (f *field) Local() string { return localName(f.JSON) }

// Reader returns the function that reads a value.
func (s *schema) Reader() string {
	switch {
	case s.Kind == "object":
		return "read" + s.Model.Name
	case s.Kind == "array":
		return "listOf(" + s.Item.Reader() + ")"
	case s.Format == "date-time":
		return "readTime"
	case s.Kind == "integer":
		return "readInteger[" + s.Go() + "]"
	}
	return "read" + upperFirst(s.Kind)
}

// Way returns the function that reads a field. An answer is of no use without the mandatory members of its body, nor an
// object without its ID.
func (m *model) Way(f *field) string {
	switch {
	case f.Mandatory && (m.Whole || f.JSON == "id"):
		return "needed"
	case f.Pointer() == "":
		return "always"
	}
	return "optional"
}

// check returns the function that checks a value, or "" where its type says all.
func (c *contract) check(s *schema) string {
	switch {
	case s.Kind == "object":
		return s.Model.Name + ".check"
	case s.Kind == "array" && c.check(s.Item) != "":
		return "each(" + c.check(s.Item) + ")"
	case s.Kind == "string" && s.Format != "date-time", s.Minimum+s.Maximum != "":
		return c.rule(s) + ".check"
	}
	return ""
}

// Checks returns the expressions that check fields: of a struct, or of no name for variables.
func (c *contract) Checks(of string, fields []*field) (result []string) {
	for _, f := range fields {
		if check := c.check(f.schema); check != "" {
			result = append(result, fmt.Sprintf("check(%q, %s, %s)", f.JSON, f.Address(of), check))
		}
	}
	return result
}

// rule returns the name of the rule with the limits of a value.
func (c *contract) rule(s *schema) string {
	limits := func(s *schema) string {
		return fmt.Sprint(s.Go(), s.Title, s.MinLength, s.MaxLength, s.Pattern, s.Among, s.Minimum, s.Maximum)
	}
	name := localName(s.Where) + "Rule"
	if limits(s) == limits(&schema{Kind: "string"}) {
		name = "anyTextRule"
	}
	for _, known := range c.Rules {
		if limits(known.schema) == limits(s) {
			return known.Name
		} else if known.Name == name {
			refuse("%s: two rules named %s", s.Where, name)
		}
	}
	c.Rules = append(c.Rules, rule{name, s})
	return name
}

var (
	word        = regexp.MustCompile(`[A-Z]?[a-z0-9]+|[A-Z]+`)
	initialisms = []string{"API", "CPU", "DB", "DNS", "HTTP", "HTTPS", "ID", "IP", "JSON", "SQL", "URL", "UUID", "VM"}
)

// goName turns project_id into ProjectID.
func goName(name string) (result string) {
	for _, part := range word.FindAllString(name, -1) {
		if upper := strings.ToUpper(part); slices.Contains(initialisms, upper) {
			part = upper
		}
		result += upperFirst(part)
	}
	return result
}

func upperFirst(text string) string {
	first := min(1, len(text))
	return strings.ToUpper(text[:first]) + text[first:]
}

func lowerFirst(text string) string {
	first := min(1, len(text))
	return strings.ToLower(text[:first]) + text[first:]
}

// localName turns project_id into projectID.
func localName(name string) string {
	first := word.FindString(name)
	return strings.ToLower(first) + goName(strings.TrimPrefix(name, first))
}
