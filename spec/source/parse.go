package source

import (
	"bytes"
	"runtime"
	"slices"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/bound"
	"gesso/spec/diag"
	"gesso/spec/plain"
)

const (
	// LargeFile is from which size on a file is parsed in pieces.
	LargeFile = 128 << 10
	// PieceSize is about how much of a large file is parsed at once. The parser
	// holds a file's tokens, several times its text, until it is done with the
	// last, and copies them each time that they have no room: in pieces, they go
	// early, are copied little, and both cores have work.
	PieceSize = 8 << 10
)

// Parse gives the bodies of a file to each, in order. A file larger than size
// is cut between top-level blocks and its pieces are parsed side by side, a few
// ahead of each. Where one of them does not parse, the file is parsed whole for
// its diagnostics, so that a cut can never change a message; each may have seen
// some bodies by then, and of other files that do not parse it sees none.
func Parse(src []byte, name string, size int, each func(*hclsyntax.Body)) hcl.Diagnostics {
	return parseSome(src, name, size, func([]byte) bool { return true }, each)
}

// parseSome is Parse for whoever needs only those pieces of a large file whose text is wanted.
// A mistake in another one is not found.
func parseSome(src []byte, name string, size int, wanted func(text []byte) bool, each func(*hclsyntax.Body)) hcl.Diagnostics {
	shape := bound.Scan(src, false, size)
	if diags := refuse(shape, src, name); diags.HasErrors() {
		return diags
	}
	if len(shape.Pieces) > 0 {
		pieces := slices.DeleteFunc(cut(src, shape.Pieces), func(p piece) bool { return !wanted(p.text) })
		diags, whole := parsePieces(pieces, name, each)
		if whole || shape.Tokens > bound.MaxTokens {
			return diags
		}
		each = func(*hclsyntax.Body) {}
	}
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if diags.HasErrors() {
		return firstMistakes(heredocs(diags, src, hcl.InitialPos))
	}
	each(file.Body.(*hclsyntax.Body))
	return diags
}

type piece struct {
	text  []byte
	Start hcl.Pos
}

func cut(src []byte, ends []int) []piece {
	if ends[len(ends)-1] < len(src) {
		ends = append(ends, len(src))
	}
	pieces := make([]piece, len(ends))
	pos := hcl.InitialPos
	for i, end := range ends {
		pieces[i] = piece{src[pos.Byte:end], pos}
		pos.Line += bytes.Count(pieces[i].text, []byte("\n"))
		pos.Byte = end
	}
	return pieces
}

type parsed struct {
	body  *hclsyntax.Body
	diags hcl.Diagnostics
}

func (p piece) parse(name string) parsed {
	if body, ok := plain.Parse(p.text, name, p.Start); ok {
		return parsed{body: body}
	}
	file, diags := hclsyntax.ParseConfig(p.text, name, p.Start)
	return parsed{file.Body.(*hclsyntax.Body), diags}
}

// parsePieces reports whether the pieces mean what the whole does.
func parsePieces(pieces []piece, name string, each func(*hclsyntax.Body)) (hcl.Diagnostics, bool) {
	results := make([]chan parsed, len(pieces))
	for i := range results {
		results[i] = make(chan parsed, 1)
	}
	ahead := make(chan struct{}, 2*runtime.GOMAXPROCS(0))
	go func() {
		for i, p := range pieces {
			ahead <- struct{}{}
			go func() { results[i] <- p.parse(name) }()
		}
	}()
	var diags hcl.Diagnostics
	outside := map[string]bool{} // arguments that stand outside of blocks, which is a mistake
	whole := true
	for i := range pieces {
		result := <-results[i]
		<-ahead
		diags = append(diags, result.diags...)
		whole = whole && !result.diags.HasErrors()
		for argument := range result.body.Attributes {
			whole = whole && !outside[argument] // only the whole file shows that it is there twice
			outside[argument] = true
		}
		if whole {
			each(result.body)
		}
	}
	return diags, whole
}

// ParseExpression reads one expression that stands for itself, as in an
// option.
func ParseExpression(text, name string) (hcl.Expression, hcl.Diagnostics) {
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
		return diag.ProblemAt(byteRange(src, name, shape.Over), "Nesting too deep",
			"Brackets, templates or operators nest deeper here than can be evaluated. Break the expression up with local values, or read the data from a file with jsondecode(file(...)).")
	case shape.Long >= 0:
		return diag.ProblemAt(byteRange(src, name, shape.Long), "Too many lines in texts",
			"The texts of this file, up to here, have more lines than can be read in a moment. Move them to files of their own, and read those with file(...) or templatefile(...).")
	case shape.Crowded >= 0:
		return diag.ProblemAt(byteRange(src, name, shape.Crowded), "Too much in one block",
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
