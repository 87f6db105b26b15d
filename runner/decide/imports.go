package decide

import (
	"slices"

	"gesso/runner/decide/recalling"
	"gesso/runner/decide/refusals"
	"gesso/runner/plan"
	"gesso/runner/sourcefile"
	"gesso/spec/eval"
	"gesso/state"
)

// imports reports whether an import block has a picture for an image that has
// none, or has lost the one that it had. Otherwise the block has been done.
func (p *planner) imports(c *change) bool {
	i := c.Instance.Import
	if i == nil || c.Asked {
		return false
	}
	if c.Before.HasPicture() && i.File != "" && commanded(i) {
		return true // in place of the picture that it has
	}
	return !c.Before.HasPicture() || c.UpToDate() && p.lost(c.Before) && !c.retouched() && c.Before.Rejected(&c.Before.Picture) == nil
}

// commanded reports whether an import is a command's, and not a block's of the
// configuration.
func commanded(i *eval.Import) bool { return i.Range.Filename == "" }

// offer says of an import block that has a file for an image that has another picture
// what would make the file the picture: the block alone does not, as it may be done, and
// stand there for ever.
func (p *planner) offer(c *change) {
	i := c.Instance.Import
	if i == nil || i.File == "" || commanded(i) || c.Asked || !c.Before.HasPicture() || p.Workspace == nil {
		return
	}
	d, err := p.digest(i.File)
	if err != nil || p.had(c, d.Sum) {
		return // what is gone was imported
	}
	p.diags = append(p.diags, refusals.Offer(c.Address, i))
}

// had reports whether bytes are a picture that a change's address has or had.
func (p *planner) had(c *change, sum string) bool {
	if c.Before.Artifact == sum || c.Before.Identity() == sum || c.Before.Output == sum {
		return true
	}
	if original := c.Before.Original(); original != nil && original.Artifact == sum {
		return true
	}
	entries, err := p.Workspace.Ledger().Entries()
	return err != nil || slices.ContainsFunc(entries, func(e state.Entry) bool {
		return e.Picture != nil && e.Picture.Artifact == sum && slices.Contains(e.Addresses, c.Address)
	})
}

// planImport plans to take over a picture. One in a file is looked at already now;
// a task is asked for by the run.
func (p *planner) planImport(c *change) *eval.Picture {
	i := c.Instance.Import
	c.Action, c.Reasons = plan.Import, []plan.Reason{{Cause: plan.Imported, New: i.ID()}}
	if i.File == "" || p.Workspace == nil { // without one, nobody asks for what exists
		return nil
	}
	found, err := sourcefile.ReadPicture(p.Config.Dir, i.File)
	if err != nil {
		p.diags = append(p.diags, refusals.NotImported(c.Address, i, err))
		return nil
	}
	if c.Before.HasPicture() && c.Before.Artifact == found.Artifact {
		// As they are recorded, which may be from before EXIF turned them: what refers to
		// them is not to be made anew because of that.
		found.Width, found.Height = c.Before.Width, c.Before.Height
	}
	if why := p.against(c, &found); why != nil {
		p.diags = append(p.diags, refusals.Unmet(c.Address, i, why[0]))
		return nil
	}
	if c.Before.HasPicture() && commanded(i) {
		found = c.Replacing(found)
	}
	c.Picture = &found
	return recalling.Of(&found)
}
