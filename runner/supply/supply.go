// Package supply knows where a picture that was paid for can be had for nothing: in
// the store, at an output, or at the provider. It is asked before anything is bought,
// by plans and by runs alike, so that they cannot disagree.
//
// It promises that nothing is requested and nothing written: what a provider has, only
// a run can ask, which is free. Which picture is whose is not its matter, but
// runner/decide's.
//
//	pictures := supply.New(workspace, accounts, recorded)
//	if pictures.Way(&picture) == supply.Nowhere {
//		// it is to be bought
//	}
package supply

import (
	"cmp"
	"iter"
	"slices"
	"sync"

	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk"
)

// Way is how the bytes of a picture that was paid for can be had. The better
// ways have the higher numbers.
type Way int

const (
	Nowhere    Way = iota
	ByCopy         // an output that was converted from it: the picture, though not its bytes
	ByProvider     // its URL or its task: free, and only the run can tell whether it is there
	ByOutput       // an output that is it, byte for byte
	ByStore        // the store
)

// Supply knows where pictures can be had for nothing. It is asked before
// anything is bought, by plans and by runs alike, so that they cannot disagree.
// It is safe for concurrent use.
type Supply struct {
	workspace  *disk.Workspace
	accounts   plan.Accounts
	placed     func() placed                   // the outputs that are recorded
	deliveries func() map[Loan][]state.Picture // in whatever bytes they came, by records and the ledger
	made       func() map[string]int           // how many pictures tasks have brought, by their ids
	ledger     func() *disk.Ledger
	gone       func() map[Loan]bool // pictures that a run has looked for in vain
	whole      sync.Map             // objects of the store that were read and are whole, by hash
}

// New takes the outputs that are recorded, whoever's they are.
func New(w *disk.Workspace, accounts plan.Accounts, s *state.State) *Supply {
	supply := &Supply{workspace: w, accounts: accounts}
	records := slices.Collect(s.All())
	supply.placed = sync.OnceValue(func() placed { return placedOf(records) })
	supply.ledger = sync.OnceValue(w.Ledger)
	supply.deliveries = sync.OnceValue(func() map[Loan][]state.Picture { return deliveriesOf(s, supply.ledger()) })
	supply.made = sync.OnceValue(func() map[string]int { return madeOf(supply.deliveries()) })
	supply.gone = sync.OnceValue(func() map[Loan]bool { return goneOf(supply.ledger()) })
	return supply
}

// placed are the outputs that are recorded.
type placed struct {
	outputs map[string][]string        // paths, by the hash of what was placed there
	copies  map[string][]*state.Record // whose outputs were converted, by their picture's identity
}

func placedOf(records []*state.Record) placed {
	p := placed{outputs: map[string][]string{}, copies: map[string][]*state.Record{}}
	for _, r := range records {
		p.add(r)
		for rival := range r.AllRivals() { // whose file may be the one that git has checked out
			p.add(rival)
		}
	}
	return p
}

func (p placed) add(r *state.Record) {
	if r.Output == "" {
		return
	}
	p.outputs[r.Output] = append(p.outputs[r.Output], r.Path)
	if r.HasPicture() && r.Shows() && r.Output != r.Artifact {
		p.copies[r.Identity()] = append(p.copies[r.Identity()], r)
	}
}

// goneOf reads of the ledger which pictures were looked for in vain, and have not
// been collected or fetched since. An error of it is told by whoever buys.
func goneOf(ledger *disk.Ledger) map[Loan]bool {
	entries, _ := ledger.Entries()
	gone := map[Loan]bool{}
	for _, e := range entries {
		switch {
		case e.Outcome == state.OutcomeLost:
			gone[LoanOf(e.Picture)] = true
		case e.Outcome == state.OutcomeCollected, e.FoundAgain():
			delete(gone, LoanOf(e.Picture))
		}
	}
	return gone
}

// Way tells the best way to a picture, without a request.
func (s *Supply) Way(p *state.Picture) Way {
	lost := s.gone()[LoanOf(p)]
	switch {
	case s.stored(p.Artifact, lost):
		return ByStore
	case s.Output(p.Artifact) != "":
		return ByOutput
	}
	switch path, found := s.delivered(p); {
	case found && path == "":
		return ByStore
	case found:
		return ByOutput
	case !lost && s.Asked(p):
		return ByProvider
	}
	if _, found := s.copied(p); found {
		return ByCopy
	}
	return Nowhere
}

// stored reports whether the store has an object. One of a picture that was
// looked for in vain is read: a run has found it damaged.
func (s *Supply) stored(sha string, read bool) bool {
	return s.workspace.Store().Has(sha) && (!read || s.Verify(sha) == nil)
}

// Verify reads an object of the store, unless it has and found it whole. The errors
// are those of disk.Store.Verify.
func (s *Supply) Verify(sha string) error {
	if _, known := s.whole.Load(sha); known {
		return nil
	}
	err := s.workspace.Store().Verify(sha)
	if err == nil {
		s.whole.Store(sha, true)
	}
	return err
}

// Vouch is Verify for whoever does not need the bytes: what the store's remote has is not
// brought here. The errors are those of disk.Store.Vouch.
func (s *Supply) Vouch(sha string) error {
	if store := s.workspace.Store(); store.Remote() != nil && !store.Here(sha) {
		return store.Vouch(sha)
	}
	return s.Verify(sha)
}

// Asked reports whether the provider can be asked for a picture. The stand-in
// inside another process is gone with it, and so is what it made.
func (s *Supply) Asked(p *state.Picture) bool {
	if p.URL == "" && p.Task == "" {
		return false
	}
	maker, known := s.accounts.Recorded(p.Provider)
	return !known || maker.Endpoint != state.EndpointBuiltin
}

// Builtin reports whether a picture was made by the stand-in inside of a run.
func (s *Supply) Builtin(p *state.Picture) bool {
	maker, known := s.accounts.Recorded(p.Provider)
	return known && maker.Endpoint == state.EndpointBuiltin
}

// Output is the path of an output whose bytes are an artifact, or "".
func (s *Supply) Output(artifact string) string {
	for _, path := range s.placed().outputs[artifact] {
		if s.intact(path, artifact) {
			return path
		}
	}
	return ""
}

// Copies yields what outputs were converted to from a picture: the hash of each,
// and its path, which is "" when only the store has it any more.
func (s *Supply) Copies(p *state.Picture) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, r := range s.placed().copies[p.Identity()] {
			path := r.Path
			switch {
			case r.Task != p.Task:
				continue
			case s.workspace.Store().Has(r.Output):
				path = ""
			case !s.intact(path, r.Output):
				continue
			}
			if !yield(r.Output, path) {
				return
			}
		}
		kept, _ := s.ledger().Conversions(p.Identity()) // an error of it is told by whoever buys
		for _, sha := range kept {
			if s.workspace.Store().Has(sha) && !yield(sha, "") {
				return
			}
		}
	}
}

// copied finds what an output was converted to from a picture: its path, or its name in
// the store.
func (s *Supply) copied(p *state.Picture) (where string, found bool) {
	for sha, path := range s.Copies(p) {
		return cmp.Or(path, s.workspace.Store().Dir()+"/"+sha[:2]+"/"+sha), true
	}
	return "", false
}

// intact reports whether the file at a path is what was placed there.
func (s *Supply) intact(path, output string) bool {
	status, err := s.workspace.Outputs().Check(path, output)
	return err == nil && status == disk.Same
}

// Lost reports whether nobody has a recorded picture any more. What the
// provider can be asked for is taken to be there: asking is free, and if it is
// gone the run says so, and waits for a decision.
func (s *Supply) Lost(r *state.Record) bool {
	return r.URL == "" && r.Task == "" && s.Way(&r.Picture) == Nowhere
}

// Reason says why a picture need not be bought, by the way to it.
func (s *Supply) Reason(p *state.Picture) plan.Reason {
	switch s.Way(p) {
	case ByOutput:
		path := s.Output(p.Artifact)
		if path == "" {
			path, _ = s.delivered(p)
		}
		return plan.Reason{Cause: plan.Placed, New: path}
	case ByCopy:
		where, _ := s.copied(p)
		return plan.Reason{Cause: plan.Converted, New: where}
	case ByProvider:
		return plan.Reason{Cause: plan.Offered, New: p.Task}
	}
	return plan.Reason{Cause: plan.Stored}
}

// Sought reports whether a run has looked for a picture in vain.
func (s *Supply) Sought(p *state.Picture) bool { return s.gone()[LoanOf(p)] }

// AnySought reports whether a run has looked for any picture in vain.
func (s *Supply) AnySought() bool { return len(s.gone()) > 0 }

// Loan is a picture that somebody has.
type Loan = state.Lineage

// LoanOf is a picture as somebody has it.
func LoanOf(p *state.Picture) Loan { return p.Lineage() }
