package decide

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/edits"
	"gesso/runner/sourcefile"
)

// checkSources looks at the local sources that something would be bought with. A source of
// a picture that stays was looked at when that was bought.
func (p *planner) checkSources(ctx context.Context) (hcl.Diagnostics, error) {
	var bought []edits.Edit
	for _, c := range p.inOrder() {
		if file := c.boughtFrom(p.sources); file != "" {
			bought = append(bought, edits.Edit{Address: c.Address, File: file, Range: c.Instance.Range("source")})
		}
	}
	return edits.Check(ctx, bought, p.Config.Where)
}

// boughtFrom is the local file that a paid change starts from, or "". Where the
// recorded source is kept, as ignore_changes says, the file is another's.
func (c *change) boughtFrom(s *sourcefile.Digests) string {
	file := c.Instance.Source.File
	if file == "" || !c.Action.Paid() {
		return ""
	}
	d, err := s.Of(file)
	if err != nil || c.Request.Source != d.Source(c.RecordedSource()) {
		return "" // that it cannot be read is told already
	}
	return file
}
