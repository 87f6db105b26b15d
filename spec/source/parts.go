package source

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/bound"
)

// Parts is a large file in HCL, cut between top-level blocks. Its parts are parsed one
// by one, when somebody asks: a message about one place needs no more.
type Parts struct {
	name   string
	pieces []piece
	files  map[int]*hcl.File
}

// Cut cuts a file. It is nil for one that is small, or that Reparse does not take.
func Cut(src []byte, name string) *Parts {
	if !strings.HasSuffix(name, ".hcl") || len(src) > MaxReparsed {
		return nil
	}
	shape := bound.Scan(src, false, PieceSize)
	if len(shape.Pieces) == 0 || refuse(shape, src, name).HasErrors() {
		return nil
	}
	return &Parts{name, cut(src, shape.Pieces), map[int]*hcl.File{}}
}

// Around is the part that holds a byte of the file, parsed. It is nil where that has
// an error: then only the whole file can tell what the place is in.
func (p *Parts) Around(at int) *hcl.File {
	n, found := slices.BinarySearchFunc(p.pieces, at, func(part piece, at int) int { return part.Start.Byte - at })
	if !found {
		n = max(0, n-1)
	}
	if file, known := p.files[n]; known {
		return file
	}
	file, diags := hclsyntax.ParseConfig(p.pieces[n].text, p.name, p.pieces[n].Start)
	if diags.HasErrors() {
		file = nil
	}
	p.files[n] = file
	return file
}
