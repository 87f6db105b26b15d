package spec

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"

	"gesso/spec/diag"
	"gesso/spec/filename"
)

// permit opens the folders outside of the directory that the root's gesso block
// names. It is the only place that can: a module must not let itself read more
// than it was given, and what a change lets be read is seen in the change.
func (d *loader) permit() hcl.Diagnostics {
	if d.Module.Call != nil || d.Gesso == nil || d.Gesso.Content.Attributes["modules"] == nil {
		return nil
	}
	attr := d.Gesso.Content.Attributes["modules"]
	folders, diags := constantList(attr)
	for _, folder := range folders {
		diags = append(diags, d.permitOne(folder, attr.Expr.Range())...)
	}
	return diags
}

func (d *loader) permitOne(folder string, rng hcl.Range) hcl.Diagnostics {
	refuse := func(format string, args ...any) hcl.Diagnostics {
		return diag.ProblemAt(rng, "Invalid folder of modules", format, args...)
	}
	clean, why := d.config.Inside(folder)
	switch {
	case strings.TrimSpace(folder) == "":
		return refuse("One of the folders is an empty string. Name a folder by a path relative to the configuration's directory, such as \"../shared\".")
	case filepath.IsAbs(folder) || strings.HasPrefix(folder, "~"):
		return refuse("The folder %q is not named relative to the configuration's directory, so that a plan would depend on where the repository lies. Write a path such as \"../shared\".", diag.Shorten(folder))
	case strings.Contains(why, "backslash"):
		return refuse("The folder %q %s.", diag.Shorten(folder), why)
	case why == "":
		if real, leaves := d.config.Folder.Leaves(clean); leaves {
			return refuse("The folder %q is a symbolic link out of the configuration's directory. Name the folder that it leads to, %q: then the link can be used.", diag.Shorten(folder), real)
		}
		return nil // it lies in the directory, and may be read anyway
	}
	if err := d.config.Folder.Permit(folder); err != nil {
		return refuse("The folder %q, which modules may come from, cannot be opened: %s. The path is relative to the configuration's directory.", diag.Shorten(folder), filename.Pathless(err))
	}
	return nil
}

// constantList reads an argument that is a constant list of strings.
func constantList(attr *hcl.Attribute) ([]string, hcl.Diagnostics) {
	if vars := attr.Expr.Variables(); len(vars) > 0 {
		return nil, diag.ProblemAt(attr.Expr.Range(), "Unsuitable value",
			"The argument %q must be a constant: it is needed before anything else has a value.", attr.Name)
	}
	value, diags := attr.Expr.Value(nil)
	if diags.HasErrors() || value.IsNull() {
		return nil, diags
	}
	var list []string
	value, err := convert.Convert(value, cty.List(cty.String))
	if err == nil {
		err = gocty.FromCtyValue(value, &list)
	}
	if err != nil {
		return nil, diag.ProblemAt(attr.Expr.Range(), "Incorrect argument type", "The argument %q has the wrong type: %s.", attr.Name, diag.ErrorText(err))
	}
	return list, nil
}

// permission says what makes a module outside of the directory one that may be
// read.
func permission(dir string) string {
	folder := path.Clean(dir)
	if above := path.Dir(folder); path.Base(above) != ".." && above != "." {
		folder = above // of the modules, and no further up than that
	}
	return "Where several configurations share modules, say so in this one: gesso { modules = [\"" + folder + "\"] } lets that folder be read. Or run gesso in a directory above both with -chdir, or copy the module."
}
