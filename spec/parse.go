package spec

import (
	"bytes"
	"runtime"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"golang.org/x/sync/errgroup"

	"gesso/spec/bound"
)

// pieceSize is about how much of a large file is parsed at once. The parser
// holds a file's tokens, several times its text, until it is done with the
// last: in pieces, they go early and both cores have work.
const pieceSize = 128 << 10

// parse returns the bodies of a file, in order. A file larger than size is cut
// between top-level blocks and its pieces are parsed side by side. Where one of
// them does not parse, the file is parsed whole, so that a cut can never change
// a message.
func parse(src []byte, name string, size int) ([]*hclsyntax.Body, hcl.Diagnostics) {
	shape := bound.Scan(src, false, size)
	if diags := refuse(shape, src, name); diags.HasErrors() {
		return nil, diags
	}
	if len(shape.Pieces) > 0 {
		bodies, diags := parsePieces(src, name, shape.Pieces)
		if !diags.HasErrors() && !anyAttributes(bodies) || shape.Tokens > bound.MaxTokens {
			return bodies, diags
		}
	}
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if file == nil {
		return nil, diags
	}
	return []*hclsyntax.Body{file.Body.(*hclsyntax.Body)}, diags
}

// anyAttributes finds arguments outside of blocks, which are a mistake. That
// one is there twice shows only when the file is parsed whole.
func anyAttributes(bodies []*hclsyntax.Body) bool {
	for _, body := range bodies {
		if len(body.Attributes) > 0 {
			return true
		}
	}
	return false
}

func parsePieces(src []byte, name string, ends []int) ([]*hclsyntax.Body, hcl.Diagnostics) {
	if ends[len(ends)-1] < len(src) {
		ends = append(ends, len(src))
	}
	bodies := make([]*hclsyntax.Body, len(ends))
	diags := make([]hcl.Diagnostics, len(ends))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	pos := hcl.InitialPos
	for i, end := range ends {
		text, start := src[pos.Byte:end], pos
		group.Go(func() error {
			var file *hcl.File
			file, diags[i] = hclsyntax.ParseConfig(text, name, start)
			bodies[i] = file.Body.(*hclsyntax.Body)
			return nil
		})
		pos.Line += bytes.Count(text, []byte("\n"))
		pos.Byte = end
	}
	_ = group.Wait() // the pieces report to diags
	var all hcl.Diagnostics
	for _, more := range diags {
		all = append(all, more...)
	}
	return bodies, all
}

// parseExpression reads one expression that stands for itself, as in an
// option.
func parseExpression(text, name string) (hcl.Expression, hcl.Diagnostics) {
	src := []byte(text)
	if diags := refuse(bound.Scan(src, false, 0), src, name); diags.HasErrors() {
		return nil, diags
	}
	expr, diags := hclsyntax.ParseExpression(src, name, hcl.InitialPos)
	return expr, diags
}

// refuse says what is too much about a text to parse it.
func refuse(shape bound.Shape, src []byte, name string) hcl.Diagnostics {
	switch {
	case shape.Over >= 0:
		return problemAt(byteRange(src, name, shape.Over), "Nesting too deep",
			"Brackets, templates or operators nest deeper here than can be evaluated. Break the expression up with local values, or read the data from a file with jsondecode(file(...)).")
	case shape.Crowded >= 0:
		return problemAt(byteRange(src, name, shape.Crowded), "Too much in one block",
			"The block that ends here or goes on here has more than %d words and symbols. Move its data to a file, and read that with csvdecode(file(...)) or jsondecode(file(...)).", bound.MaxTokens)
	}
	return nil
}

// byteRange is the place of one byte, or of the end of the text.
func byteRange(src []byte, name string, offset int) hcl.Range {
	line := src[bytes.LastIndexByte(src[:offset], '\n')+1 : offset]
	start := hcl.Pos{Line: 1 + bytes.Count(src[:offset], []byte("\n")), Column: 1 + utf8.RuneCount(line), Byte: offset}
	end := start
	if offset < len(src) {
		_, size := utf8.DecodeRune(src[offset:])
		end.Byte, end.Column = offset+size, end.Column+1
	}
	return hcl.Range{Filename: name, Start: start, End: end}
}
