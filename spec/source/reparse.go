package source

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"

	"gesso/spec/bound"
)

// MaxReparsed is the largest file that Reparse takes.
const MaxReparsed = 4 << 20

// Reparse parses a configuration file once more, as far as it can be, for what
// its syntax tells: which block a place is in. It is nil for a file that is too
// large for that, or nests too deep, and for one of another kind.
func Reparse(src []byte, name string) *hcl.File {
	var file *hcl.File
	switch {
	case len(src) == 0 || len(src) > MaxReparsed:
	case IsJSON(name):
		if !refuse(bound.ScanJSON(src), src, name).HasErrors() {
			file, _ = json.Parse(src, name)
		}
	case strings.HasSuffix(name, ".hcl"):
		if !refuse(bound.Scan(src, false, 0), src, name).HasErrors() {
			file, _ = hclsyntax.ParseConfig(src, name, hcl.InitialPos)
		}
	}
	return file
}
