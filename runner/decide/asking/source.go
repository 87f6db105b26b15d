package asking

import "gesso/runner/sourcefile"

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
