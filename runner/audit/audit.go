package audit

import (
	"errors"
	"io/fs"
	"slices"
	"time"

	"gesso/state"
)

// Findings are what became of everything that was ever paid for in a directory.
type Findings struct {
	Paid     int     `json:"paid"`     // pictures: those collected, and those of calls with a task
	Imported int     `json:"imported"` // pictures that nobody paid for here
	Stored   int     `json:"stored"`   // paid pictures whose bytes are here and whole
	Collect  int     `json:"collect"`  // pictures that the next apply collects
	InDoubt  []Item  `json:"in_doubt"` // requests that may have been paid for
	GivenUp  []Item  `json:"given_up"` // by a user's decision
	Lost     []Item  `json:"lost"`     // paid for, and nowhere
	Double   []Item  `json:"double"`   // paid for again with nobody's decision
	Spent    float64 `json:"spent"`    // for collected pictures whose price was known
	Unpriced int     `json:"unpriced"` // collected pictures whose price was not
}

// Item is one call, or one picture, that findings name.
type Item struct {
	Address  string    `json:"address"`
	Time     time.Time `json:"time"`
	Key      state.Key `json:"key"`
	Provider string    `json:"provider,omitempty"` // such as flux.second; "" for the default one
	Task     string    `json:"task_id,omitempty"`
	TraceID  string    `json:"trace_id,omitempty"`
	Artifact string    `json:"artifact,omitempty"`
	Problem  string    `json:"problem,omitempty"`
}

// Sound reports whether nothing is lost and nothing was paid for twice.
func (f *Findings) Sound() bool { return len(f.Lost)+len(f.Double) == 0 }

// Make replays the ledger and the state, and reads every picture. The
// error is one of reading gesso's own files.
func Make(w *state.Workspace, s *state.State) (*Findings, error) {
	entries, err := w.Ledger().Entries()
	if err != nil {
		return nil, err
	}
	a := &auditor{w: w, s: s, bought: map[purchase][]state.Entry{}, seen: map[string]bool{},
		pools: map[state.Key]*pool{},
		out:   &Findings{InDoubt: []Item{}, GivenUp: []Item{}, Lost: []Item{}, Double: []Item{}}}
	for _, e := range entries {
		if err := a.entry(e); err != nil {
			return nil, err
		}
	}
	for record := range s.All() {
		a.pool(record.Key).wanted[record.Address] = true
		if record.Artifact == "" || a.seen[record.Artifact] {
			continue // only its calls are known, or the ledger has told of it
		}
		if again, err := a.redelivered(record.Picture); err != nil {
			return nil, err
		} else if again {
			continue
		}
		if err := a.picture(record.Picture, record.Address, record.Generated); err != nil {
			return nil, err
		}
		if !record.Imported {
			a.out.Unpriced++
		}
	}
	for address, call := range s.Pending() {
		a.pending(address, call)
	}
	a.doubles()
	return a.out, nil
}

// purchase is what should be bought once.
type purchase struct {
	address string
	key     state.Key
}

// pool is all pictures of one request. They belong to no address: who wants
// the request takes any of them that nobody uses.
type pool struct {
	bought int             // pictures, but for those that are lost or that a user wanted replaced
	wanted map[string]bool // addresses that ever wanted one
}

type auditor struct {
	w      *state.Workspace
	s      *state.State
	out    *Findings
	bought map[purchase][]state.Entry
	seen   map[string]bool // artifacts that were counted
	pools  map[state.Key]*pool
}

func (a *auditor) pool(key state.Key) *pool {
	if a.pools[key] == nil {
		a.pools[key] = &pool{wanted: map[string]bool{}}
	}
	return a.pools[key]
}

func (a *auditor) entry(e state.Entry) error {
	address := ""
	if len(e.Addresses) > 0 {
		address = e.Addresses[0]
	}
	of := a.pool(e.Key)
	for _, wants := range e.Addresses {
		of.wanted[wants] = true
	}
	switch e.Outcome {
	case state.OutcomeSettled:
		a.out.GivenUp = append(a.out.GivenUp, itemOf(e, address))
		// Whoever gave up a call may buy again.
		delete(a.bought, purchase{address, e.Key})
	case state.OutcomeCollected:
		if e.Price != nil {
			a.out.Spent += *e.Price
		} else {
			a.out.Unpriced++
		}
		if address != "" {
			p := purchase{address, e.Key}
			a.bought[p] = append(a.bought[p], e)
		}
		lost := len(a.out.Lost)
		err := a.picture(*e.Picture, address, e.Time)
		if !e.Replace && len(a.out.Lost) == lost {
			of.bought++
		}
		return err
	case state.OutcomeReleased:
		if a.seen[e.Picture.Artifact] {
			return nil
		}
		if again, err := a.redelivered(*e.Picture); again || err != nil {
			return err
		}
		return a.picture(*e.Picture, address, e.Time)
	case state.OutcomeRefused, state.OutcomeInDoubt: // the state tells what is still in doubt
	case state.OutcomeLost: // what brought the picture has told of it, and its bytes are looked for anyway
	}
	return nil
}

func itemOf(e state.Entry, address string) Item {
	item := Item{Address: address, Time: e.Time, Key: e.Key, Provider: e.Provider, Task: e.Task, TraceID: e.TraceID, Problem: e.Problem}
	if e.Picture != nil {
		item.Artifact = e.Picture.Artifact
	}
	return item
}

// picture counts a paid picture and looks for its bytes.
func (a *auditor) picture(p state.Picture, address string, at time.Time) error {
	a.seen[p.Artifact] = true
	if p.Imported {
		a.out.Imported++
		return nil
	}
	a.out.Paid++
	problem, err := a.missing(p)
	if err != nil {
		return err
	}
	if problem == "" {
		a.out.Stored++
		return nil
	}
	a.out.Lost = append(a.out.Lost, Item{
		Address: address, Time: at, Key: p.Key, Provider: p.Provider, Task: p.Task, TraceID: p.TraceID, Artifact: p.Artifact, Problem: problem,
	})
	return nil
}

// redelivered finds the picture whose bytes were lost, and that was delivered once
// more, in other bytes. It was paid for once. Older records do not say which it was:
// then it is one of the same task.
func (a *auditor) redelivered(p state.Picture) (bool, error) {
	i := slices.IndexFunc(a.out.Lost, func(lost Item) bool { return p.Origin != nil && lost.Artifact == p.Identity() && lost.Key == p.Key })
	if i < 0 {
		i = slices.IndexFunc(a.out.Lost, func(lost Item) bool { return lost.Task != "" && lost.Task == p.Task && lost.Key == p.Key })
	}
	if i < 0 {
		return p.Origin != nil && a.seen[p.Identity()], nil
	}
	problem, err := a.missing(p)
	if err != nil || problem != "" {
		return true, err // it is lost as well
	}
	a.seen[p.Artifact] = true
	a.out.Lost = slices.Delete(a.out.Lost, i, i+1)
	a.out.Stored++
	return true, nil
}

// missing tells why a picture's bytes are not here, or "" when they are: in the
// store, or in an output that is the picture as it was delivered.
func (a *auditor) missing(p state.Picture) (string, error) {
	err := a.w.Store().Verify(p.Artifact)
	if err == nil {
		return "", nil
	}
	for _, r := range a.s.ByKey()[p.Key] {
		if r.Output != p.Artifact {
			continue
		}
		if status, err := a.w.Outputs().Check(r.Path, r.Output); err == nil && status == state.Same {
			return "", nil
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "neither the store nor an output has it", nil
	}
	return err.Error(), nil
}

func (a *auditor) pending(address string, call state.Pending) {
	item := Item{Address: address, Time: call.Time, Key: call.Key, Provider: call.Provider, Task: call.Task, TraceID: call.TraceID, Problem: call.Problem}
	switch {
	case call.InDoubt():
		a.out.InDoubt = append(a.out.InDoubt, item)
		return
	case call.Lost:
		a.out.Lost = append(a.out.Lost, item)
	default:
		a.out.Collect++
	}
	a.out.Paid++
}

// doubles finds what was bought again although the first was good: neither
// replaced on request, nor given up, nor lost.
func (a *auditor) doubles() {
	lost := map[string]bool{}
	for _, item := range a.out.Lost {
		lost[item.Artifact] = true
	}
	for p, entries := range a.bought {
		if of := a.pool(p.key); of.bought <= len(of.wanted) {
			continue // another address took the picture that this one had let go of
		}
		for i, e := range entries[1:] {
			if e.Replace || e.Intent == entries[i].Intent || lost[entries[i].Picture.Artifact] {
				continue
			}
			a.out.Double = append(a.out.Double, itemOf(e, p.address))
		}
	}
	slices.SortFunc(a.out.Double, func(x, y Item) int { return x.Time.Compare(y.Time) })
}
