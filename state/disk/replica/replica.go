package replica

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"gesso/state"
	"gesso/state/disk/internal/file"
	"gesso/state/home"
	"gesso/state/text"
)

// The files of a copy, in its folder.
const (
	StateFile   = text.StateFile
	LedgerFile  = "ledger"
	JournalFile = "journal"
	markFile    = "position"
)

// Replica is a copy. It is not safe for concurrent use.
type Replica struct {
	root *os.Root
	dir  string
	self string
	home *home.Home
	mark mark
}

// At returns the copy of a home in a folder of root; dir is slash-separated. Self
// identifies the folder among those of all machines. It makes no request and creates
// nothing.
func At(root *os.Root, dir, self string, h *home.Home) *Replica {
	return &Replica{root: root, dir: dir, self: self, home: h}
}

// Dir returns the copy's folder.
func (r *Replica) Dir() string { return r.dir }

// Home returns the home that it is a copy of.
func (r *Replica) Home() *home.Home { return r.home }

// Position returns the position of the copy, as in its file; zero if there is none.
func (r *Replica) Position() (home.Position, error) {
	m, err := r.readMark()
	return m.Position, err
}

// mostJournal is the length in bytes that a journal which is never folded here reaches
// before the copy is made anew from a newer snapshot.
const mostJournal = 4 << 20

// Pull updates the copy. The error is a *home.OtherError if the home is not the one that
// this is a copy of, and a *home.RolledBackError if the home has lost segments. If the
// project or the workspace is no longer there, the copy is updated and the error is a
// *home.LeftError or a *home.DeletedError.
func (r *Replica) Pull(ctx context.Context) error {
	m, err := r.readMark()
	if err != nil {
		return err
	}
	r.mark = m
	if m.N > 0 {
		if err := r.cut(); err != nil {
			return err
		}
	}
	if err := r.advance(ctx); err != nil {
		return err
	}
	if l := r.mark.Left; l != nil {
		return &home.LeftError{Where: r.home.String(), To: l.To, By: l.By}
	}
	if by := r.mark.Deleted; by != nil {
		return &home.DeletedError{Where: r.home.String(), Workspace: path.Base(r.dir), By: *by}
	}
	return nil
}

func (r *Replica) advance(ctx context.Context) error {
	replaced, err := r.replaced()
	if err != nil {
		return err
	}
	if r.mark.N == 0 || replaced {
		return r.start(ctx)
	}
	segments, err := r.home.Tail(ctx, r.mark.Position)
	if err != nil {
		return r.other(ctx, err)
	}
	if err := r.follow(ctx, segments); err != nil {
		return err
	}
	if s := r.mark.Snapshot; s != nil && r.mark.Journal > mostJournal && s.At.N > r.mark.Folded {
		return r.start(ctx)
	}
	return nil
}

// follow applies what others have written after the mark.
func (r *Replica) follow(ctx context.Context, segments []home.Segment) error {
	gone := slices.ContainsFunc(segments, func(s home.Segment) bool { return s.Kind == home.Deleted })
	if gone || founded(segments) >= 0 {
		return r.start(ctx) // the project had left, and has come back with what it became elsewhere
	}
	return r.take(segments)
}

// founded returns the index of the last segment that founds a log, or -1: segments before
// it no longer count. One that founds a deleted workspace without content continues from
// what that left, and is skipped.
func founded(segments []home.Segment) int {
	for i, s := range slices.Backward(segments) {
		if s.Kind == home.Founded && (s.Snapshot != nil || s.At.N == 1) {
			return i
		}
	}
	return -1
}

// other returns the error for a home that does not continue where the copy ends: it may be
// another home.
func (r *Replica) other(ctx context.Context, err error) error {
	var back *home.RolledBackError
	if !errors.As(err, &back) && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	switch id, asked := r.home.Identity(ctx); {
	case errors.Is(asked, fs.ErrNotExist):
		return &home.OtherError{Where: r.home.String(), Known: r.mark.Home}
	case asked == nil && id.ID != r.mark.Home:
		return &home.OtherError{Where: r.home.String(), Known: r.mark.Home, Found: id.ID}
	}
	return err
}

// start makes the copy from the newest snapshot.
func (r *Replica) start(ctx context.Context) error {
	id, err := r.home.Identity(ctx)
	if err != nil {
		return err
	}
	newest, segments, err := r.home.Newest(ctx)
	if err != nil {
		return err
	}
	if i := founded(segments); i >= 0 {
		newest, segments = segments[i].Snapshot, segments[i:]
	}
	m := mark{Home: id.ID, Snapshot: newest, Self: r.mark.Self, Epochs: r.mark.Epochs}
	if newest == nil && len(segments) == 0 {
		r.mark = m
		return nil
	}
	if err := r.clear(); err != nil {
		return fmt.Errorf("making a copy of the home: %w", err)
	}
	if newest != nil {
		if err := r.restore(ctx, *newest); err != nil {
			return fmt.Errorf("making a copy of the home: %w", err)
		}
		m.Position, m.Folded = newest.At, newest.At.N
	}
	r.mark = m
	if len(segments) == 0 {
		return r.write(m)
	}
	return r.take(segments)
}

// clear removes the copy. The mark goes first: files without one count for nothing.
func (r *Replica) clear() error {
	if err := r.makeDir(); err != nil {
		return err
	}
	for _, name := range []string{markFile, JournalFile, LedgerFile, StateFile} {
		if err := r.remove(name); err != nil {
			return err
		}
	}
	return file.SyncDir(r.root, r.dir)
}

func (r *Replica) makeDir() error {
	for i, c := range r.dir + "/" {
		if c != '/' {
			continue
		}
		if err := file.MakeDir(r.root, r.dir[:i]); err != nil {
			return err
		}
	}
	return nil
}

// take adds segments to the copy: first their frames to the journal, then the mark.
func (r *Replica) take(segments []home.Segment) error {
	if len(segments) == 0 {
		return nil
	}
	m := r.mark
	var frames []byte
	for _, s := range segments {
		if _, err := r.events(s); err != nil {
			return err
		}
		frames = append(frames, s.Frames...)
		m.count(s)
	}
	if len(frames) > 0 {
		size, err := r.extend(frames)
		if err != nil {
			return fmt.Errorf("writing the copy of the home: %w", err)
		}
		m.Journal = size
	}
	return r.write(m)
}

// extend makes frames durable at the journal's end, and returns its new length.
func (r *Replica) extend(frames []byte) (int64, error) {
	f, err := r.open(JournalFile)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	at := r.mark.Journal
	if at == 0 {
		frames = append([]byte(text.Header(journalFormat)), frames...)
	}
	if err := f.Truncate(at); err != nil {
		return 0, err
	}
	if _, err := io.NewOffsetWriter(f, at).Write(frames); err != nil {
		return 0, err
	}
	if err := f.Sync(); err != nil {
		return 0, err
	}
	if at == 0 {
		err = file.SyncDir(r.root, r.dir)
	}
	return at + int64(len(frames)), err
}

func (r *Replica) open(name string) (*os.File, error) {
	return file.Open(r.root, r.name(name), os.O_RDWR|os.O_CREATE, 0o600)
}

const journalFormat = "journal"

// events returns the events of a segment.
func (r *Replica) events(s home.Segment) ([]state.Event, error) {
	if len(s.Frames) == 0 {
		return nil, nil
	}
	header := text.Header(journalFormat)
	name := r.object("log", s.At.N)
	var events []state.Event
	size, err := text.ReadFrames(io.MultiReader(strings.NewReader(header), bytes.NewReader(s.Frames)), name, journalFormat, func(line int, data []byte) error {
		var e state.Event
		err := text.Unmarshal(data, &e)
		if err == nil {
			err = e.Check()
		}
		if err != nil {
			return &state.DamageError{File: name, Line: line - 1, Problem: err.Error(), Hint: foreignHint}
		}
		events = append(events, e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if size != int64(len(header)+len(s.Frames)) {
		return nil, &state.DamageError{File: name, Problem: "its last line is torn", Hint: foreignHint}
	}
	return events, nil
}

const foreignHint = "use the gesso that wrote it, which may be a newer one; if none did, somebody has changed what is there: ask who keeps the home for the object as it was"

// object names an object of the home, for messages.
func (r *Replica) object(kind string, n int64) string {
	return fmt.Sprintf("%s/%010d of %s", kind, n, r.home)
}
