package spec

import (
	"slices"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// contents decodes a block by its schema. Where HCL only says that something
// is not expected, and has no suggestion, it tells what is.
func contents(block *hcl.Block, schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Diagnostics) {
	content, diags := block.Body.Content(schema)
	body, ok := block.Body.(*hclsyntax.Body)
	if len(diags) == 0 || !ok {
		return content, diags
	}
	words := make([]string, len(schema.Attributes))
	for i, attr := range schema.Attributes {
		words[i] = attr.Name
	}
	blocks := make([]string, len(schema.Blocks))
	for i, b := range schema.Blocks {
		blocks[i] = b.Type
	}
	for _, attr := range body.Attributes {
		if !suggested(attr.Name, words) && !suggested(attr.Name, blocks) {
			reword(diags, attr.NameRange, "The "+block.Type+" block has no argument named \""+attr.Name+"\". It has "+enumerate(words)+".")
		}
	}
	return content, diags
}

// suggested tells whether HCL has found a word near enough to suggest it.
func suggested(name string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return levenshtein.Distance(name, word, nil) < 3 })
}

// reword gives the diagnostic of a place another detail.
func reword(diags hcl.Diagnostics, rng hcl.Range, detail string) {
	for _, d := range diags {
		if d.Subject != nil && *d.Subject == rng {
			d.Detail = detail
		}
	}
}

// topLevel says of a file's wrong blocks and arguments what to do instead.
func topLevel(file hcl.Body, diags hcl.Diagnostics) hcl.Diagnostics {
	body, ok := file.(*hclsyntax.Body)
	if len(diags) == 0 || !ok {
		return diags
	}
	types := make([]string, len(fileSchema.Blocks))
	labels := map[string]int{}
	for i, b := range fileSchema.Blocks {
		types[i], labels[b.Type] = b.Type, len(b.LabelNames)
	}
	for _, attr := range body.Attributes {
		reword(diags, attr.NameRange, "The argument \""+attr.Name+"\" stands outside of every block. The blocks of a file are "+enumerate(types)+": put it into one of them.")
	}
	for _, block := range body.Blocks {
		want, known := labels[block.Type]
		instead, elsewhere := elsewhere[block.Type]
		switch {
		case elsewhere:
			reword(diags, block.TypeRange, "Gesso has no "+block.Type+" blocks. "+instead)
		case !known && !suggested(block.Type, types):
			reword(diags, block.TypeRange, "There are no blocks of type \""+block.Type+"\". The blocks of a file are "+enumerate(types)+".")
		case known && len(block.Labels) < want:
			reword(diags, block.OpenBraceRange, "The "+block.Type+" block needs a name: write "+block.Type+" \"name\" { ... }.")
		case known && len(block.Labels) > want && want > 0:
			reword(diags, block.LabelRanges[want], "The "+block.Type+" block has one name: write "+block.Type+" \""+block.Labels[0]+"\" { ... }.")
		}
	}
	return diags
}
