package decide

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/sync/errgroup"

	"gesso/runner/picture"
	"gesso/runner/sourcefile"
	"gesso/spec/diag"
	"gesso/spec/filename"
)

// checkSources decodes the local sources that something would be bought with: an
// edit of what is no picture would be paid for. A source of a picture that stays was
// looked at when that was bought.
func (p *planner) checkSources(ctx context.Context) (hcl.Diagnostics, error) {
	var edits []*change
	found := map[string]*sourceFinding{}
	for _, c := range p.inOrder() {
		if file := c.boughtFrom(p.sources); file != "" {
			edits = append(edits, c)
			found[file] = &sourceFinding{}
		}
	}
	memory := picture.NewMemory(picture.DefaultMemory)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for file, f := range found {
		group.Go(func() error {
			dir, name := p.Config.Where(file)
			f.size, f.err = sourcefile.Verify(ctx, memory, dir, name)
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var diags hcl.Diagnostics
	for _, c := range edits {
		if d := found[c.instance.Source.File].diagnostic(c); d != nil {
			diags = append(diags, d)
		}
	}
	return diag.MergeRepeated(diags), nil
}

// sourceFinding is what is found of a local source.
type sourceFinding struct {
	size int64
	err  error
}

// boughtFrom is the local file that a paid change starts from, or "". Where the
// recorded source is kept, as ignore_changes says, the file is another's.
func (c *change) boughtFrom(s *sources) string {
	file := c.instance.Source.File
	if file == "" || !c.Action.Paid() {
		return ""
	}
	d, err := s.digest(file)
	if err != nil || c.Request.Source != d.Source(c.recordedSource()) {
		return "" // that it cannot be read is told already
	}
	return file
}

func (f *sourceFinding) diagnostic(c *change) *hcl.Diagnostic {
	file := c.instance.Source.File
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Source is not a picture", Subject: c.instance.Range("source").Ptr()}
	var bad *picture.Error
	switch {
	case errors.As(f.err, &bad):
		d.Detail = fmt.Sprintf("The source %q of %s cannot be edited: %s. An edit starts from a PNG, a JPEG or a WebP, and nothing else is sent to the provider.", file, c.Address, f.err)
	case errors.Is(f.err, fs.ErrNotExist):
		return nil // it went a moment ago: the run says so
	case f.err != nil:
		d.Summary = "Unreadable source"
		d.Detail = fmt.Sprintf("The source %q of %s cannot be read: %s.", file, c.Address, filename.Pathless(f.err))
	case f.size > largeSource:
		d.Severity, d.Summary = hcl.DiagWarning, "Source may be too large"
		d.Detail = fmt.Sprintf("The source %q of %s has %d MB. Some providers take no more than 25 MB: should this one refuse the upload, nothing is charged, and a smaller picture helps.", file, c.Address, f.size/1_000_000)
	default:
		return nil
	}
	return d
}
