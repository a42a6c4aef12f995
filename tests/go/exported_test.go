package tests

import (
	"flag"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const exportedBaseline = "../baseline/go.txt"

var update = flag.Bool("update", false, "write "+exportedBaseline)

// compiled returns what imports the compiled packages that some packages need.
func compiled(t *testing.T, packages ...string) types.Importer {
	t.Helper()
	listed, err := exec.Command("go", slices.Concat([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}"}, packages)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(listed)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(files[path]) })
}

// surface returns a line for each thing that a package exports: also each field and method of its types.
func surface(t *testing.T, from types.Importer, path string) (lines []string) {
	t.Helper()
	pkg, err := from.Import(path)
	if err != nil {
		t.Fatal(err)
	}
	short := func(p *types.Package) string { return p.Name() }
	add := func(kind, of string, object types.Object) {
		if object.Exported() {
			lines = append(lines, kind+" "+of+object.Name()+" "+types.TypeString(object.Type(), short))
		}
	}
	for _, name := range pkg.Scope().Names() {
		object := pkg.Scope().Lookup(name)
		declared, isType := object.(*types.TypeName)
		if !isType {
			kind, _, _ := strings.Cut(types.ObjectString(object, short), " ")
			add(kind, pkg.Name()+".", object)
			continue
		}
		if !object.Exported() {
			continue
		}
		of := pkg.Name() + "." + name
		lines = append(lines, "type "+of+" "+strings.SplitN(types.TypeString(declared.Type().Underlying(), short), "{", 2)[0])
		if fields, isStruct := declared.Type().Underlying().(*types.Struct); isStruct {
			for field := range fields.Fields() {
				add("field", of+".", field)
			}
		}
		var holder types.Type = types.NewPointer(declared.Type())
		if types.IsInterface(declared.Type()) {
			holder = declared.Type()
		}
		for method := range types.NewMethodSet(holder).Methods() {
			add("method", of+".", method.Obj())
		}
	}
	return lines
}

// What is exported changes only together with the baseline, where a review sees it.
func TestWhatIsExportedIsTheBaseline(t *testing.T) {
	const client, signatures = "dws-snapshots.example/overlays/go/dws", "dws-snapshots.example/overlays/go/signing"
	from := compiled(t, client, signatures)
	lines := slices.Concat(surface(t, from, client), surface(t, from, signatures))
	if *update {
		if err := os.WriteFile(exportedBaseline, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(exportedBaseline)
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Split(strings.TrimSpace(string(content)), "\n")
	for _, line := range known {
		if !slices.Contains(lines, line) {
			t.Errorf("a program that uses it breaks: gone is %s", line)
		}
	}
	for _, line := range lines {
		if !slices.Contains(known, line) {
			t.Errorf("new is %s", line)
		}
	}
	if t.Failed() {
		t.Log("if that is meant: go -C tests/go test -run WhatIsExported . -update")
	}
}
