package decide

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/runner/sourcefile"
	"gesso/spec/eval"
	"gesso/spec/filename"
)

// imports reports whether an import block has a picture for an image that has
// none, or has lost the one that it had. Otherwise the block has been done.
func (p *planner) imports(c *change) bool {
	if c.instance.Import == nil || c.Asked {
		return false
	}
	return !c.Before.HasPicture() || c.upToDate() && p.lost(c.Before)
}

// planImport plans to take over a picture. One in a file is looked at already now;
// a task is asked for by the run.
func (p *planner) planImport(c *change) *eval.Picture {
	i := c.instance.Import
	c.Action, c.Reasons = plan.Import, []plan.Reason{{Cause: plan.Imported, New: i.ID()}}
	if i.File == "" || p.Workspace == nil { // without one, nobody asks for what exists
		return nil
	}
	found, err := sourcefile.ReadPicture(p.Config.Dir, i.File)
	if err != nil {
		p.notImported(c, i, err)
		return nil
	}
	if c.Before.HasPicture() && c.Before.Artifact == found.Artifact {
		// As they are recorded, which may be from before EXIF turned them: what refers to
		// them is not to be made anew because of that.
		found.Width, found.Height = c.Before.Width, c.Before.Height
	}
	if why := p.unmet(c, &found); why != "" {
		p.refuseImport(c, "Imported picture does not meet a condition",
			"The picture in %q is not imported as %s: %s", i.File, c.Address, why)
		return nil
	}
	c.Picture = &found
	return recall(&found)
}

func (p *planner) notImported(c *change, i *eval.Import, err error) {
	var bad *picture.Error
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.refuseImport(c, "Import of a file that does not exist",
			"There is no file %q to import as %s. Paths are relative to the configuration's directory; the id of a task has neither a slash nor the extension of a picture.", i.File, c.Address)
	case errors.As(err, &bad):
		p.refuseImport(c, "Import of a file that is not a picture",
			"The file %q cannot be imported as %s: %s.", i.File, c.Address, err)
	default:
		p.refuseImport(c, "Unreadable file to import",
			"The file %q cannot be imported as %s: %s.", i.File, c.Address, filename.Pathless(err))
	}
}

func (p *planner) refuseImport(c *change, summary, format string, args ...any) {
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, args...)}
	if of := c.instance.Import.Range; of.Filename != "" { // else it is a command's
		d.Subject = of.Ptr()
	}
	p.diags = append(p.diags, d)
}
