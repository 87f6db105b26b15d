package report

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcled"

	"gesso/runner/report/quote"
	"gesso/spec/source"
)

// texts are the files that diagnostics are about, each parsed once, a large one no
// further than has to be.
type texts struct {
	sources map[string][]byte
	parts   map[string]*source.Parts // of a large file; else nil
	parsed  map[string][]*hcl.File   // one each, or the parts of one that does not parse
}

func newTexts(sources map[string][]byte) *texts {
	return &texts{sources, map[string]*source.Parts{}, map[string][]*hcl.File{}}
}

// context names the block that a place is in: image "hero".
func (t *texts) context(rng hcl.Range) string {
	for _, file := range t.around(rng) {
		if file == nil || file.Nav == nil {
			continue
		}
		if in := hcled.ContextString(file, rng.Start.Byte); in != "" {
			return quote.Line(in)
		}
	}
	return ""
}

// around are the files, or the parts of one, that can hold a place.
func (t *texts) around(rng hcl.Range) []*hcl.File {
	src := t.sources[rng.Filename]
	parts, done := t.parts[rng.Filename]
	if !done {
		parts = source.Cut(src, rng.Filename)
		t.parts[rng.Filename] = parts
	}
	if parts != nil {
		if file := parts.Around(rng.Start.Byte); file != nil {
			return []*hcl.File{file}
		}
	}
	files, done := t.parsed[rng.Filename]
	if !done {
		if files = source.ReparsePieces(src, rng.Filename); files == nil {
			files = append(files, source.Reparse(src, rng.Filename))
		}
		t.parsed[rng.Filename] = files
	}
	return files
}
