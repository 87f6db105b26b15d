package plan

import (
	"context"
	"errors"
	"slices"

	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk"
)

// Note says what a change does to a file that is not gesso's, or not any more.
type Note struct {
	Kind NoteKind
	Path string
	Why  string // for Untouched: what the path does, a phrase that can follow it
}

// NoteKind is the closed set of notes.
type NoteKind int

const (
	Stays     NoteKind = iota // the output that was to go was changed after gesso wrote it
	Untouched                 // the record claims a path at which no output may lie
	Replaces                  // a file that gesso did not write makes way for the output
)

// String is the note in words.
func (n Note) String() string {
	switch n.Kind {
	case Stays:
		return n.Path + ": its output was changed after gesso wrote it: the file stays"
	case Untouched:
		return "the record's path " + n.Path + " " + n.Why + ": no file there is touched"
	case Replaces:
		return n.Path + " is not gesso's: it would be replaced, and kept in " + disk.Home + "/objects"
	}
	panic("plan: a note without words")
}

// Remains tells what is left of an output that is to go: Same is what gesso wrote,
// which may be the artifact where a run was killed before it noted that.
func Remains(w *disk.Workspace, path, output, artifact string) (disk.Status, error) {
	status, err := w.Outputs().Check(path, output)
	if err == nil && status == disk.Differs && artifact != output {
		return w.Outputs().Check(path, artifact)
	}
	return status, err
}

// noter finds the notes of a plan's changes. It is safe for concurrent use.
type noter struct {
	workspace *disk.Workspace
	survey    *disk.Survey
	declared  map[string]bool            // paths of all declared images, folded
	recorded  map[string]map[string]bool // hashes of the outputs at each path
}

// noteFiles adds the notes to the changes, side by side as checkOutputs works.
func (p *Plan) noteFiles(ctx context.Context) error {
	if len(p.Changes) == 0 {
		return nil
	}
	w := p.Situation.Workspace
	n := &noter{workspace: w, survey: w.Outputs().Survey(), declared: map[string]bool{}, recorded: map[string]map[string]bool{}}
	for c := range p.Declared() {
		n.declared[eval.FoldPath(c.Path)] = true
		n.record(c.Before)
	}
	for _, c := range p.Changes {
		n.record(c.Before)
	}
	if err := sideBySide(ctx, slices.Clone(p.Changes), n.note); err != nil {
		return err
	}
	_ = w.Outputs().Flush() // a cache
	return nil
}

func (n *noter) record(r *state.Record) {
	if r == nil || r.Output == "" {
		return
	}
	if n.recorded[r.Path] == nil {
		n.recorded[r.Path] = map[string]bool{}
	}
	n.recorded[r.Path][r.Output] = true
}

func (n *noter) note(c *Change) {
	r := c.Before
	if r != nil && r.Path != "" && (c.Action == Remove || c.places() && r.Path != c.Path) {
		n.noteOld(c, r)
	}
	if c.places() && c.Action != Restore { // which says why already
		n.noteNew(c)
	}
}

// places reports whether the change writes the output.
func (c *Change) places() bool {
	switch c.Action {
	case None, Remove, Forget:
		return false
	case Move:
		return c.Before.Path != c.Path || c.Before.Tainted != ""
	}
	return !c.Action.Waits()
}

// noteOld notes what becomes of the output that goes.
func (n *noter) noteOld(c *Change, r *state.Record) {
	status, err := Remains(n.workspace, r.Path, r.Output, r.Artifact)
	var forbidden *disk.ForbiddenError
	switch {
	case errors.As(err, &forbidden):
		c.Notes = append(c.Notes, Note{Kind: Untouched, Path: r.Path, Why: forbidden.Why})
	case r.Output == "" || n.declared[eval.FoldPath(r.Path)]: // it was never placed, or another image writes it
	case errors.Is(err, disk.ErrDirectory), err == nil && status == disk.Differs && !n.isOutput(r.Path):
		c.Notes = append(c.Notes, Note{Kind: Stays, Path: r.Path})
	}
}

// noteNew notes what the output takes the place of.
func (n *noter) noteNew(c *Change) {
	if !n.survey.Lies(c.Path) || n.isOutput(c.Path) {
		return
	}
	sum, err := n.workspace.Outputs().Sum(c.Path)
	if err != nil || c.Picture != nil && c.Picture.Artifact == sum || c.Before.HasPicture() && c.Before.Artifact == sum {
		return // the picture is there already, or it cannot be placed
	}
	c.Notes = append(c.Notes, Note{Kind: Replaces, Path: c.Path})
}

// isOutput reports whether the file at a path is an output that is recorded there.
func (n *noter) isOutput(path string) bool {
	sum, err := n.workspace.Outputs().Sum(path)
	return err == nil && n.recorded[path][sum]
}
