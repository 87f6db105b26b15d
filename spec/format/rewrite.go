package format

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// rewriter collects what is to change in a text besides white space. It works
// on the text, not on hclwrite's tree, because the tree forgets the comments
// between labels.
type rewriter struct {
	src   []byte
	name  string
	edits []edit
}

// edit replaces the bytes of src from start to end.
type edit struct {
	start, end int
	text       []byte
}

func (r *rewriter) replace(rng hcl.Range, text []byte) {
	r.edits = append(r.edits, edit{rng.Start.Byte, rng.End.Byte, text})
}

// apply returns the text with its edits, which never overlap.
func (r *rewriter) apply() []byte {
	if len(r.edits) == 0 {
		return r.src
	}
	slices.SortFunc(r.edits, func(a, b edit) int { return cmp.Compare(a.start, b.start) })
	out := make([]byte, 0, len(r.src))
	at := 0
	for _, e := range r.edits {
		out = append(append(out, r.src[at:e.start]...), e.text...)
		at = e.end
	}
	return append(out, r.src[at:]...)
}

// body rewrites the values of arguments, and the blocks.
func (r *rewriter) body(body *hclsyntax.Body, top bool) {
	for _, attr := range body.Attributes {
		r.value(attr.Expr)
	}
	for _, block := range body.Blocks {
		r.labels(block)
		if top && block.Type == "variable" {
			r.variable(block.Body)
			continue
		}
		r.body(block.Body, false)
	}
}

// variable is body for a variable block, whose type is no value.
func (r *rewriter) variable(body *hclsyntax.Body) {
	for name, attr := range body.Attributes {
		if name == "type" {
			r.typeOf(attr.Expr)
			continue
		}
		r.value(attr.Expr)
	}
	for _, block := range body.Blocks {
		r.labels(block)
		r.body(block.Body, false)
	}
}

// labels gives quotes to the labels that have none, and the usual escapes to
// those that are written with others.
func (r *rewriter) labels(block *hclsyntax.Block) {
	for i, rng := range block.LabelRanges {
		text, label := rng.SliceBytes(r.src), block.Labels[i]
		switch {
		case len(text) == 0:
		case text[0] != '"':
			r.replace(rng, []byte(`"`+label+`"`)) // an identifier needs no escapes
		default:
			value := cty.StringVal(label)
			if quoted := hclwrite.TokensForValue(value).Bytes(); value.AsString() == label && !bytes.Equal(text, quoted) {
				r.replace(rng, quoted)
			}
		}
	}
}

// legacyType translates what Terraform 0.11 and 0.12 called the types of
// variables.
func legacyType(text string) (string, bool) {
	switch text {
	case `"string"`:
		return "string", true
	case `"list"`:
		return "list(string)", true
	case `"map"`:
		return "map(string)", true
	case "list", "map", "set":
		return text + "(any)", true
	}
	return "", false
}

func (r *rewriter) typeOf(expr hclsyntax.Expression) {
	if now, ok := legacyType(string(expr.Range().SliceBytes(r.src))); ok {
		r.replace(expr.Range(), []byte(now))
	}
}
