package spec

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
)

// EnvPrefix begins the environment variables that give variables their values.
const EnvPrefix = "GESSO_VAR_"

// Inputs are what comes to a configuration from outside of its directory.
type Inputs struct {
	Version     string       // gesso's own, for required_version
	Environ     []string     // as os.Environ gives it
	Assignments []Assignment // -var and -var-file, in the order of the command line: later ones win

	// DefaultModel is the model of images that name none where the provider
	// block does not either.
	DefaultModel string

	// Ask is called for a required variable that nothing gave a value. Nil
	// makes that an error.
	Ask func(v *Variable) (string, error)
}

// Assignment is one -var (Name and Value) or one -var-file (File).
type Assignment struct {
	Name, Value string
	File        string // as on the command line: relative to the working directory
}

// input is a value on its way to a variable.
type input struct {
	value  cty.Value
	origin string // for messages
	rng    *hcl.Range
}

// assign gives every variable its value. The order of precedence is
// Terraform's, weakest first: defaults, the environment, gesso.hclvars,
// *.auto.hclvars by name, then the command line in its own order.
func (c *Config) assign(root *os.Root, in Inputs) hcl.Diagnostics {
	given := map[string]input{}
	diags := c.fromEnviron(given, in.Environ)
	for _, name := range valueFiles(root) {
		src, more := readSource(root, name)
		diags = append(diags, more...)
		if !more.HasErrors() {
			diags = append(diags, c.fromFile(given, name, src)...)
		}
	}
	for _, a := range in.Assignments {
		if a.File == "" {
			diags = append(diags, c.fromArgument(given, a)...)
			continue
		}
		src, err := os.ReadFile(a.File)
		if err != nil {
			diags = append(diags, problem("Unreadable value file", fmt.Sprintf("The file %s, named by -var-file, cannot be read: %s.", a.File, cause(err)))...)
			continue
		}
		diags = append(diags, c.fromFile(given, a.File, src)...)
	}
	c.values = make(map[string]cty.Value, len(c.Variables))
	for _, name := range slices.Sorted(maps.Keys(c.Variables)) {
		value, more := c.Variables[name].choose(given, in.Ask)
		diags = append(diags, more...)
		c.values[name] = value
	}
	if diags.HasErrors() {
		return diags
	}
	ctx := c.rootContext()
	for _, name := range slices.Sorted(maps.Keys(c.Variables)) {
		diags = append(diags, c.Variables[name].validate(ctx)...)
	}
	return diags
}

// choose takes the given value, the default, or what the user answers.
func (v *Variable) choose(given map[string]input, ask func(*Variable) (string, error)) (cty.Value, hcl.Diagnostics) {
	in, ok := given[v.Name]
	if !ok && v.Default == cty.NilVal && ask != nil {
		answer, err := ask(v)
		if err != nil {
			return cty.UnknownVal(v.Type), problemAt(v.Range, "No value for required variable", "The value of variable %q could not be asked for: %s.", v.Name, err)
		}
		value, diags := v.parse(answer, "the answer for variable "+v.Name)
		if diags.HasErrors() {
			return cty.UnknownVal(v.Type), diags
		}
		in, ok = input{value: value, origin: "the answer"}, true
	}
	if !ok {
		if v.Default == cty.NilVal {
			return cty.UnknownVal(v.Type), problemAt(v.Range, "No value for required variable",
				"The variable %q has no default and was given no value. Use -var '%s=VALUE', a gesso.hclvars file, or the environment variable %s%s.", v.Name, v.Name, EnvPrefix, v.Name)
		}
		return v.settle(v.Default)
	}
	value, err := v.conform(in.value)
	if err != nil {
		detail := fmt.Sprintf("The value for variable %q, from %s, does not fit its type constraint at %s: %s.", v.Name, in.origin, place(v.Range), err)
		rng := v.Range
		if in.rng != nil {
			rng = *in.rng
		}
		return cty.UnknownVal(v.Type), problemAt(rng, "Invalid value for variable", "%s", detail)
	}
	return v.settle(value)
}

// parse reads a value from one string. As in Terraform, a variable of a
// primitive type or of none takes the text as it is, any other an expression.
func (v *Variable) parse(text, origin string) (cty.Value, hcl.Diagnostics) {
	if !v.typed || v.Type.IsPrimitiveType() {
		return cty.StringVal(text), nil
	}
	expr, diags := hclsyntax.ParseExpression([]byte(text), "<"+origin+">", hcl.InitialPos)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	value, diags := expr.Value(nil)
	return value, diags
}

func (c *Config) fromEnviron(given map[string]input, environ []string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, entry := range environ {
		name, text, _ := strings.Cut(entry, "=")
		name, ok := strings.CutPrefix(name, EnvPrefix)
		v := c.Variables[name]
		if !ok || v == nil {
			continue // other programs of one pipeline share the environment
		}
		origin := "the environment variable " + EnvPrefix + name
		value, more := v.parse(text, origin)
		diags = append(diags, more...)
		given[name] = input{value: value, origin: origin}
	}
	return diags
}

func (c *Config) fromArgument(given map[string]input, a Assignment) hcl.Diagnostics {
	v := c.Variables[a.Name]
	if v == nil {
		return problem("Value for undeclared variable", fmt.Sprintf(
			"A variable named %q was given a value with -var, but the configuration declares none of that name.%s", a.Name, didYouMean(a.Name, slices.Collect(maps.Keys(c.Variables)))))
	}
	origin := "the option -var " + a.Name
	value, diags := v.parse(a.Value, origin)
	given[a.Name] = input{value: value, origin: origin}
	return diags
}

// fromFile reads a value file: arguments alone, constants all.
func (c *Config) fromFile(given map[string]input, name string, src []byte) hcl.Diagnostics {
	c.Sources[name] = src
	var file *hcl.File
	var diags hcl.Diagnostics
	if strings.HasSuffix(name, ".json") {
		file, diags = json.Parse(src, name)
	} else {
		file, diags = hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	}
	if file == nil || diags.HasErrors() {
		return diags
	}
	attrs, more := file.Body.JustAttributes()
	diags = append(diags, more...)
	for _, key := range slices.Sorted(maps.Keys(attrs)) {
		attr := attrs[key]
		if c.Variables[key] == nil {
			diags = append(diags, warningAt(attr.NameRange, "Value for undeclared variable",
				"The configuration declares no variable named %q, so this value is not used.%s", key, didYouMean(key, slices.Collect(maps.Keys(c.Variables))))...)
			continue
		}
		value, more := attr.Expr.Value(nil)
		diags = append(diags, more...)
		rng := attr.Expr.Range()
		given[key] = input{value: value, origin: "the file " + filepath.Base(name), rng: &rng}
	}
	return diags
}

// valueFiles lists the value files that are read by themselves, weakest first.
func valueFiles(root *os.Root) []string {
	var found []string
	for _, name := range []string{"gesso.hclvars", "gesso.hclvars.json"} {
		if _, err := root.Stat(name); err == nil {
			found = append(found, name)
		}
	}
	entries, err := fs.ReadDir(root.FS(), ".") // sorted by name
	if err != nil {
		return found // the directory was listed a moment ago; whatever is wrong shows elsewhere
	}
	for _, e := range entries {
		if n := e.Name(); strings.HasSuffix(n, ".auto.hclvars") || strings.HasSuffix(n, ".auto.hclvars.json") {
			found = append(found, n)
		}
	}
	return found
}
