package viewing

import (
	"context"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"sync"

	"gesso/runner/command"
	"gesso/runner/gallery"
	"gesso/runner/gallery/live"
	"gesso/runner/gallery/page"
	"gesso/runner/originals"
	"gesso/runner/provider"
	"gesso/runner/report"
	"gesso/runner/report/outline"
	"gesso/runner/session"
	"gesso/runner/thumbs"
)

// anyPort is the default address of a served gallery.
const anyPort = "127.0.0.1:0"

// checkServe returns an error for options that make no sense for a served page.
func (v *view) checkServe(a *command.App) error {
	switch {
	case v.serve == "":
		return nil
	case a.AsJSON() || v.output.file != "" || v.output.dir != "" || v.sheet.file != "":
		return command.Misuse("-serve serves the page, and writes none", "gesso gallery -serve, without -json, -out, -dir and -sheet")
	case v.base == "-":
		return command.Misuse("-serve reads the state that -base names again and again, and standard input can be read once", "gesso gallery -serve -base=FILE")
	}
	return nil
}

// live serves the gallery until the context ends.
func (v *view) live(ctx context.Context, a *command.App, kinds provider.Kinds, args []string) int {
	listener, err := live.Listen(v.serve)
	if err != nil {
		return a.Fail(err)
	}
	defer listener.Close()
	f := &following{view: v, app: a, kinds: kinds, args: args}
	defer f.close()
	f.thumbs = thumbs.New(a.Dir, f.copies)
	defer f.thumbs.Close()
	server, err := live.New(ctx, live.Options{
		Listener: listener, Collect: f.collect, Look: f.thumbs.Look, Stamp: f.stamp, Decisions: inDir(a, DecisionsFile),
		Pictures: f.thumbs.Pictures(ctx, thumbs.Base, thumbs.Preview), Form: page.Form{Edge: thumbs.Base, Decisions: v.output.decided},
		Complain: func(err error) { fmt.Fprintf(a.Err, "gesso: warning: %s\n", err) },
	})
	if err != nil {
		return a.End(err)
	}
	allow(len(f.shown.Images))
	summarize(a.Out, f.shown)
	fmt.Fprintf(a.Out, "%s\n", server.URL())
	fmt.Fprintf(a.Err, "gesso: note: what is decided there is saved in %s; an interrupt ends it\n", DecisionsFile)
	if err := server.Serve(ctx); err != nil {
		return a.Fail(err)
	}
	return command.ExitDone
}

// following makes the gallery again and again while it is served. Its collect and stamp are
// for one goroutine at a time; its copies is safe for concurrent use.
type following struct {
	view   *view
	app    *command.App
	kinds  provider.Kinds
	args   []string
	thumbs *thumbs.Thumbs
	shown  *gallery.Gallery // nil before the first one
	read   []string         // files that the configuration was made from

	mu        sync.RWMutex
	session   *session.Session // the session whose store has the pictures
	originals *originals.Originals
}

// collect makes the gallery. It prints warnings only the first time; later ones are shown
// on the page.
func (f *following) collect(ctx context.Context) (*gallery.Gallery, error) {
	app := *f.app
	if f.shown != nil {
		app.Err = report.NewScreen(io.Discard, app.Getenv, true)
	}
	s := session.New(&app, f.kinds, &f.view.Options)
	g, err := f.view.look(ctx, s, f.args)
	if err != nil {
		s.Close()
		return nil, err
	}
	f.read = nil
	if s.Config != nil {
		for name := range s.Config.Digests() {
			f.read = append(f.read, filepath.Join(f.app.Dir, filepath.FromSlash(name)))
		}
	}
	f.turn(s, originals.Of(s.Workspace, s.State))
	if f.shown == nil {
		all, _ := thumbs.Shown(g)
		if n := f.thumbs.Missing(all, thumbs.Base); n > many {
			fmt.Fprintf(f.app.Err, "gesso: note: thumbnails of %s are made meanwhile, first those that are looked at\n", outline.Plural(n, "picture"))
		}
	}
	f.shown = g
	return g, nil
}

// turn takes the pictures from another session, and closes the previous one.
func (f *following) turn(s *session.Session, from *originals.Originals) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.session != nil {
		f.session.Close()
	}
	f.session, f.originals = s, from
}

func (f *following) close() { f.turn(nil, nil) }

// copies yields the copies of a picture, see originals.Copies. The session stays open
// meanwhile.
func (f *following) copies(sha string) iter.Seq2[io.ReadCloser, string] {
	return func(yield func(io.ReadCloser, string) bool) {
		f.mu.RLock()
		defer f.mu.RUnlock()
		if f.originals == nil {
			return
		}
		for file, want := range f.originals.Copies(sha) {
			if !yield(file, want) {
				return
			}
		}
	}
}
