package spec

import (
	"fmt"
	"regexp"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

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
// where it says nothing about it, for who needs nothing else of it: only files in which
// the argument could stand are parsed. The error is about a file of which this cannot be
// told.
func StoreOf(dir string) (string, error) {
	files, err := source.Open(dir)
	if err != nil {
		return "", nil // who opens the directory is told
	}
	defer files.Close()
	names, _ := files.ConfigFiles(".") // of none nothing is told
	for _, name := range names {
		src, diags := files.Read(name)
		if diags.HasErrors() || !mayStand.Match(src) {
			continue
		}
		found, diags := storeInFile(src, name)
		if diags.HasErrors() {
			return "", fmt.Errorf("%s does not tell where the store is: %s: %s", name, diags[0].Summary, diags[0].Detail)
		}
		if found != "" {
			return found, nil
		}
	}
	return "", nil
}

var (
	mayStand   = regexp.MustCompile(`\b` + storeArgument + `"?\s*[=:]`)
	gessoAlone = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: lang.Gesso.Type}}}
	storeAlone = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: storeArgument}}}
)

func storeInFile(src []byte, name string) (dir string, diags hcl.Diagnostics) {
	look := func(body hcl.Body) {
		content, _, _ := body.PartialContent(gessoAlone)
		if content == nil {
			return
		}
		for _, block := range content.Blocks {
			inner, _, _ := block.Body.PartialContent(storeAlone)
			if inner == nil || inner.Attributes[storeArgument] == nil {
				continue
			}
			found, more := storeIn(inner.Attributes[storeArgument])
			dir, diags = found, append(diags, more...)
		}
	}
	if source.IsJSON(name) {
		body, wrong := source.ParseJSON(src, name)
		if wrong.HasErrors() {
			return "", wrong
		}
		look(body)
		return dir, diags
	}
	wrong := source.Parse(src, name, source.PieceSize, func(body *hclsyntax.Body) { look(body) })
	if dir == "" && wrong.HasErrors() {
		return "", wrong
	}
	return dir, diags
}
