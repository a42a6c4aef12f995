package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strings"
)

// models holds the structs that oapi-codegen wrote: by name, and their fields by name in JSON.
type models map[string]map[string]field

type field struct {
	name, kind    string
	pointer, list bool
}

// goType returns the type that a caller gives or gets.
func (f field) goType() string {
	if f.list {
		return "[]" + f.kind
	}
	return f.kind
}

func readModels(source []byte) (models, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "models.gen.go", source, 0)
	if err != nil {
		return nil, err
	}
	result := models{}
	for _, declaration := range file.Decls {
		general, ok := declaration.(*ast.GenDecl)
		if !ok || general.Tok != token.TYPE {
			continue
		}
		for _, spec := range general.Specs {
			if structure, ok := spec.(*ast.TypeSpec).Type.(*ast.StructType); ok {
				result[spec.(*ast.TypeSpec).Name.Name] = fields(structure)
			}
		}
	}
	return result, nil
}

func fields(structure *ast.StructType) map[string]field {
	result := map[string]field{}
	for _, described := range structure.Fields.List {
		tag := reflect.StructTag(strings.Trim(described.Tag.Value, "`")).Get("json")
		name, _, _ := strings.Cut(tag, ",")
		kind, pointer, list := described.Type, false, false
		if star, ok := kind.(*ast.StarExpr); ok {
			kind, pointer = star.X, true
		}
		if array, ok := kind.(*ast.ArrayType); ok {
			kind, list = array.Elt, true
		}
		identifier, _ := kind.(*ast.Ident)
		if identifier == nil {
			identifier = ast.NewIdent("")
		}
		result[name] = field{described.Names[0].Name, identifier.Name, pointer, list}
	}
	return result
}

// named returns the Go type of a schema's name; the two differ in the case of initialisms.
func (m models) named(schema string) string {
	for name := range m {
		if strings.EqualFold(name, schema) {
			return name
		}
	}
	refuse("%s: a schema without a model", schema)
	return ""
}

func (m models) field(model, member string) field {
	found, ok := m[model][member]
	if !ok {
		refuse("%s.%s: a member without a field", model, member)
	}
	return found
}
