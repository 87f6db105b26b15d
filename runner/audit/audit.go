package audit

import (
	"cmp"
	"slices"
	"time"

	"gesso/runner/money"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/history"
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
	shelf := newShelf(w, ledger, s)
	a := &auditor{
		shelf: shelf, ledger: ledger, history: w.History(), bought: map[purchase][]state.Entry{}, pools: map[state.Key]*pool{}, pictures: newPictures(shelf.lacks),
		discarded: map[string]string{},
		out:       &Findings{InDoubt: []Item{}, Unmade: []Item{}, GivenUp: []Item{}, Lost: []Item{}, Double: []Item{}},
	}
	for _, e := range entries {
		a.entry(e)
	}
	for record := range s.All() {
		a.record(record)
	}
	for record := range s.All() {
		a.rejected(record)
	}
	a.look()
	a.dropDiscarded()
	for address, call := range s.Pending() {
		a.pending(address, call)
	}
	return a.out, a.doubles()
}

type auditor struct {
	shelf    *shelf
	ledger   *disk.Ledger
	history  history.File
	recalled bool
	out      *Findings
	bought   map[purchase][]state.Entry
	pools    map[state.Key]*pool
	pictures *pictures

	discarded map[string]string // artifacts that a user had removed from the store, and what is said of it
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
		a.unpriced(*e.Picture, address, e.Time)
	case state.OutcomeRefused:
		a.unmade(e)
	case state.OutcomeInDoubt, state.OutcomeOpen, state.OutcomeClosed: // the state tells what is still in doubt, and what is open
	case state.OutcomeDiscarded:
		a.discarded[e.Picture.Artifact] = e.Problem
	case state.OutcomeLost: // what brought the picture has told of it, and its bytes are looked for anyway
	}
}

func (a *auditor) collected(e state.Entry, address string) {
	a.out.Costs.Collected.AddPrice(e.Price, e.Currency)
	if address != "" {
		p := purchase{address, e.Key}
		a.bought[p] = append(a.bought[p], e)
	}
	// What a call brought beside what was asked for was bought in nobody's place.
	one := a.pictures.buy(*e.Picture, address, e.Time)
	one.bought, one.failed = !e.Replace && address != "", e.Problem != ""
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
	if r.HasPicture() { // else only its calls are known
		a.unpriced(r.Picture, r.Address, r.Generated)
		if one := a.pictures.known(&r.Picture, r.Address); one != nil {
			one.failed = r.Tainted != ""
		}
	}
}

// rejected notes which pictures people do not want.
func (a *auditor) rejected(r *state.Record) {
	for _, v := range r.Reviews {
		for _, one := range a.pictures.byHash[v.Artifact] {
			one.failed = one.failed || v.Verdict == state.Reject
		}
	}
}

// unpriced takes a picture, and counts it where nothing has told of it, and so nothing
// tells its price: a clone has no line of its call.
func (a *auditor) unpriced(p state.Picture, address string, at time.Time) {
	if how := p.Adopted; how != nil { // the one that it was made from was bought
		a.pictures.see(p, address, at)
		if how.From != nil {
			a.unpriced(how.From.Picture, address, at)
		}
		return
	}
	if a.pictures.see(p, address, at) && !p.Imported {
		a.out.Costs.Collected.AddPrice(nil, "")
	}
}

// look counts the pictures, and looks for the bytes of each: any delivery is the picture.
func (a *auditor) look() {
	for _, one := range a.pictures.all {
		first := one.deliveries[0]
		if first.Adopted != nil {
			a.out.Adopted++
			continue
		}
		if first.Imported {
			a.out.Imported++
			continue
		}
		a.out.Paid++
		a.charge(first.Charge)
		converted, problem := a.shelf.find(one.deliveries)
		switch {
		case problem != "":
			one.item.Problem = problem
			a.out.Lost = append(a.out.Lost, one.item)
			continue
		case converted:
			a.out.Converted++
		default:
			a.out.Stored++
		}
		if one.bought {
			of := a.pool(first.Key)
			of.bought = append(of.bought, one)
		}
	}
}

// dropDiscarded takes from the lost ones those that a user wanted removed.
func (a *auditor) dropDiscarded() {
	left := []Item{}
	for _, item := range a.out.Lost {
		if why, discarded := a.discarded[item.Artifact]; discarded {
			item.Problem = why
			a.out.GivenUp = append(a.out.GivenUp, item)
			continue
		}
		left = append(left, item)
	}
	a.out.Lost = left
}

func (a *auditor) pending(address string, call state.Call) {
	item := Item{Address: address, Time: call.Time, Key: call.Key, Provider: call.Provider, Task: call.Task, TraceID: call.TraceID, Problem: call.Problem}
	switch {
	case call.InDoubt():
		a.out.InDoubt = append(a.out.InDoubt, item)
		a.out.Costs.InDoubt.AddPrices(call.Pictures(), call.Price, call.Currency)
		return
	case call.Lost:
		a.out.Lost = append(a.out.Lost, item)
		a.out.Costs.Gone.AddPrices(call.Pictures(), call.Price, call.Currency)
		a.charge(call.Charge)
	default:
		a.out.Collect += call.Pictures()
		a.out.Costs.Open.AddPrices(call.Pictures(), call.Price, call.Currency)
	}
	a.out.Paid += call.Pictures()
}

// doubles finds what was bought again although the first was good: neither
// replaced on request, nor given up, nor lost. Of each request they are the last that were
// bought, as many as no address ever wanted.
func (a *auditor) doubles() error {
	again, lost := map[state.Key][]Item{}, map[string]bool{}
	for _, item := range a.out.Lost {
		lost[item.Artifact] = true
	}
	for p, entries := range a.bought {
		again[p.key] = append(again[p.key], a.again(p, entries, lost)...)
	}
	for key, items := range again {
		if len(items) == 0 {
			continue
		}
		excess, err := a.excess(key)
		if err != nil {
			return err
		}
		slices.SortFunc(items, byTime)
		a.out.Double = append(a.out.Double, items[len(items)-min(excess, len(items)):]...)
	}
	slices.SortFunc(a.out.Double, byTime)
	return nil
}

func byTime(x, y Item) int { return cmp.Or(x.Time.Compare(y.Time), cmp.Compare(x.Address, y.Address)) }

// again are an address's purchases of a request that nothing about the one before excuses.
func (a *auditor) again(p purchase, entries []state.Entry, lost map[string]bool) []Item {
	var items []Item
	for i, e := range entries[1:] {
		former := entries[i].Picture.Artifact
		_, discarded := a.discarded[former]
		if !discarded && !lost[former] && !e.Replace && e.Intent != entries[i].Intent {
			items = append(items, itemOf(e, p.address))
		}
	}
	return items
}
