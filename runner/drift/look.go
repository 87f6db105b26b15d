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
	found map[place]*Finding // without those that have the same bytes
	same  Finding
}

// place is an output as a record has it, at whatever address that is by now.
type place struct{ path, output string }

// Look looks at the outputs of all pictures that are recorded and were placed. What others
// have placed at one's path, as another workspace of the folder has on a machine where this
// one never worked, is nobody's handwork: nothing is there. It works side by side. The error
// is the context's.
func Look(ctx context.Context, w *disk.Workspace, s *state.State, others workspaces.Outputs) (*Seen, error) {
	l := &looker{workspace: w, others: others, ledger: w.Ledger(), memory: picture.NewMemory(picture.DefaultMemory), own: map[string]bool{}, had: map[string]bool{}, seen: &Seen{found: map[place]*Finding{}}}
	var records []*state.Record
	for r := range s.All() {
		if r.HasPicture() && r.Output != "" {
			records = append(records, r)
		}
	}
	if err := spread.Each(ctx, records, l.compare); err != nil {
		return nil, err
	}
	if len(l.differ) > 0 {
		l.know(s)
		l.remember(s)
	}
	if err := spread.Each(ctx, l.differ, func(r *state.Record) { l.note(r, l.examine(ctx, r)) }); err != nil {
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

// Same reports whether the output of a record was looked at, and is byte for byte what was
// placed.
func (s *Seen) Same(r *state.Record) bool {
	return s != nil && r.HasPicture() && r.Output != "" && s.found[place{r.Path, r.Output}] == nil
}

type looker struct {
	workspace *disk.Workspace
	others    workspaces.Outputs
	ledger    *disk.Ledger
	memory    *picture.Memory
	own       map[string]bool // hashes of what is recorded, and made by gesso
	had       map[string]bool // hashes of all that was ever recorded, where other machines have the project
	mu        sync.Mutex
	differ    []*state.Record // whose outputs are not what was placed
	seen      *Seen
}

// know finds what gesso has made, of all that is recorded.
func (l *looker) know(s *state.State) {
	for r := range s.All() {
		l.known(r)
		for rival := range r.AllRivals() {
			l.known(rival)
		}
	}
}

func (l *looker) known(r *state.Record) {
	if r.HasPicture() && !r.Imported && r.Adopted == nil {
		l.own[r.LastOutput()] = true
		for _, sha := range r.Named() {
			l.own[sha] = true
		}
	}
}

// compare compares an output with what was placed.
func (l *looker) compare(r *state.Record) {
	switch status, err := l.workspace.Outputs().Check(r.Path, r.Output); {
	case err != nil:
		l.note(r, Finding{Kind: Spoilt, Why: "what cannot be read: " + err.Error()})
	case status == disk.Same:
	case status == disk.Missing || l.owned(r.Path):
		l.note(r, Finding{Kind: Missing})
	default:
		l.mu.Lock()
		defer l.mu.Unlock()
		l.differ = append(l.differ, r)
	}
}

// owned reports whether a file is another workspace's output.
func (l *looker) owned(path string) bool {
	_, owned := l.others.Owner(path)
	return owned
}

func (l *looker) note(r *state.Record, found Finding) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen.found[place{r.Path, r.Output}] = &found
}
