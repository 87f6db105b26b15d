package drift

import (
	"context"
	"sync"

	"gesso/runner/picture"
	"gesso/runner/spread"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
)

// Kind is the closed set of what an output can be, compared with what was placed.
type Kind int

const (
	Same    Kind = iota // what was placed
	Missing             // nothing is there
	Spoilt              // no picture: Why says what it is instead
	Made                // a picture that gesso has made, and did not place there last
	Undone              // the one that the recorded picture was made from by hand
	Packed              // the recorded picture, in other bytes
	Edited              // another picture, made by hand
)

// Finding is what became of one output.
type Finding struct {
	Kind    Kind
	Sum     string        // SHA-256 of the file; "" of Missing, and where it could not be read
	Picture state.Picture // of Packed and Edited, as the file has it; of Undone, as it was recorded
	Why     string        // of Spoilt: a phrase that can follow "it is"
}

// Status is the finding as a comparison of bytes.
func (f Finding) Status() disk.Status {
	switch f.Kind {
	case Same:
		return disk.Same
	case Missing:
		return disk.Missing
	}
	return disk.Differs
}

// Seen is what became of the outputs of a state. It is safe for concurrent use, and nil
// is that none was looked at.
type Seen struct {
	found map[place]*Finding // without those that are the same
	same  Finding
}

// place is an output as a record has it, at whatever address that is by now.
type place struct{ path, output string }

// Look looks at the outputs of all pictures that are recorded and were placed. What others
// have placed at one's path, as another workspace of the folder has on a machine where this
// one never worked, is nobody's handwork: nothing is there. It works side by side. The error
// is the context's.
func Look(ctx context.Context, w *disk.Workspace, s *state.State, others workspaces.Outputs) (*Seen, error) {
	l := &looker{workspace: w, others: others, ledger: w.Ledger(), memory: picture.NewMemory(picture.DefaultMemory), own: map[string]bool{}, seen: &Seen{found: map[place]*Finding{}}}
	var records []*state.Record
	for r := range s.All() {
		l.known(r)
		for rival := range r.AllRivals() {
			l.known(rival)
		}
		if r.HasPicture() && r.Output != "" {
			records = append(records, r)
		}
	}
	if err := spread.Each(ctx, records, func(r *state.Record) { l.look(ctx, r) }); err != nil {
		return nil, err
	}
	_ = w.Outputs().Flush() // a cache
	return l.seen, nil
}

// At is what became of the output of a record. One that was not there when it was looked
// is Same. It is shared, and not to be changed: nearly all are one.
func (s *Seen) At(r *state.Record) *Finding {
	if s == nil {
		return new(Finding)
	}
	if r != nil && s.found[place{r.Path, r.Output}] != nil {
		return s.found[place{r.Path, r.Output}]
	}
	return &s.same
}

type looker struct {
	workspace *disk.Workspace
	others    workspaces.Outputs
	ledger    *disk.Ledger
	memory    *picture.Memory
	own       map[string]bool // hashes of what is recorded, and made by gesso
	mu        sync.Mutex
	seen      *Seen
}

func (l *looker) known(r *state.Record) {
	if r.HasPicture() && !r.Imported && r.Adopted == nil {
		l.own[r.LastOutput()] = true
		for _, sha := range r.Named() {
			l.own[sha] = true
		}
	}
}

func (l *looker) look(ctx context.Context, r *state.Record) {
	status, err := l.workspace.Outputs().Check(r.Path, r.Output)
	var found Finding
	switch {
	case err != nil:
		found = Finding{Kind: Spoilt, Why: "what cannot be read: " + err.Error()}
	case status == disk.Same:
		return
	case status == disk.Missing:
		found.Kind = Missing
	default:
		if _, owned := l.others.Owner(r.Path); owned {
			found.Kind = Missing
			break
		}
		found = l.examine(ctx, r)
	}
	other := found // of which there is none for all that are the same
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen.found[place{r.Path, r.Output}] = &other
}
