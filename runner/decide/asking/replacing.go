package asking

import "gesso/state"

// Replacing is a picture that is imported in place of one that the image has: as one that
// was made by hand, with what it stands in for.
func (c *Image) Replacing(found state.Picture) state.Picture {
	key := c.Before.Key
	if c.Known() {
		key = c.Key
	}
	found = c.Before.Adopt(found, key, "")
	how := *found.Adopted
	how.File = c.Instance.Import.File
	found.Adopted = &how
	return found
}
