package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk"
)

// place writes a change's output from the store and notes it. What lies there
// that gesso did not make is kept in the store.
func (r *run) place(c *plan.Change, record *state.Record) error {
	kept, err := r.spare(c.Path, record.Output, madeOf(c, record.Output))
	if err != nil {
		return &PlaceError{Path: c.Path, Err: err}
	}
	old := record.Path
	if old != c.Path && filename.Fold(old) == filename.Fold(c.Path) {
		// Where case is folded these are one file, which cannot go after it is
		// written. The store has its bytes.
		if err := r.removeOutput(c.Address, old, record.Output, madeOf(c, record.Output)); err != nil {
			return err
		}
	}
	sha, err := r.write(c, record)
	if err != nil {
		return &PlaceError{Path: c.Path, Err: err}
	}
	if kept != sha { // else what lay there was the picture already
		r.tellKept(c.Address, c.Path, kept)
	}
	if c.Declared.Judged {
		_ = r.Workspace.Outputs().ClearAside(c.Path) // a copy: what is left of it harms nobody
	}
	if old != "" && old != c.Path && !r.paths[filename.Fold(old)] {
		// Before it is noted: from then on nobody knows of the old output.
		if err := r.removeOutput(c.Address, old, record.Output, madeOf(c, record.Output)); err != nil {
			return err
		}
	}
	return r.record(state.Event{Kind: state.Placed, Address: c.Address, Path: c.Path, Output: sha})
}

// madeOf is the artifact that the output on disk was made of, or the output
// itself where that is not known: a tainted record has a later one.
func madeOf(c *plan.Change, output string) string {
	if c.Before != nil && c.Before.Output == output && c.Before.Tainted == "" {
		return c.Before.Artifact
	}
	return output
}

// write copies an artifact to a path, converted when the extension asks for
// another format, and returns the output's SHA-256.
func (r *run) write(c *plan.Change, record *state.Record) (string, error) {
	path, outputs := c.Path, r.Workspace.Outputs()
	if r.kept(c, record) {
		return record.Output, outputs.PlaceCopy(path, record.Output)
	}
	format, _ := picture.FormatOf(path)
	if format == record.Format {
		return record.Artifact, outputs.PlaceCopy(path, record.Artifact)
	}
	artifact, err := r.Workspace.Store().Open(record.Artifact)
	if err != nil {
		return "", err
	}
	defer artifact.Close()
	return outputs.Place(path, func(w io.Writer) error { return r.convert(w, artifact, format) })
}

// convert waits for memory also when the run was interrupted: others are about to
// leave it, and what is written now need not be written by the next run.
func (r *run) convert(w io.Writer, artifact io.ReadSeeker, format string) error {
	return r.memory.Convert(context.WithoutCancel(r.ctx), w, artifact, format)
}

// kept reports whether the store has, in place of the artifact, what was made
// of it for an output of the same format: see adopt.
func (r *run) kept(c *plan.Change, record *state.Record) bool {
	return record.Tainted == "" && record.Output != "" && record.Output != record.Artifact && sameFormat(record.Path, c.Path) &&
		!r.whole(c, record.Artifact) && r.whole(c, record.Output)
}

func sameFormat(a, b string) bool {
	formatA, _ := picture.FormatOf(a)
	formatB, _ := picture.FormatOf(b)
	return formatA == formatB
}

// PlaceError is an output that could not be written. Its picture is safe.
type PlaceError struct {
	Path string
	Err  error
}

func (e *PlaceError) Error() string {
	return fmt.Sprintf("its picture is in the store, but %s cannot be written: %v", e.Path, e.Err)
}

func (e *PlaceError) Unwrap() error { return e.Err }

// NoPlaceError is an output that could not be written, which was found before
// its picture was bought.
type NoPlaceError struct {
	Path string
	Err  error
}

func (e *NoPlaceError) Error() string {
	return fmt.Sprintf("nothing was bought, because %s cannot be written: %v", e.Path, e.Err)
}

func (e *NoPlaceError) Unwrap() error { return e.Err }

// seat takes the changes out of a unit whose pictures could not be placed. The
// plan has looked, and the directory may have changed since.
func (r *run) seat(u *unit, started time.Time) {
	survey := r.Workspace.Outputs().Survey()
	var placeable []*plan.Change
	for _, c := range u.changes {
		if err := survey.Placeable(c.Path); err != nil {
			r.fail(c, &NoPlaceError{c.Path, err}, started)
			r.block(u, []*plan.Change{c}, err)
			continue
		}
		placeable = append(placeable, c)
	}
	u.changes = placeable
}

// spare keeps the file at a path that is about to be replaced, unless it is
// what gesso placed there and the store has. It returns the hash of what is
// kept and was nobody's output, or "".
func (r *run) spare(path, output, artifact string) (string, error) {
	w := r.Workspace
	status, err := w.Outputs().Check(path, output)
	switch {
	case err != nil:
		return "", err
	case status == disk.Missing || status == disk.Same && w.Store().Verify(artifact) == nil: // damaged, it would be lost with this file
		return "", nil
	}
	owned := status != disk.Differs || r.isOthers(path)
	sha, err := w.Outputs().Keep(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", err
	case owned:
		return "", nil
	}
	return sha, nil
}

// tellKept warns that a file that was not gesso's has been replaced or removed.
func (r *run) tellKept(address, path, sha string) {
	if sha != "" {
		r.tell(Event{Kind: Warned, Address: address, Path: path,
			Err: fmt.Errorf("%s was not what gesso placed there; the file is kept as %s/objects/%s/%s", path, disk.Home, sha[:2], sha)})
	}
}

// isOthers reports whether the file at a path is the output that another image
// had there, as when two exchange their paths.
func (r *run) isOthers(path string) bool {
	for _, sha := range r.outputsAt()[path] {
		if status, err := r.Workspace.Outputs().Check(path, sha); err == nil && status == disk.Same {
			return true
		}
	}
	return false
}

// recordedOutputs are the hashes of the outputs at each path, as recorded
// before the run. After a crash several records can name one path.
func recordedOutputs(p *plan.Plan) map[string][]string {
	at := map[string][]string{}
	add := func(c *plan.Change) {
		if c.Before != nil && c.Before.Output != "" {
			at[c.Before.Path] = append(at[c.Before.Path], c.Before.Output)
		}
	}
	for c := range p.Declared() {
		add(c)
	}
	for _, c := range p.Changes {
		if c.Declared == nil { // removed
			add(c)
		}
	}
	return at
}

// restore makes an output again from the store, from what lies at its old
// path, or from the provider, which is free.
func (r *run) restore(ctx context.Context, c *plan.Change, started time.Time) error {
	record := *c.Before
	if !r.kept(c, &record) {
		had, err := r.have(ctx, c, record.Picture)
		if isVain(err) {
			return &LostError{Remedy: remedy(c, err), Err: err}
		}
		if err != nil {
			return err
		}
		if had.Artifact != record.Artifact || had.URL != record.URL {
			record.Picture = had
			if c.Before.Request != nil && had.Artifact != c.Before.Artifact {
				r.compareSize(c, c.Before.Request.Size, had)
			}
			if err := r.record(state.Event{Kind: state.Collected, Record: &record}); err != nil {
				return err
			}
		}
	}
	if err := r.place(c, &record); err != nil {
		return err
	}
	r.done(c, c.Action, false, started)
	return nil
}

// remedy is what can be done about a recorded picture that nobody has.
func remedy(c *plan.Change, err error) string {
	another := fmt.Sprintf("gesso apply -replace='%s' buys another", c.Address)
	if errors.As(err, new(*otherBytesError)) && c.Before.Output == c.Before.Artifact {
		return "a copy of it that is put back at " + c.Before.Path + " is taken for it; " + another
	}
	return another
}

// reuse takes a picture that was paid for already. Where nobody has it after all,
// nothing is bought in its place, since the plan has not shown that: it is noted,
// and the next plan shows it.
func (r *run) reuse(ctx context.Context, c *plan.Change, started time.Time) error {
	picture, err := r.have(ctx, c, *c.Picture)
	if isVain(err) {
		wanted := &state.Record{Address: c.Address, Picture: *c.Picture}
		if broken := r.record(state.Event{Kind: state.Lost, Record: wanted, Problem: err.Error()}); broken != nil {
			return broken
		}
		return &LostError{Remedy: "nothing was bought in its place, and the next plan shows that another is", Err: err}
	}
	if fromProvider(err) { // it may be there the next time
		return fmt.Errorf("its picture was paid for already, and cannot be had now; gesso apply -replace='%s' buys another: %w", c.Address, err)
	}
	if err != nil {
		return err
	}
	picture.Key = c.Key
	r.compareSize(c, c.Request.Size, picture)
	record := r.newRecord(c, picture, c.Recordable())
	if c.Declared.Undecided { // else the plan has judged it
		record.Tainted = r.Evaluation.Unmet(c, &picture)
	}
	return r.take(c, record, plan.Reuse, started)
}

// take records a picture that is in the store and cost nothing in this run, and
// puts it where it belongs.
func (r *run) take(c *plan.Change, record *state.Record, action plan.Action, started time.Time) error {
	if err := r.record(state.Event{Kind: state.Collected, Record: record}); err != nil {
		return err
	}
	if record.Tainted != "" {
		return r.keepAside(c, record, false)
	}
	if err := r.place(c, record); err != nil {
		return err
	}
	r.done(c, action, false, started)
	return nil
}

// resume collects a task that an earlier run paid for.
func (r *run) resume(ctx context.Context, c *plan.Change, started time.Time) error {
	if c.Home == "" {
		return &StrandedError{Endpoint: c.Call.Endpoint, Task: c.Call.Task}
	}
	call := pendingCall(c.Call, c, r.lanes[c.Home])
	r.renew(ctx, &call)
	return r.receive(ctx, call, false, started)
}

// renew asks the task of an earlier run's call where its pictures are now. What its
// answer said then may lead to something else by now, and no hash is known yet to
// tell. A task that nobody can be asked for leaves what there is.
func (r *run) renew(ctx context.Context, c *call) {
	if c.task.State != provider.Succeeded || c.task.ID == "" {
		return
	}
	tasks, err := c.lane.Provider.Poll(ctx, []string{c.task.ID})
	if err == nil && len(tasks) == 1 && len(tasks[0].Pictures) >= len(c.task.Pictures) {
		c.task = tasks[0]
	}
}

// StrandedError is a call whose picture cannot be collected, because no
// provider block has the endpoint that it was sent to. The call is kept.
type StrandedError struct {
	Endpoint string
	Task     string // "" of a call that has none
}

func (e *StrandedError) Error() string {
	what := "its picture"
	if e.Task != "" {
		what = "task " + e.Task
	}
	return what + " is at " + e.Endpoint + ", and no provider block has that endpoint now; add one that has it, with an alias if need be, and apply collects the picture, or give it up with gesso resolve ADDRESS -abandon"
}

// pendingCall is an earlier run's call, for one of its pictures.
func pendingCall(p *state.Pending, c *plan.Change, at *lane) call {
	task := provider.Task{ID: p.Task, TraceID: p.TraceID}
	for _, url := range p.URLs {
		task.State = provider.Succeeded // when they are dead, the task is asked for others
		task.Pictures = append(task.Pictures, provider.Picture{URL: url})
	}
	return call{lane: at, intent: p.Intent, task: task, request: p.Request, triggers: p.Triggers, wants: []want{{c, p.Index}}, count: p.Count}
}
