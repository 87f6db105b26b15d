package spec

import (
	"fmt"
	"regexp"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// storeArgument is the argument of a gesso block that says where pictures are kept.
const storeArgument = "store"

// store reads where pictures are kept.
func (d *loader) store() hcl.Diagnostics {
	attr := d.Gesso.Content.Attributes[storeArgument]
	if attr == nil {
		return nil
	}
	dir, diags := storeIn(attr)
	d.config.Store = dir
	return diags
}

// storeIn is the folder that an attribute names: a constant, since commands that need no
// configuration look for it too.
func storeIn(attr *hcl.Attribute) (string, hcl.Diagnostics) {
	dir, diags := config.ConstantText(attr)
	if diags.HasErrors() {
		return "", diags
	}
	if dir == "" {
		return "", diag.ProblemAt(attr.Expr.Range(), "Invalid store",
			"The store is the path of a folder, absolute or relative to the configuration's directory. Without the argument pictures are kept in .gesso/objects.")
	}
	return dir, nil
}

// StoreOf returns where the configuration in a directory has its pictures kept, and ""
// where it says nothing about it, for whoever needs nothing else of it: only files in which
// the argument could stand are parsed. The error is about a file of which this cannot be
// told.
func StoreOf(dir string) (string, error) {
	var found string
	var wrong hcl.Diagnostics
	name, diags := source.Find(dir, storeArgument, mayStand, func(body hcl.Body) bool {
		for _, block := range blocksIn(body, gessoAlone) {
			inner, _, _ := block.Body.PartialContent(storeAlone)
			if inner == nil || inner.Attributes[storeArgument] == nil {
				continue
			}
			at, more := storeIn(inner.Attributes[storeArgument])
			found, wrong = at, append(wrong, more...)
		}
		return found == "" && !wrong.HasErrors()
	})
	if wrong.HasErrors() {
		name, diags = wrong[0].Subject.Filename, wrong
	}
	if diags.HasErrors() {
		return "", fmt.Errorf("%s does not tell where the store is: %s: %s", name, diags[0].Summary, diags[0].Detail)
	}
	return found, nil
}

var (
	mayStand   = regexp.MustCompile(`\b` + storeArgument + `"?\s*[=:]`)
	gessoAlone = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: lang.Gesso.Type}}}
	storeAlone = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: storeArgument}}}
)
