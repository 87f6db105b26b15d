package schema_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// root is the module's folder.
const root = "../.."

// writer makes a JSON Schema of a Go type, whose comments become descriptions.
type writer struct {
	t        *testing.T
	defs     map[string]any
	types    map[string]reflect.Type // that they are of
	packages map[string]map[string]*ast.TypeSpec
	docs     map[*ast.TypeSpec]string
}

func newWriter(t *testing.T) *writer {
	return &writer{t: t, defs: map[string]any{}, types: map[string]reflect.Type{}, packages: map[string]map[string]*ast.TypeSpec{}, docs: map[*ast.TypeSpec]string{}}
}

// of is the schema of a type where it stands in a field.
func (w *writer) of(typ reflect.Type) map[string]any {
	switch typ {
	case reflect.TypeFor[json.RawMessage]():
		return map[string]any{}
	}
	switch typ.Kind() {
	case reflect.Pointer:
		return w.of(typ.Elem())
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": w.of(typ.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": w.of(typ.Elem())}
	case reflect.Struct:
		if typ.PkgPath() == "time" {
			return map[string]any{"type": "string", "format": "date-time"}
		}
		return w.ref(typ)
	}
	w.t.Fatalf("%s has no schema", typ)
	return nil
}

// ref defines a struct once.
func (w *writer) ref(typ reflect.Type) map[string]any {
	name := definition(typ)
	if other, ok := w.types[name]; ok && other != typ {
		w.t.Errorf("%s and %s are both called %s", typ, other, name)
	}
	if _, ok := w.defs[name]; !ok {
		w.types[name], w.defs[name] = typ, nil // it may hold itself
		w.defs[name] = w.object(typ)
	}
	return map[string]any{"$ref": "#/$defs/" + name}
}

// definition is the name of a type's schema: resource_change.
func definition(typ reflect.Type) string {
	var b strings.Builder
	for i, r := range typ.Name() {
		if i > 0 && 'A' <= r && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

// object is the schema of a struct.
func (w *writer) object(typ reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	w.fields(typ, properties, &required)
	schema := map[string]any{"type": "object", "properties": properties}
	if len(required) > 0 {
		slices.Sort(required)
		schema["required"] = required
	}
	if doc := w.doc(typ); doc != "" {
		schema["description"] = doc
	}
	return schema
}

func (w *writer) fields(typ reflect.Type, properties map[string]any, required *[]string) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		if f.Anonymous {
			inner := f.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			w.fields(inner, properties, required)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		if name == "" {
			w.t.Errorf("%s.%s has no name in JSON", typ, f.Name)
		}
		optional := strings.Contains(options, "omit")
		schema := w.of(f.Type)
		maps.Copy(schema, narrowed[f.Name])
		maps.Copy(schema, narrowed[typ.Name()+"."+f.Name])
		if f.Type.Kind() == reflect.Pointer && !optional {
			schema = nullable(schema)
		}
		if comment := w.comment(typ, f.Name); comment != "" {
			schema["description"] = comment
		}
		properties[name] = schema
		if !optional {
			*required = append(*required, name)
		}
	}
}

func nullable(schema map[string]any) map[string]any {
	if kind, ok := schema["type"].(string); ok {
		schema["type"] = []string{kind, "null"}
		return schema
	}
	return map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
}

// doc is the comment of a type, as text.
func (w *writer) doc(typ reflect.Type) string {
	spec := w.spec(typ)
	if spec == nil {
		return ""
	}
	text := strings.Join(strings.Fields(w.docs[spec]), " ")
	return strings.TrimPrefix(text, typ.Name()+" is ")
}

// comment is the comment beside a field.
func (w *writer) comment(typ reflect.Type, field string) string {
	spec := w.spec(typ)
	if spec == nil {
		return ""
	}
	for _, f := range spec.Type.(*ast.StructType).Fields.List {
		for _, name := range f.Names {
			if name.Name == field {
				return strings.TrimSpace(f.Comment.Text())
			}
		}
	}
	return ""
}

// spec is where a type is declared.
func (w *writer) spec(typ reflect.Type) *ast.TypeSpec {
	dir, own := strings.CutPrefix(typ.PkgPath(), "gesso/")
	if !own {
		return nil
	}
	if w.packages[dir] == nil {
		w.packages[dir] = w.read(filepath.Join(root, dir))
	}
	return w.packages[dir][typ.Name()]
}

func (w *writer) read(dir string) map[string]*ast.TypeSpec {
	found := map[string]*ast.TypeSpec{}
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, d := range file.Decls {
			general, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range general.Specs {
				if spec, ok := s.(*ast.TypeSpec); ok {
					found[spec.Name.Name] = spec
					w.docs[spec] = general.Doc.Text()
				}
			}
		}
	}
	return found
}

// document is a whole schema.
func (w *writer) document(name, title string, body map[string]any) []byte {
	all := map[string]any{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:gesso:schema:" + name + ":1.0", "title": title}
	maps.Copy(all, body)
	if len(w.defs) > 0 {
		all["$defs"] = w.defs
	}
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(all); err != nil {
		w.t.Fatal(err)
	}
	return []byte(text.String())
}

// compare holds a file to what it should be, or writes it.
func compare(t *testing.T, name string, want []byte) {
	t.Helper()
	path := filepath.Join("files", name+".json")
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s is not what the types say: run go test ./runner/schema -update", path)
	}
}
