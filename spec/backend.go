package spec

import (
	"fmt"
	"regexp"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/backend"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// BackendConfig is where a project is kept, see package backend.
type BackendConfig = backend.Config

// backend reads where the project is kept.
func (d *loader) backend() (diags hcl.Diagnostics) {
	var first *hcl.Block
	for _, block := range d.Gesso.Content.Blocks {
		switch {
		case block.Type != lang.Backend.Type:
		case first != nil:
			diags = append(diags, config.DuplicateBlock(block, first)...)
		default:
			first = block
			found, more := backend.Decode(block)
			d.config.Backend, diags = found, append(diags, more...)
		}
	}
	if attr := d.Gesso.Content.Attributes[storeArgument]; first != nil && attr != nil {
		diags = append(diags, diag.ProblemAt(attr.NameRange, "Store beside a backend",
			"With a backend block pictures are kept where the backend is, and .gesso/objects has those that were used here. Remove the store argument, or the block at %s.", diag.Position(first.DefRange))...)
	}
	return diags
}

// BackendOf returns the backend block of the configuration in a directory, and nil where
// there is none, for whoever needs nothing else of it: only files in which it could stand are
// parsed. The error is about a file of which this cannot be told.
func BackendOf(dir string) (*BackendConfig, error) {
	var found []*hcl.Block
	var wrong hcl.Diagnostics
	name, diags := source.Find(dir, lang.Backend.Type, mayHaveBackend, func(body hcl.Body) bool {
		for _, block := range blocksIn(body, gessoAlone) {
			content, _, diags := block.Body.PartialContent(backendAlone)
			found, wrong = append(found, content.Blocks...), append(wrong, diags...)
		}
		return true
	})
	if wrong.HasErrors() {
		name, diags = diag.Position(*wrong[0].Subject), wrong
	}
	if diags.HasErrors() {
		return nil, fmt.Errorf("%s does not tell where the project is kept: %s: %s", name, diags[0].Summary, diags[0].Detail)
	}
	if len(found) == 0 {
		return nil, nil
	}
	c, diags := backend.Decode(found[0])
	if len(found) > 1 {
		diags = append(diags, config.DuplicateBlock(found[1], found[0])...)
	}
	if diags.HasErrors() {
		return nil, fmt.Errorf("%s: %s: %s", diag.Position(found[0].DefRange), diags[0].Summary, diags[0].Detail)
	}
	return c, nil
}

var (
	mayHaveBackend = regexp.MustCompile(`\b` + lang.Backend.Type + `\b`)
	backendAlone   = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: lang.Backend.Type, LabelNames: lang.Backend.Labels}}}
)

// blocksIn are the blocks of a body that a schema has.
func blocksIn(body hcl.Body, schema *hcl.BodySchema) hcl.Blocks {
	content, _, _ := body.PartialContent(schema)
	if content == nil {
		return nil
	}
	return content.Blocks
}
