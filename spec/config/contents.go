package config

import (
	"slices"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/lang"
)

// Content is what a block holds, with the schema that it was decoded by.
type Content struct {
	*hcl.BodyContent
	Schema  *lang.Schema
	Unknown map[string]bool // settings that lack a value in a partial configuration

	Dynamics map[*hcl.Block]*Dynamic // of the blocks that are the content of dynamic ones
	Element  map[string]cty.Value    // by its name, of the dynamic block that this is the content of
}

// Decode decodes a block by its schema. Where HCL only says that something
// is not expected, and has no suggestion, it tells what is.
func Decode(block *hcl.Block, schema *lang.Schema) (*Content, hcl.Diagnostics) {
	content, diags := contentOf(block.Body, schema)
	if len(diags) == 0 {
		d := &Content{BodyContent: content, Schema: schema}
		return d, append(d.spread(), missing(block, content, schema)...)
	}
	body, ok := block.Body.(*hclsyntax.Body)
	if !ok {
		return &Content{BodyContent: content, Schema: schema}, diags
	}
	words, blocks := schema.ArgumentNames(), schema.BlockTypes()
	unused := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return body.Attributes[word] != nil })
	for _, attr := range body.Attributes {
		if !suggested(attr.Name, unused) && !suggested(attr.Name, blocks) {
			diag.Reword(diags, attr.NameRange, "The "+block.Type+" block has no argument named \""+attr.Name+"\". It has "+diag.Enumerate(words)+".")
		}
	}
	return &Content{BodyContent: content, Schema: schema}, diags
}

// contentOf is the Content of a body as it was parsed. Of arguments alone, all of which the
// schema has, it is what HCL makes of them, without what that keeps for the rest.
func contentOf(body hcl.Body, schema *lang.Schema) (*hcl.BodyContent, hcl.Diagnostics) {
	native, ok := body.(*hclsyntax.Body)
	if !ok || len(native.Blocks) > 0 || !schema.HasAll(native.Attributes) {
		return body.Content(schema.Body())
	}
	content := &hcl.BodyContent{Attributes: make(hcl.Attributes, len(native.Attributes)), MissingItemRange: native.MissingItemRange()}
	room := make([]hcl.Attribute, 0, len(native.Attributes))
	for name, attr := range native.Attributes {
		room = append(room, hcl.Attribute{Name: attr.Name, Expr: attr.Expr, Range: attr.SrcRange, NameRange: attr.NameRange})
		content.Attributes[name] = &room[len(room)-1]
	}
	return content, nil
}

// partialContents is contents for a block that may have arguments of any other
// name, which are left in a body.
func partialContents(block *hcl.Block, schema *lang.Schema) (*Content, hcl.Body, hcl.Diagnostics) {
	content, rest, diags := block.Body.PartialContent(schema.Body())
	return &Content{BodyContent: content, Schema: schema}, rest, append(diags, missing(block, content, schema)...)
}

// missing tells of each argument that a block needs and does not have. It is
// not asked after another mistake: the argument may be what is misspelt.
func missing(block *hcl.Block, content *hcl.BodyContent, schema *lang.Schema) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, a := range schema.Required() {
		if content.Attributes[a.Name] == nil {
			diags = append(diags, diag.ProblemAt(block.DefRange, "Missing required argument",
				"The %s block needs the argument %q: %s, as in %s.", block.Type, a.Name, a.Description, a.Example)...)
		}
	}
	return diags
}

// suggested tells whether HCL has found a word near enough to suggest it.
func suggested(name string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return levenshtein.Distance(name, word, nil) < 3 })
}

// topLevel says of a file's wrong blocks and arguments what to do instead.
func topLevel(file hcl.Body, diags hcl.Diagnostics) hcl.Diagnostics {
	body, ok := file.(*hclsyntax.Body)
	if len(diags) == 0 || !ok {
		return diags
	}
	types := lang.File.BlockTypes()
	for _, attr := range body.Attributes {
		diag.Reword(diags, attr.NameRange, "The argument \""+attr.Name+"\" stands outside of every block. The blocks of a file are "+diag.Enumerate(types)+": put it into one of them.")
	}
	for _, block := range body.Blocks {
		known, want := lang.File.Block(block.Type), 0
		if known != nil {
			want = len(known.Labels)
		}
		instead, elsewhere := lang.Elsewhere[block.Type]
		switch {
		case elsewhere:
			diag.Reword(diags, block.TypeRange, "Gesso has no "+block.Type+" blocks. "+instead)
		case known == nil && len(holders(block.Type)) > 0:
			diag.Reword(diags, block.TypeRange, "Blocks of type \""+block.Type+"\" stand within those of type "+diag.Enumerate(holders(block.Type))+", and not by themselves.")
		case known == nil && !suggested(block.Type, types):
			diag.Reword(diags, block.TypeRange, "There are no blocks of type \""+block.Type+"\". The blocks of a file are "+diag.Enumerate(types)+".")
		case known != nil && len(block.Labels) < want:
			diag.Reword(diags, block.OpenBraceRange, "The "+block.Type+" block needs a name: write "+block.Type+" \"name\" { ... }.")
		case known != nil && len(block.Labels) > want && want > 0:
			diag.Reword(diags, block.LabelRanges[want], "The "+block.Type+" block has one name: write "+block.Type+" \""+block.Labels[0]+"\" { ... }.")
		}
	}
	return diags
}

// holders are the types of a file's blocks that a block of some type may stand in.
func holders(blockType string) []string {
	var types []string
	for _, outer := range lang.File.Blocks {
		if outer.Block(blockType) != nil {
			types = append(types, outer.Type)
		}
	}
	return types
}

// single returns the block of a type that may stand once, or nil.
func single(content *Content, blockType string) (*hcl.Block, hcl.Diagnostics) {
	var found *hcl.Block
	for _, block := range content.Blocks {
		if block.Type != blockType {
			continue
		}
		if found != nil {
			return found, DuplicateBlock(block, found)
		}
		found = block
	}
	return found, nil
}

// DuplicateBlock is the mistake of a second block of a type that may stand once.
func DuplicateBlock(block, first *hcl.Block) hcl.Diagnostics {
	return diag.ProblemAt(block.DefRange, "Duplicate "+block.Type+" block",
		"There is a %s block at %s already. Put all arguments into one of them.", block.Type, diag.Position(first.DefRange))
}
