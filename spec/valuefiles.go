package spec

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/near"
	"gesso/spec/source"
)

// valueFiles lists the value files that are read by themselves, weakest first: also those
// that cannot be read, which is told then, and no reason to plan by other values.
func valueFiles(root *os.Root) []string {
	var found []string
	for _, name := range []string{"gesso.hclvars", "gesso.hclvars.json"} {
		if _, err := root.Lstat(name); err == nil {
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

// fromFile reads a value file: arguments alone, constants all.
func (c *inputs) fromFile(given map[string]input, name string, src []byte) hcl.Diagnostics {
	body, diags := source.ParseValues(src, name)
	if diags.HasErrors() {
		return unreadableValues(diags)
	}
	attrs, diags := body.JustAttributes()
	for _, key := range slices.Sorted(maps.Keys(attrs)) {
		diags = append(diags, c.fromAttribute(given, attrs[key], name)...)
	}
	return diags
}

// unreadableValues tells what is wrong with a file that does not parse, without
// quoting it: nobody can tell which of its lines are those of a secret.
func unreadableValues(diags hcl.Diagnostics) hcl.Diagnostics {
	for _, d := range diags {
		if strings.ContainsAny(d.Detail, "\"`'") {
			d.Detail = "The text is not valid here."
		}
	}
	return diag.Withhold(diags)
}

func (c *inputs) fromAttribute(given map[string]input, attr *hcl.Attribute, file string) hcl.Diagnostics {
	v := c.Root.Variables[attr.Name]
	if v == nil {
		return c.undeclared(attr)
	}
	value, diags := config.Constant(attr.Expr)
	if v.Secret() {
		diags = diag.WithoutLine(diags, attr.NameRange)
	}
	rng := attr.Expr.Range()
	given[attr.Name] = input{value: value, origin: "the file " + filepath.Base(file), rng: &rng, broken: diags.HasErrors()}
	return diags
}

// undeclared warns of a value that nothing uses. Whether it is a secret is what
// the missing declaration would tell.
func (c *inputs) undeclared(attr *hcl.Attribute) hcl.Diagnostics {
	diags := diag.WarningAt(attr.NameRange, "Value for undeclared variable",
		"The configuration declares no variable named %q, so this value is not used.%s", attr.Name,
		c.linker.Hint(attr.Name, config.Names(c.Root.Variables), " Declare it with: variable \""+attr.Name+"\" {}."))
	if meant := c.Root.Variables[near.Word(attr.Name, config.Names(c.Root.Variables)())]; meant != nil && meant.Secret() {
		return diag.WithoutLine(diags, attr.NameRange)
	}
	return diag.Withhold(diags)
}
