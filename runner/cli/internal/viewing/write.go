package viewing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"gesso/runner/command"
	"gesso/runner/gallery"
	"gesso/runner/gallery/fit"
	"gesso/runner/gallery/page"
	"gesso/runner/gallery/publish"
	"gesso/runner/originals"
	"gesso/runner/report/outline"
	"gesso/runner/thumbs"
	"gesso/state/disk"
)

// many is how many thumbnails are made without a notice.
const many = 50

// scene is a gallery that is being made into a page.
type scene struct {
	app       *command.App
	output    *output
	gallery   *gallery.Gallery
	originals *originals.Originals
	thumbs    *thumbs.Thumbs
	made      thumbs.Made
	choice    fit.Choice
	left      int   // takes without a thumbnail
	bare      int64 // bytes of the page without pictures; 0: not counted yet
}

// write writes a gallery to its place, and prints where.
func (o *output) write(ctx context.Context, a *command.App, g *gallery.Gallery, from *originals.Originals) error {
	s := &scene{app: a, output: o, gallery: g, originals: from, thumbs: thumbs.New(a.Dir, from.Copies)}
	defer s.thumbs.Close()
	form, err := s.prepare(ctx)
	if err != nil {
		return tooLarge(err)
	}
	pictures := s.thumbs.Pictures(ctx, s.choice.Edge, s.choice.PreviewEdge)
	if o.dir != "" {
		return s.folder(form, pictures)
	}
	return tooLarge(s.page(form, pictures))
}

// look fills in the Looks of a gallery for the JSON form. It makes no folder in a clone
// that has none.
func look(ctx context.Context, a *command.App, g *gallery.Gallery, from *originals.Originals) error {
	t := thumbs.Passing(from.Copies)
	if info, err := os.Stat(filepath.Join(a.Dir, disk.Home)); err == nil && info.IsDir() {
		t = thumbs.New(a.Dir, from.Copies)
	}
	defer t.Close()
	return t.Look(ctx, g)
}

// prepare makes thumbnails and previews, as far as they fit.
func (s *scene) prepare(ctx context.Context) (form page.Form, err error) {
	shas, first := thumbs.Shown(s.gallery)
	changed := fit.Changed(s.gallery)
	counts := fit.Counts{Pictures: first, Takes: len(shas) - first, Changed: len(changed)}
	if s.choice, err = fit.Choose(counts, s.output.fit); err != nil {
		return form, err
	}
	s.announce(shas[:first+s.choice.Takes], thumbs.Base)
	if err := s.thumbs.Prepare(ctx, s.closely(changed), thumbs.Base, max(s.choice.PreviewEdge, thumbs.Base)); err != nil {
		return form, err
	}
	if err := s.thumbs.Look(ctx, s.gallery); err != nil {
		return form, err
	}
	if err := s.thumbnails(ctx, shas, counts); err != nil {
		return form, err
	}
	form.Edge, s.left = s.choice.Edge, counts.Takes-s.choice.Takes
	form.Decisions = s.output.decided
	if s.output.originals == "link" {
		form.Original = s.original()
	}
	form.Previews, err = s.previews(ctx, changed)
	return form, err
}

// thumbnails makes thumbnails that fit. If the pictures have more detail than usual, it
// makes smaller ones.
func (s *scene) thumbnails(ctx context.Context, shas []string, counts fit.Counts) (err error) {
	wishes := s.output.fit
	for {
		if s.made, err = s.thumbs.Make(ctx, shas[:counts.Pictures+s.choice.Takes], s.choice.Edge); err != nil || wishes.Folder {
			return err
		}
		smaller, err := fit.Smaller(counts.Pictures, s.bytes(), s.choice, s.output.fit)
		if err != nil || smaller == s.choice.Edge {
			return err
		}
		wishes.Thumb = smaller
		if s.choice, err = fit.Choose(counts, wishes); err != nil {
			return err
		}
	}
}

// announce says that making thumbnails will take a while, if it will.
func (s *scene) announce(shas []string, edge int) {
	if n := s.thumbs.Missing(shas, edge); n > many {
		fmt.Fprintf(s.app.Err, "gesso: note: making thumbnails of %s, which the next gallery will have\n", outline.Plural(n, "picture"))
	}
}

// bytes returns the size of the page without previews.
func (s *scene) bytes() int64 {
	if s.bare == 0 {
		counted := &publish.Limited{W: io.Discard, Most: 1 << 40}
		if err := page.Write(counted, s.gallery, page.Form{}, absent{}); err != nil {
			return 0 // writing the page reports the error
		}
		s.bare = counted.Size
	}
	size := s.bare
	for _, n := range s.made.Bytes {
		size += fit.Encoded(n)
	}
	return size
}

// absent stands for having no pictures.
type absent struct{}

func (absent) Thumb(string) ([]byte, error)   { return nil, fs.ErrNotExist }
func (absent) Preview(string) ([]byte, error) { return nil, fs.ErrNotExist }

// previews makes previews of the changed pictures, and returns those that fit.
func (s *scene) previews(ctx context.Context, changed []string) (map[string]bool, error) {
	wanted := s.closely(changed)
	made, err := s.thumbs.Make(ctx, wanted, s.choice.PreviewEdge)
	if err != nil || len(wanted) == 0 {
		return nil, err
	}
	return fit.Kept(wanted, made.Bytes, fit.PreviewRoom(s.output.fit, s.bytes())), nil
}

// closely returns the first of the changed pictures, without those whose thumbnail has full
// size.
func (s *scene) closely(changed []string) []string {
	whole := map[string]bool{}
	for i := range s.gallery.Images {
		img := &s.gallery.Images[i]
		whole[img.Artifact] = img.Width > 0 && max(img.Width, img.Height) <= s.choice.Edge
	}
	wanted := slices.DeleteFunc(slices.Clone(changed), func(sha string) bool { return whole[sha] })
	return wanted[:min(len(wanted), s.choice.Previews)]
}

// page writes the page in one file.
func (s *scene) page(form page.Form, pictures page.Pictures) error {
	most := s.output.fit.Most()
	write := func(w io.Writer) error { return page.Write(w, s.gallery, form, some{pictures, s.made.Bytes}) }
	if s.output.file == "-" {
		s.notes()
		return write(&publish.Limited{W: s.app.Out.Exact(), Most: most})
	}
	at := s.output.page(s.app)
	size, err := publish.File(at, most, write)
	if err != nil {
		return placeError(err)
	}
	s.tell(at.Name, size)
	if size > fit.Large {
		fmt.Fprintf(s.app.Err, "gesso: note: a page of %s takes a while to open: -dir=DIR writes a folder, -only=changed,new shows less\n", outline.Size(size))
	}
	return nil
}

// folder writes the folder form.
func (s *scene) folder(form page.Form, pictures page.Pictures) error {
	at := s.output.folder(s.app)
	written, err := publish.Folder(at, func(dir string) error {
		if s.output.originals == "copy" {
			copied, err := s.copyOriginals(dir)
			if err != nil {
				return err
			}
			form.Original = func(sha string) string { return copied[sha] }
		}
		return page.WriteFolder(dir, s.gallery, form, some{pictures, s.made.Bytes})
	})
	if err != nil {
		return placeError(err)
	}
	s.tell(filepath.Join(at.Name, "index.html"), written.Bytes)
	return nil
}

// some are the pictures for which thumbnails or previews were made.
type some struct {
	page.Pictures
	made map[string]int
}

func (p some) Thumb(sha string) ([]byte, error) {
	if p.made[sha] == 0 {
		return nil, fs.ErrNotExist
	}
	return p.Pictures.Thumb(sha)
}

// tell says what was written, by its path from the current directory, and what was left
// out.
func (s *scene) tell(name string, size int64) {
	summarize(s.app.Out, s.gallery)
	fmt.Fprintf(s.app.Out, "%s: %s, %s.\n", name, outline.Plural(len(s.made.Bytes), "picture"), outline.Size(size))
	s.notes()
}

// notes says what was left out, and why.
func (s *scene) notes() {
	notes, lost := s.app.Err, 0
	var broken *thumbs.Error
	for _, sha := range slices.Sorted(maps.Keys(s.made.Unseen)) {
		if why := s.made.Unseen[sha]; why.Err == nil {
			lost++
		} else if broken == nil {
			broken = why
		}
	}
	if lost > 0 {
		fmt.Fprintf(notes, "gesso: note: %s not shown: the bytes are nowhere here\n", are(lost))
	}
	if broken != nil {
		fmt.Fprintf(notes, "gesso: warning: %s not shown: %s\n", are(len(s.made.Unseen)-lost), broken)
	}
	if s.left > 0 {
		fmt.Fprintf(notes, "gesso: note: %s left out, for room: -dir=DIR has all\n", outline.Plural(s.left, "former take"))
	}
}

func are(n int) string {
	if n == 1 {
		return "1 picture is"
	}
	return fmt.Sprintf("%d pictures are", n)
}

// tooLarge adds a hint to the error for a page that does not fit.
func tooLarge(err error) error {
	if errors.As(err, new(*fit.Error)) || errors.As(err, new(*publish.TooLargeError)) {
		return command.Misuse(err.Error(), "-dir=DIR writes a folder, which has room for all; -only=changed,new shows less; -max-size=SIZE allows more")
	}
	return err
}
