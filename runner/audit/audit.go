package audit

import (
	"slices"
	"time"

	"gesso/runner/money"
	"gesso/state"
	"gesso/state/disk"
)

// Findings are what became of everything that was ever paid for in a directory.
type Findings struct {
	Paid      int    `json:"paid"`      // pictures: those collected, and those of calls with a task
	Imported  int    `json:"imported"`  // pictures that nobody paid for here
	Adopted   int    `json:"adopted"`   // pictures that somebody made by hand
	Stored    int    `json:"stored"`    // paid pictures whose bytes are here and whole
	Converted int    `json:"converted"` // paid pictures of which only the output is here, which is of another format
	Collect   int    `json:"collect"`   // pictures that the next apply collects
	InDoubt   []Item `json:"in_doubt"`  // requests that may have been paid for
	Unmade    []Item `json:"unmade"`    // pictures of requests that were accepted and brought none: they may have been charged
	GivenUp   []Item `json:"given_up"`  // by a user's decision
	Lost      []Item `json:"lost"`      // paid for, and nowhere
	Double    []Item `json:"double"`    // paid for again with nobody's decision

	Costs   Costs         `json:"-"`
	Charged money.Amounts `json:"-"` // what the provider says that it took, as far as it says, by its currencies
}

// Item is one call, or one picture, that findings name.
type Item struct {
	Address  string    `json:"address"`
	Time     time.Time `json:"time"`
	Key      state.Key `json:"key"`
	Provider string    `json:"provider,omitempty"` // such as painter.second; "" for the default one
	Task     string    `json:"task_id,omitempty"`
	TraceID  string    `json:"trace_id,omitempty"`
	Artifact string    `json:"artifact,omitempty"`
	Problem  string    `json:"problem,omitempty"`
}

// Sound reports whether nothing is lost and nothing was paid for twice.
func (f *Findings) Sound() bool { return len(f.Lost)+len(f.Double) == 0 }

// Make replays the ledger and the state, and reads every picture. The
// error is one of reading gesso's own files.
func Make(w *disk.Workspace, s *state.State) (*Findings, error) {
	ledger := w.Ledger()
	entries, err := ledger.Entries()
	if err != nil {
		return nil, err
	}
	a := &auditor{
		shelf: newShelf(w, s), ledger: ledger,
		bought: map[purchase][]state.Entry{}, seen: map[string]bool{}, imported: map[delivery]bool{},
		pools: map[state.Key]*pool{}, lost: map[delivery][]int{}, found: map[int]bool{},
		out: &Findings{InDoubt: []Item{}, Unmade: []Item{}, GivenUp: []Item{}, Lost: []Item{}, Double: []Item{}},
	}
	for _, e := range entries {
		a.entry(e)
	}
	for record := range s.All() {
		a.record(record)
	}
	a.dropFound()
	for address, call := range s.Pending() {
		a.pending(address, call)
	}
	return a.out, a.doubles()
}

// delivery is what a task brought for a request. Its bytes may be delivered
// again as others.
type delivery struct {
	key  state.Key
	task string
}

func deliveryOf(p state.Picture) delivery { return delivery{p.Key, p.Task} }

type auditor struct {
	shelf    *shelf
	ledger   *disk.Ledger
	out      *Findings
	bought   map[purchase][]state.Entry
	seen     map[string]bool   // artifacts that were counted
	imported map[delivery]bool // tasks whose picture was imported
	pools    map[state.Key]*pool
	lost     map[delivery][]int // places among the lost ones
	found    map[int]bool       // those of them that were delivered again
}

// entry counts what the ledger tells of one call, or of a picture that an
// address let go of.
func (a *auditor) entry(e state.Entry) {
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
		a.givenUp(e)
	case state.OutcomeCollected:
		a.collected(e, address)
	case state.OutcomeReleased:
		if !a.seen[e.Picture.Artifact] && !a.redelivered(*e.Picture) {
			a.picture(*e.Picture, address, e.Time)
		}
	case state.OutcomeRefused:
		a.unmade(e)
	case state.OutcomeInDoubt, state.OutcomeOpen, state.OutcomeClosed: // the state tells what is still in doubt, and what is open
	case state.OutcomeLost: // what brought the picture has told of it, and its bytes are looked for anyway
	}
}

func (a *auditor) collected(e state.Entry, address string) {
	a.out.Costs.Collected.AddPrice(e.Price, e.Currency)
	if address != "" {
		p := purchase{address, e.Key}
		a.bought[p] = append(a.bought[p], e)
	}
	if here := a.picture(*e.Picture, address, e.Time); here && !e.Replace {
		a.pool(e.Key).bought++
	}
}

func itemOf(e state.Entry, address string) Item {
	item := Item{Address: address, Time: e.Time, Key: e.Key, Provider: e.Provider, Task: e.Task, TraceID: e.TraceID, Problem: e.Problem}
	if e.Picture != nil {
		item.Artifact = e.Picture.Artifact
	}
	return item
}

// record counts the picture of a record, if the ledger has not told of it.
func (a *auditor) record(r *state.Record) {
	a.pool(r.Key).wanted[r.Address] = true
	if r.Artifact == "" || a.seen[r.Artifact] || a.redelivered(r.Picture) {
		return // only its calls are known, or the picture is
	}
	if how := r.Adopted; how != nil {
		a.seen[r.Artifact] = true
		a.out.Adopted++
		if how.From != nil {
			a.record(&state.Record{Address: r.Address, Picture: how.From.Picture})
		}
		return
	}
	a.picture(r.Picture, r.Address, r.Generated)
	if !r.Imported {
		a.out.Costs.Collected.AddPrice(nil, "")
	}
}

// picture counts a picture and looks for its bytes. It reports whether it is
// not lost.
func (a *auditor) picture(p state.Picture, address string, at time.Time) bool {
	a.seen[p.Artifact] = true
	if p.Adopted != nil {
		a.out.Adopted++
		return true
	}
	if p.Imported {
		a.out.Imported++
		if p.Task != "" {
			a.imported[deliveryOf(p)] = true
		}
		return true
	}
	a.out.Paid++
	a.charge(p.Charge)
	problem := a.look(p)
	if problem == "" {
		return true
	}
	a.lost[deliveryOf(p)] = append(a.lost[deliveryOf(p)], len(a.out.Lost))
	a.out.Lost = append(a.out.Lost, Item{
		Address: address, Time: at, Key: p.Key, Provider: p.Provider, Task: p.Task, TraceID: p.TraceID, Artifact: p.Artifact, Problem: problem,
	})
	return false
}

// look counts a paid picture that is here, as what is here of it. It returns why
// nothing is, or "".
func (a *auditor) look(p state.Picture) string {
	converted, problem := a.shelf.find(p)
	switch {
	case problem != "":
	case converted:
		a.out.Converted++
	default:
		a.out.Stored++
	}
	return problem
}

// redelivered reports whether a picture is one that was counted, and that the
// provider delivered once more, in other bytes: because the first ones were lost,
// or were imported. It was paid for once, or not at all.
func (a *auditor) redelivered(p state.Picture) bool {
	if p.Task != "" && a.imported[deliveryOf(p)] {
		return true
	}
	i := a.lostAs(p)
	if i < 0 {
		return p.Origin != nil && a.seen[p.Identity()]
	}
	if a.look(p) == "" { // else it is lost as well
		a.seen[p.Artifact] = true
		a.found[i] = true
	}
	return true
}

// lostAs finds among the lost ones the picture that a delivery is of, or -1. Older
// records do not say which it was: then it is one of the same task.
func (a *auditor) lostAs(p state.Picture) int {
	one := -1
	for _, i := range a.lost[deliveryOf(p)] {
		switch {
		case a.found[i]:
		case a.out.Lost[i].Artifact == p.Identity():
			return i
		case one < 0 && p.Task != "":
			one = i
		}
	}
	return one
}

// dropFound takes from the lost ones those that were found.
func (a *auditor) dropFound() {
	left := []Item{}
	for i, item := range a.out.Lost {
		if !a.found[i] {
			left = append(left, item)
		}
	}
	a.out.Lost = left
}

func (a *auditor) pending(address string, call state.Call) {
	item := Item{Address: address, Time: call.Time, Key: call.Key, Provider: call.Provider, Task: call.Task, TraceID: call.TraceID, Problem: call.Problem}
	switch {
	case call.InDoubt():
		a.out.InDoubt = append(a.out.InDoubt, item)
		a.out.Costs.InDoubt.AddPrice(call.Price, call.Currency)
		return
	case call.Lost:
		a.out.Lost = append(a.out.Lost, item)
		a.out.Costs.Gone.AddPrice(call.Price, call.Currency)
		a.charge(call.Charge)
	default:
		a.out.Collect++
		a.out.Costs.Open.AddPrice(call.Price, call.Currency)
	}
	a.out.Paid++
}

// doubles finds what was bought again although the first was good: neither
// replaced on request, nor given up, nor lost.
func (a *auditor) doubles() error {
	lost := map[string]bool{}
	for _, item := range a.out.Lost {
		lost[item.Artifact] = true
	}
	for p, entries := range a.bought {
		if len(entries) < 2 {
			continue
		}
		wanted, err := a.wanted(p.key)
		if err != nil {
			return err
		}
		if a.pool(p.key).bought <= wanted {
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
	return nil
}
