package spec

import (
	"context"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/eval"
	"gesso/spec/lang"
	"gesso/spec/link"
	"gesso/spec/source"
)

// EnvPrefix begins the environment variables that give variables their values.
const EnvPrefix = "GESSO_VAR_"

// Inputs are what comes to a configuration from outside of its directory.
type Inputs struct {
	Version     string       // gesso's own, for required_version
	Environ     []string     // as os.Environ gives it
	Assignments []Assignment // -var and -var-file, in the order of the command line: later ones win

	// Workspace is the value of gesso.workspace, and a folder in the path of each
	// output that has no path of its own. "" is the default one: gesso.workspace is
	// "default", and there is no such folder.
	Workspace string

	// Kinds are the kinds of providers that there are. The first is that of images
	// that name no provider, where no block says otherwise. Without any there is a
	// provider without a name that nothing refers to.
	Kinds []*lang.Kind

	// Saved are the values of a saved plan, by the names of their variables. They go
	// before all others. See eval.Config.Disputed for others that say something else.
	Saved map[string]Saved

	// Ask is called for a required variable that nothing gave a value. Nil
	// makes that an error.
	Ask func(v *config.Variable) (string, error)

	// Interrupt ends the evaluation soon after it is closed: what Load, Expand,
	// Checks and Evaluate return then is an error that Interrupted knows. Refresh,
	// which works for pictures that are paid for, goes on. Nil never is closed.
	Interrupt <-chan struct{}

	// Empty lets a directory have no configuration file: nothing is declared then.
	Empty bool

	// Partial lets required variables be without a value, for judging what is
	// written: such a configuration is not fit to be planned.
	Partial bool
}

// Assignment is one -var (Name and Value) or one -var-file (File).
type Assignment struct {
	Name, Value string
	File        string // as on the command line: relative to the working directory
}

// input is a value on its way to a variable.
type input struct {
	value   cty.Value
	origin  string // for messages
	rng     *hcl.Range
	ordered bool // it is of the command line, which goes before all that lies about
	broken  bool // it has an error that is reported
}

// inputs gives the root's variables their values.
type inputs struct {
	*eval.Config
	linker  *link.Linker
	partial bool // see Inputs
}

// assign gives every variable its value. The order of precedence is
// Terraform's, weakest first: defaults, the environment, gesso.hclvars,
// *.auto.hclvars by name, then the command line in its own order.
func (c *inputs) assign(root *os.Root, in Inputs) hcl.Diagnostics {
	given := map[string]input{}
	diags := c.fromEnviron(given, in.Environ)
	for _, name := range valueFiles(root) {
		src, more := c.Read(name)
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
		src, more := c.ReadValues(a.File, in.Interrupt)
		diags = append(diags, more...)
		if !more.HasErrors() {
			diags = append(diags, c.fromFile(given, a.File, src)...)
			c.order(given, a.File)
		}
	}
	diags = append(diags, c.fromSaved(given, in.Saved)...)
	if diags.HasErrors() {
		in.Ask = nil
	}
	for _, name := range slices.Sorted(maps.Keys(c.Root.Variables)) {
		value, more := c.choose(c.Root.Variables[name], given, in.Ask)
		diags = append(diags, more...)
		c.Values[name] = value
	}
	return append(diags, c.ValidateRoot()...)
}

// choose takes the given value, the default, or what the user answers.
func (c *inputs) choose(v *config.Variable, given map[string]input, ask func(*config.Variable) (string, error)) (cty.Value, hcl.Diagnostics) {
	in, ok := given[v.Name]
	if v.Broken {
		return diag.Broken(v.Type), nil
	}
	if !ok && v.Default == cty.NilVal && ask != nil {
		answer, err := ask(v)
		if errors.Is(err, context.Canceled) {
			return diag.Broken(v.Type), diag.Interrupt()
		}
		if err != nil {
			return diag.Broken(v.Type), diag.ProblemAt(v.Range, "No value for required variable",
				"The value of variable %q could not be asked for: %s.", v.Name, err)
		}
		value, diags := c.parseValue(v, answer, "the answer")
		if diags.HasErrors() {
			return diag.Broken(v.Type), diags
		}
		in, ok = input{value: value, origin: "the answer", ordered: true}, true
	}
	c.Origins[v.Name] = config.Origin{Text: in.origin, Ordered: in.ordered}
	if !ok {
		if v.Default == cty.NilVal && c.partial {
			c.Lacking = true
			return eval.Convert(v, cty.UnknownVal(v.Type))
		}
		if v.Default == cty.NilVal {
			return diag.Broken(v.Type), diag.ProblemAt(v.Range, "No value for required variable",
				"The variable %q has no default and was given no value. Use -var '%s=VALUE', a gesso.hclvars file, or the environment variable %s%s.", v.Name, v.Name, EnvPrefix, v.Name)
		}
		return eval.Convert(v, v.Default)
	}
	if in.broken {
		return diag.Broken(v.Type), nil
	}
	if v.Secret() {
		c.Secrets.NoteAll(in.value)
	}
	value, err := v.Conform(in.value)
	if err != nil {
		rng := v.Range
		if in.rng != nil {
			rng = *in.rng
		}
		diags := diag.ProblemAt(rng, "Invalid value for variable",
			"The value for variable %q, from %s, does not fit its type constraint at %s: %s.", v.Name, in.origin, diag.Position(v.Range), diag.ErrorText(err))
		if v.Secret() && in.rng != nil {
			diags = diag.WithoutLine(diags, rng)
		}
		return diag.Broken(v.Type), diags
	}
	return eval.Convert(v, value)
}

// parseValue reads a value from one string. As in Terraform, a variable of a
// primitive type or of none takes the text as it is, any other an expression.
func (c *inputs) parseValue(v *config.Variable, text, origin string) (cty.Value, hcl.Diagnostics) {
	if !v.Typed || v.Type.IsPrimitiveType() {
		return cty.StringVal(text), nil
	}
	expr, diags := source.ParseExpression(text, "value")
	var value cty.Value
	if !diags.HasErrors() {
		value, diags = config.Constant(expr)
	}
	if !diags.HasErrors() {
		return value, nil
	}
	// The text has no place in a file, and may be a secret.
	why := ""
	if !v.Secret() {
		why = ": " + strings.TrimSuffix(diags[0].Detail, ".")
	}
	return cty.NilVal, diag.ProblemAt(v.Range, "Invalid value for variable",
		"The value for variable %q, from %s, is not an expression%s. A value of this type is written as in a file, such as [\"a\", \"b\"] or { name = \"a\" }, with text between quotes.", v.Name, origin, why)
}

func (c *inputs) fromEnviron(given map[string]input, environ []string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, entry := range environ {
		name, text, _ := strings.Cut(entry, "=")
		name, ok := strings.CutPrefix(name, EnvPrefix)
		v := c.Root.Variables[name]
		if !ok || v == nil {
			continue // other programs of one pipeline share the environment
		}
		diags = append(diags, c.give(given, v, text, "the environment variable "+EnvPrefix+name)...)
	}
	return diags
}

func (c *inputs) fromArgument(given map[string]input, a Assignment) hcl.Diagnostics {
	name := strings.TrimSpace(a.Name)
	v := c.Root.Variables[name]
	if name != a.Name {
		return c.spacedName(a, name, v)
	}
	if v == nil {
		return diag.Problem("Value for undeclared variable",
			"A variable named %q was given a value with -var, but the configuration declares none of that name.%s", a.Name,
			c.linker.Hint(a.Name, config.Names(c.Root.Variables), " Declare it with: variable \""+a.Name+"\" {}."))
	}
	return c.give(given, v, a.Value, "the option -var "+a.Name)
}

// spacedName refuses a -var with spaces around the name, as Terraform does: the
// space behind the equals sign would become part of the value, and every picture
// that is made with it another one.
func (c *inputs) spacedName(a Assignment, name string, v *config.Variable) hcl.Diagnostics {
	value := "VALUE"
	if v != nil && !v.Secret() {
		value = strings.TrimSpace(a.Value)
	}
	return diag.Problem("Invalid -var option",
		"The name %q has a space around it. There is none around the equals sign either, since it would be part of the value: write -var '%s=%s'.", a.Name, name, value)
}

// give takes a text from the command line or the environment as it is, but for what
// a Windows shell or an .env file of another system leaves at the ends of lines.
func (c *inputs) give(given map[string]input, v *config.Variable, text, origin string) hcl.Diagnostics {
	text = strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\r")
	value, diags := c.parseValue(v, text, origin)
	given[v.Name] = input{value: value, origin: origin, ordered: strings.HasPrefix(origin, "the option"), broken: diags.HasErrors()}
	return diags
}
