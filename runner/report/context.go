package report

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcled"

	"gesso/spec"
)

// texts are the files that diagnostics are about, each parsed once.
type texts struct {
	sources map[string][]byte
	parsed  map[string]*hcl.File
}

func newTexts(sources map[string][]byte) *texts {
	return &texts{sources, map[string]*hcl.File{}}
}

// context names the block that a place is in: image "hero".
func (t *texts) context(rng hcl.Range) string {
	file, done := t.parsed[rng.Filename]
	if !done {
		file = spec.Reparse(t.sources[rng.Filename], rng.Filename)
		t.parsed[rng.Filename] = file
	}
	if file == nil || file.Nav == nil {
		return ""
	}
	return oneLine(hcled.ContextString(file, rng.Start.Byte))
}
