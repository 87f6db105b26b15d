package report

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcled"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
)

// maxContext is the largest file that is parsed again for the names of blocks.
const maxContext = 4 << 20

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
		file = parseAgain(rng.Filename, t.sources[rng.Filename])
		t.parsed[rng.Filename] = file
	}
	if file == nil || file.Nav == nil {
		return ""
	}
	return oneLine(hcled.ContextString(file, rng.Start.Byte))
}

func parseAgain(name string, src []byte) *hcl.File {
	if len(src) == 0 || len(src) > maxContext {
		return nil
	}
	var file *hcl.File
	switch {
	case strings.HasSuffix(name, ".hcl"):
		file, _ = hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	case strings.HasSuffix(name, ".hcl.json"):
		file, _ = json.Parse(src, name)
	}
	return file
}
