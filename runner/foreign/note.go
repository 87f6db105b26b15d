// Package foreign notes in a plan what its changes do to files that are not gesso's, or
// not any more: an output that was changed stays, and a file in an output's place is
// kept before it is replaced.
//
// It reads files and writes none but a cache, and decides nothing about pictures.
//
//	err := foreign.Note(ctx, made, foreign.Ground{Workspace: workspace, Others: ownedByOthers})
package foreign

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"sync"

	"gesso/runner/drift"
	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/runner/provenance"
	"gesso/runner/spread"
	"gesso/runner/written"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/locate"
	"gesso/state/disk/workspaces"
)

// Ground is what a plan's files lie on.
type Ground struct {
	Workspace *disk.Workspace
	Others    workspaces.Outputs // of other workspaces
	Seen      *drift.Seen        // what became of the recorded outputs: those are not looked at again; nil where nobody has looked
}

// noter finds the notes of a plan's changes. It is safe for concurrent use.
type noter struct {
	workspace *disk.Workspace
	survey    *locate.Survey
	ledger    *disk.Ledger
	others    workspaces.Outputs
	seen      *drift.Seen
	files     func() *written.Files
	byHand    map[string]map[string]bool // hashes, by path, of outputs that somebody has made by hand
}

// Note adds the notes to a plan's changes. It works side by side: most of the time goes to
// waiting for the system. The error is the context's.
func Note(ctx context.Context, p *plan.Plan, g Ground) error {
	if len(p.Changes) == 0 {
		return nil
	}
	w := g.Workspace
	n := &noter{workspace: w, others: g.Others, seen: g.Seen, survey: w.Outputs().Survey(), ledger: w.Ledger(), byHand: map[string]map[string]bool{}}
	n.files = sync.OnceValue(func() *written.Files { return written.Of(p) })
	for c := range p.Declared() {
		n.record(c.Before)
	}
	for _, changes := range [][]*plan.Change{p.Changes, p.Deselected} {
		for _, c := range changes {
			n.record(c.Before)
		}
	}
	if err := spread.Each(ctx, p.Changes, n.note); err != nil {
		return err
	}
	_ = w.Outputs().Flush() // a cache
	return nil
}

// record notes what of a record somebody has made by hand.
func (n *noter) record(r *state.Record) {
	if !r.HasPicture() || r.Adopted == nil {
		return
	}
	if n.byHand[r.Path] == nil {
		n.byHand[r.Path] = map[string]bool{}
	}
	n.byHand[r.Path][r.LastOutput()] = true
}

func (n *noter) note(c *plan.Change) {
	r := c.Before
	if r != nil && r.Path != "" && (c.Action == plan.Remove || c.Places() && r.Path != c.Path) {
		n.noteOld(c, r)
	}
	if c.Places() {
		n.noteNew(c)
	}
	if c.Places() && c.Metadata == state.Beside {
		n.noteSidecar(c)
	}
}

// noteOld notes what becomes of the output that goes.
func (n *noter) noteOld(c *plan.Change, r *state.Record) {
	if owner, owned := n.others.Owner(r.Path); owned {
		c.Notes = append(c.Notes, plan.Note{Kind: plan.Untouched, Path: r.Path, Why: "is an output of the workspace " + owner.Workspace})
		return
	}
	status, err := n.workspace.Outputs().Remains(r.Path, r.LastOutput(), r.Artifact)
	var forbidden *locate.ForbiddenError
	switch {
	case errors.As(err, &forbidden):
		c.Notes = append(c.Notes, plan.Note{Kind: plan.Untouched, Path: r.Path, Why: forbidden.Why})
	case r.LastOutput() == "" || n.files().Declares(r.Path): // it was never placed, or another image writes it
	case c.Action == plan.Keep: // its bytes are at the new path then
	case err == nil && status == disk.Same && r.Adopted != nil && (c.Action == plan.Remove || c.Brings()):
		c.Notes = append(c.Notes, plan.Note{Kind: plan.Retires, Path: r.Path, Why: n.kept(r.LastOutput())})
	case errors.Is(err, locate.ErrDirectory), err == nil && status == disk.Differs && !n.isOutput(r.Path):
		c.Notes = append(c.Notes, plan.Note{Kind: plan.Stays, Path: r.Path})
	}
}

// noteNew notes what the output takes the place of.
func (n *noter) noteNew(c *plan.Change) {
	sum, err := n.lies(c)
	switch brought := c.Brings(); {
	case err != nil, sum == "", c.Picture != nil && c.Picture.Knows(sum), !brought && c.Before.HasPicture() && c.Before.Knows(sum):
		return // the picture is there already, in whatever bytes, or it cannot be placed
	case slices.ContainsFunc(c.Reasons, func(r plan.Reason) bool { return r.Cause == plan.Redelivered }):
		return // so it is, in bytes that another state knows
	case n.byHand[c.Path][sum] && (brought || c.Before.Output != sum):
		c.Notes = append(c.Notes, plan.Note{Kind: plan.Retires, Path: c.Path, Why: n.kept(sum)})
		return
	case n.files().Recorded(c.Path, sum), c.Before.HasPicture() && c.Before.Artifact == sum, n.placedOnce(sum):
		return
	case !brought && c.Before.HasPicture() && c.Before.Output == "" && n.converted(c, sum):
		return // the run ended before it was recorded
	}
	kind := plan.Replaces
	if c.Action == plan.Restore {
		kind = plan.Reverts
	}
	c.Notes = append(c.Notes, plan.Note{Kind: kind, Path: c.Path, Why: n.kept(sum)})
	if c.Brings() && c.Action != plan.Import && !c.Asked && !c.Before.HasPicture() && n.isPicture(c.Path) {
		c.Notes = append(c.Notes, plan.Note{Kind: plan.Importable, Path: c.Path})
	}
}

// lies is the hash of what lies at the path of a change's output; "" where that has no folder.
func (n *noter) lies(c *plan.Change) (sum string, err error) {
	switch {
	case c.Before != nil && c.Before.Path == c.Path && n.seen.Same(c.Before):
		return c.Before.Output, nil
	case !n.survey.Within(c.Path):
		return "", nil
	}
	return n.workspace.Outputs().Sum(c.Path)
}

// placedOnce reports whether bytes, by their hash, are gesso's own where other machines have
// the project too: they were placed here before another one bought anew, or destroyed.
func (n *noter) placedOnce(sum string) bool { return n.workspace.HomeOf() != nil && n.made(sum) }

// made reports whether bytes, by their hash, are gesso's own as the ledger tells.
func (n *noter) made(sum string) bool {
	made, err := n.ledger.Made(sum)
	return err == nil && made
}

// converted reports whether the file at an output's path, of which the hash is given, is the
// recorded picture in the format of the path, as a run places it. The ledger has the hashes of
// those that outputs had once; of one that was never recorded the pixels tell.
func (n *noter) converted(c *plan.Change, sum string) bool {
	if known, err := n.ledger.Conversions(c.Before.Artifact); err == nil && slices.Contains(known, sum) {
		return true
	}
	format, known := picture.FormatOf(c.Path)
	object, err := n.workspace.Store().Open(c.Before.Artifact)
	if err != nil || !known {
		return false
	}
	defer object.Close()
	file, err := n.workspace.Outputs().Open(c.Path)
	if err != nil {
		return false
	}
	defer file.Close()
	var placed bytes.Buffer
	if err := picture.Convert(&placed, object, format); err != nil {
		return false
	}
	want, _, err := picture.Decode(bytes.NewReader(placed.Bytes()), 0)
	if err != nil {
		return false
	}
	found, _, err := picture.Decode(file, 0)
	return err == nil && picture.Same(want, found)
}

// isPicture reports whether a file at an output's path begins as a picture does.
func (n *noter) isPicture(path string) bool {
	file, err := n.workspace.Outputs().Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	_, err = picture.Inspect(file, 0)
	return err == nil
}

// kept is where the store keeps what has a hash.
func (n *noter) kept(sum string) string { return path.Join(n.workspace.Store().Dir(), sum[:2], sum) }

// noteSidecar notes what the output's sidecar takes the place of.
func (n *noter) noteSidecar(c *plan.Change) {
	path := c.Sidecar()
	if !n.survey.Lies(path) {
		return
	}
	sum, err := n.workspace.Outputs().Sum(path)
	if err != nil || n.files().Recorded(path, sum) || n.made(sum) || n.wrote(path, c.Before) {
		return
	}
	c.Notes = append(c.Notes, plan.Note{Kind: plan.Replaces, Path: path, Why: n.kept(sum)})
}

// wrote reports whether a file is, to the last byte, what a run writes beside the output of a
// record: the run ended before it was recorded.
func (n *noter) wrote(path string, r *state.Record) bool {
	if !r.HasPicture() {
		return false
	}
	file, err := n.workspace.Outputs().Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	found, err := io.ReadAll(io.LimitReader(file, provenance.MaxPacket+1))
	if err != nil {
		return false
	}
	said, ours := provenance.Parse(found)
	facts := provenance.Of(r, "")
	facts.Tool = said.Tool // of whichever version
	return ours && bytes.Equal(found, facts.Packet())
}

// isOutput reports whether the file at a path is an output that is recorded there.
func (n *noter) isOutput(path string) bool {
	sum, err := n.workspace.Outputs().Sum(path)
	return err == nil && n.files().Recorded(path, sum)
}
