package derive

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"

	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/runner/resample"
	"gesso/spec/derive"
)

// Render makes files of the picture in r, which is decoded once. For each it calls put,
// which calls what it is given to have the file written; several at once. The error joins
// those of put and of reading the picture, or is the context's.
func Render(ctx context.Context, m *picture.Memory, r io.ReadSeeker, files []plan.File, put func(f plan.File, write func(io.Writer) error) error) error {
	head, err := picture.Inspect(r, 0)
	if err != nil {
		return err
	}
	workers := min(len(files), runtime.GOMAXPROCS(0))
	leave, err := m.Room(ctx, r, int64(workers)*room(head, files))
	if err != nil {
		return err
	}
	defer leave()
	img, info, traits, err := picture.DecodeAll(r, 0)
	if err != nil {
		return err
	}
	errs := make([]error, len(files))
	group := &errgroup.Group{}
	group.SetLimit(max(workers, 1))
	for i, f := range files {
		group.Go(func() error {
			errs[i] = put(f, func(w io.Writer) error { return render(w, f, img, info, traits) })
			return nil
		})
	}
	_ = group.Wait()
	return errors.Join(errs...)
}

func render(w io.Writer, f plan.File, img image.Image, info picture.Info, traits picture.Traits) error {
	form := formOf(f)
	l := form.Layout(info.Width, info.Height)
	if l.Width > picture.DefaultMaxPixels/l.Height {
		return fmt.Errorf("%dx%d is larger than gesso makes: up to %d million pixels", l.Width, l.Height, picture.DefaultMaxPixels/1_000_000)
	}
	laid := resample.Lay(img, l, form.Colour())
	return picture.Encode(w, laid, picture.Encoding{Format: f.Format, Quality: f.Quality, Traits: traits})
}

// room is what the largest of some files takes while it is made, in bytes.
func room(head picture.Info, files []plan.File) int64 {
	most := int64(0)
	for _, f := range files {
		each := int64(4 + 4) // as it is laid out, and in the layout of the encoder
		if f.Format == picture.WebP {
			each += 48 // of its encoder
		}
		for _, l := range []derive.Layout{formOf(f).Layout(head.Width, head.Height), formOf(f).Layout(head.Height, head.Width)} { // it may be turned
			most = max(most, each*int64(l.Width)*int64(l.Height))
		}
	}
	return most
}
