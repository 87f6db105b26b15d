package report

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcled"

	"gesso/runner/report/quote"
	"gesso/spec/source"
)

// texts are the files that diagnostics are about, each parsed once.
type texts struct {
	sources map[string][]byte
	parsed  map[string][]*hcl.File // one each, or the parts of one that does not parse
}

func newTexts(sources map[string][]byte) *texts {
	return &texts{sources, map[string][]*hcl.File{}}
}

// context names the block that a place is in: image "hero".
func (t *texts) context(rng hcl.Range) string {
	files, done := t.parsed[rng.Filename]
	if !done {
		src := t.sources[rng.Filename]
		if files = source.ReparsePieces(src, rng.Filename); files == nil {
			files = append(files, source.Reparse(src, rng.Filename))
		}
		t.parsed[rng.Filename] = files
	}
	for _, file := range files {
		if file == nil || file.Nav == nil {
			continue
		}
		if in := hcled.ContextString(file, rng.Start.Byte); in != "" {
			return quote.Line(in)
		}
	}
	return ""
}
