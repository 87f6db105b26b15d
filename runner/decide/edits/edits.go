// Package edits looks at the local files that edits start from, before anything is bought
// with them: an edit of what is no picture would be paid for.
//
// It reads files, in bounded memory, and decides nothing: which edits are bought is said by
// who asks.
//
//	diags, err := edits.Check(ctx, bought, config.Where)
package edits

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

// largeSource is what some providers refuse, in bytes.
const largeSource = 25 << 20

// Edit is one that is bought.
type Edit struct {
	Address string
	File    string    // its source, as it is declared
	Range   hcl.Range // of that
}

// Check decodes the sources of edits, each once. Where tells in which directory, and under
// which name, a file is. What is wrong with one is an error, what may be is a warning; the
// error is the context's.
func Check(ctx context.Context, edits []Edit, where func(file string) (dir, name string)) (hcl.Diagnostics, error) {
	found := map[string]*finding{}
	for _, e := range edits {
		found[e.File] = &finding{}
	}
	memory := picture.NewMemory(picture.DefaultMemory)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for file, f := range found {
		group.Go(func() error {
			dir, name := where(file)
			f.size, f.err = sourcefile.Verify(ctx, memory, dir, name)
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var diags hcl.Diagnostics
	for _, e := range edits {
		if d := found[e.File].diagnostic(e); d != nil {
			diags = append(diags, d)
		}
	}
	return diag.MergeRepeated(diags), nil
}

// finding is what is found of a file.
type finding struct {
	size int64
	err  error
}

func (f *finding) diagnostic(e Edit) *hcl.Diagnostic {
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Source is not a picture", Subject: e.Range.Ptr()}
	var bad *picture.Error
	switch {
	case errors.As(f.err, &bad):
		d.Detail = fmt.Sprintf("The source %q of %s cannot be edited: %s. An edit starts from a PNG, a JPEG or a WebP, and nothing else is sent to the provider.", e.File, e.Address, f.err)
	case errors.Is(f.err, fs.ErrNotExist):
		return nil // it went a moment ago: the run says so
	case f.err != nil:
		d.Summary = "Unreadable source"
		d.Detail = fmt.Sprintf("The source %q of %s cannot be read: %s.", e.File, e.Address, filename.Pathless(f.err))
	case f.size > largeSource:
		d.Severity, d.Summary = hcl.DiagWarning, "Source may be too large"
		d.Detail = fmt.Sprintf("The source %q of %s has %d MB. Some providers take no more than 25 MB: should this one refuse the upload, nothing is charged, and a smaller picture helps.", e.File, e.Address, f.size/1_000_000)
	default:
		return nil
	}
	return d
}
