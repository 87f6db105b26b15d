package spec

import (
	"bytes"
	"runtime"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"golang.org/x/sync/errgroup"
)

// chunkSize is about how much of a large file is parsed at once. The parser
// holds a file's tokens, several times its text, until it is done with the
// last: in pieces, they go early and both cores have work.
const chunkSize = 256 << 10

// parse returns the bodies of a file, in order. A large file is cut between
// top-level blocks and its pieces are parsed side by side. A cut inside a
// heredoc or a comment leaves a piece that does not parse: then the file is
// parsed whole, so that a cut can never change meaning or message.
func parse(src []byte, name string) ([]*hclsyntax.Body, hcl.Diagnostics) {
	if pieces := split(src); len(pieces) > 1 {
		if bodies, ok := parsePieces(pieces, name); ok {
			return bodies, nil
		}
	}
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if file == nil {
		return nil, diags
	}
	return []*hclsyntax.Body{file.Body.(*hclsyntax.Body)}, diags
}

type piece struct {
	src   []byte
	start hcl.Pos
}

// split cuts after lines that hold nothing but a closing brace in the first
// column, where formatted files end their top-level blocks.
func split(src []byte) []piece {
	var pieces []piece
	pos := hcl.InitialPos
	for len(src) > chunkSize {
		end := bytes.Index(src[chunkSize:], []byte("\n}\n"))
		if end < 0 {
			break
		}
		end += chunkSize + len("\n}\n")
		pieces = append(pieces, piece{src[:end], pos})
		pos.Byte += end
		pos.Line += bytes.Count(src[:end], []byte("\n"))
		src = src[end:]
	}
	return append(pieces, piece{src, pos})
}

func parsePieces(pieces []piece, name string) ([]*hclsyntax.Body, bool) {
	bodies := make([]*hclsyntax.Body, len(pieces))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range pieces {
		group.Go(func() error {
			file, diags := hclsyntax.ParseConfig(p.src, name, p.start)
			if len(diags) > 0 {
				return diags
			}
			bodies[i] = file.Body.(*hclsyntax.Body)
			return nil
		})
	}
	return bodies, group.Wait() == nil
}
