package asking

import (
	"gesso/runner/plan"
	"gesso/runner/sourcefile"
	"gesso/state"
)

// BoughtFrom is the local file that a paid change starts from, or "". Where the
// recorded source is kept, as ignore_changes says, the file is another's.
func (c *Image) BoughtFrom(s *sourcefile.Digests) string {
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

// Edits is the image that a change wants an edit of, and which one: the key of its request, but
// for the source. "" is that it wants none, has what it wants, or does not know yet what that is.
func (c *Image) Edits() (address string, request state.Key) {
	if c.Action == plan.None || c.Instance.Source.Image == "" || len(LaterArguments(c.Instance)) > 0 {
		return "", ""
	}
	return c.Instance.Source.Image, c.Request.Bare()
}
