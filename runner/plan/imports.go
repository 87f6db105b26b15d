package plan

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/picture"
	"gesso/spec/eval"
	"gesso/spec/filename"
	"gesso/state"
)

func (c *Change) importsTask() bool { return c.Action == Import && c.Instance.Import.Task != "" }

// imports reports whether an import block has a picture for an image that has
// none, or has lost the one that it had. Otherwise the block has been done.
func (p *planner) imports(c *Change) bool {
	if c.Instance.Import == nil || c.asked {
		return false
	}
	return !c.Before.HasPicture() || c.keeps() && p.supply.lost(c.Before)
}

// planImport plans to take over a picture. One in a file is looked at already now;
// a task is asked for by the run.
func (p *planner) planImport(c *Change) *eval.Picture {
	i := c.Instance.Import
	c.Action, c.Reasons = Import, []Reason{{Cause: Imported, New: i.ID()}}
	if i.File == "" || p.Workspace == nil { // without one, nobody asks for what exists
		return nil
	}
	found, err := readPicture(p.Config.Dir, i.File)
	if err != nil {
		p.notImported(c, i, err)
		return nil
	}
	if c.Before.HasPicture() && c.Before.Artifact == found.Artifact {
		// As they are recorded, which may be from before EXIF turned them: what refers to
		// them is not to be made anew because of that.
		found.Width, found.Height = c.Before.Width, c.Before.Height
	}
	if why := c.unmet(&found); why != "" {
		p.refuseImport(c, "Imported picture does not meet a condition",
			"The picture in %q is not imported as %s: %s", i.File, c.Address, why)
		return nil
	}
	c.Picture = &found
	return recall(&found)
}

func (p *planner) notImported(c *Change, i *eval.Import, err error) {
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

func (p *planner) refuseImport(c *Change, summary, format string, args ...any) {
	p.diags = append(p.diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary,
		Detail: fmt.Sprintf(format, args...), Subject: c.Instance.Import.Range.Ptr()})
}

// readPicture tells what a picture in a file of the configuration is.
func readPicture(dir, name string) (state.Picture, error) {
	file, err := OpenSource(dir, name)
	if err != nil {
		return state.Picture{}, err
	}
	defer file.Close()
	stat, err := file.Stat()
	if err != nil {
		return state.Picture{}, err
	}
	info, err := picture.Verify(file, 0)
	if err != nil {
		return state.Picture{}, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return state.Picture{}, err
	}
	sum, err := hashOf(file)
	return state.Picture{
		Artifact: sum, Bytes: stat.Size(), Format: info.Format, Width: info.Width, Height: info.Height, Blank: info.Blank,
		Imported: true, Generated: stat.ModTime().UTC().Truncate(time.Second),
	}, err
}
