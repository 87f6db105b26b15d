package plain

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Parse parses a text that starts at a place of a file, where a line begins. It
// reports false where only HCL's parser can tell what the text as a whole is.
func Parse(src []byte, name string, start hcl.Pos) (*hclsyntax.Body, bool) {
	body := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}, Blocks: hclsyntax.Blocks{}}
	r := &reader{src: src, name: name, offset: start.Byte, pos: start}
	for r.emptyLines(); !r.atEnd(); r.emptyLines() {
		at := r.pos
		block := r.block()
		if !r.odd {
			body.Blocks = append(body.Blocks, block)
			continue
		}
		r.odd, r.pos = false, at
		blocks, ok := r.oddBlocks()
		if !ok {
			return nil, false
		}
		body.Blocks = append(body.Blocks, blocks...)
	}
	body.SrcRange = hcl.Range{Filename: name, Start: start, End: r.pos}
	body.EndRange = hcl.Range{Filename: name, Start: r.pos, End: r.pos}
	return body, true
}

// oddBlocks has HCL parse what comes up to the next line at the margin that closes a
// block. Texts that end with a line and have no mistake mean alone what they mean
// together; where the line is in a text or a comment, the cut makes a mistake.
func (r *reader) oddBlocks() (hclsyntax.Blocks, bool) {
	text := r.rest()
	if n := bytes.Index(text, []byte("\n}\n")); n >= 0 {
		text = text[:n+len("\n}\n")]
	}
	if bytes.HasPrefix(text, orderMark) {
		return nil, false
	}
	file, diags := hclsyntax.ParseConfig(text, r.name, r.pos)
	body := file.Body.(*hclsyntax.Body)
	if len(diags) > 0 || len(body.Attributes) > 0 {
		return nil, false
	}
	r.pos.Byte += len(text)
	r.pos.Line += bytes.Count(text, []byte("\n"))
	r.pos.Column = 1 // or this is the end
	return body.Blocks, true
}

// orderMark is dropped by HCL at the start of a text, and refused elsewhere.
var orderMark = []byte("\ufeff")

func (r *reader) block() *hclsyntax.Block {
	b := &hclsyntax.Block{}
	b.Type, b.TypeRange = r.identifier()
	r.header(b)
	return b
}

// header reads a block from behind its type on.
func (r *reader) header(b *hclsyntax.Block) {
	for r.space(); r.next() == '"' && !r.odd; r.space() {
		label, rng := r.text()
		b.Labels = append(b.Labels, label)
		b.LabelRanges = append(b.LabelRanges, rng)
	}
	b.OpenBraceRange = r.sign('{')
	r.lineEnd()
	b.Body = r.body(b.OpenBraceRange)
	b.CloseBraceRange = r.sign('}')
	r.lineEnd()
	b.Body.SrcRange = hcl.RangeBetween(b.OpenBraceRange, b.CloseBraceRange)
	end := b.CloseBraceRange.End
	b.Body.EndRange = hcl.Range{Filename: r.name, Start: end, End: end}
}

// body reads what stands between braces.
func (r *reader) body(open hcl.Range) *hclsyntax.Body {
	body := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}, Blocks: hclsyntax.Blocks{}}
	for r.emptyLines(); r.next() != '}' && !r.odd; r.emptyLines() {
		name, rng := r.identifier()
		r.space()
		if r.next() != '=' {
			nested := &hclsyntax.Block{Type: name, TypeRange: rng}
			r.header(nested)
			body.Blocks = append(body.Blocks, nested)
			continue
		}
		r.odd = r.odd || body.Attributes[name] != nil
		body.Attributes[name] = r.argument(name, rng)
	}
	return body
}

// argument reads an argument from its equals sign on.
func (r *reader) argument(name string, rng hcl.Range) *hclsyntax.Attribute {
	attr := &hclsyntax.Attribute{Name: name, NameRange: rng, EqualsRange: r.sign('=')}
	r.space()
	attr.Expr = r.expression()
	if !r.odd {
		attr.SrcRange = hcl.RangeBetween(rng, attr.Expr.Range())
	}
	return attr
}
