// Package library finds pictures that were paid for by what they were asked for with,
// and lends each to one address only: two instances of one request want two pictures.
//
// It promises that a picture is lent once, whoever asks in whatever order, and that what
// is lent can be had without a call, see supply. It is not for what addresses want: which
// keys are theirs, and which pictures they accept, is said by who asks.
//
//	lib := library.Open(workspace, state, supply)
//	lib.Claim(&record.Picture) // stays where it is
//	picture, err := lib.Take(want, accepts)
package library

import (
	"slices"
	"sync"

	"gesso/runner/account"
	"gesso/runner/rivals"
	"gesso/runner/supply"
	"gesso/runner/unmade"
	"gesso/state"
	"gesso/state/disk"
)

// Library knows the pictures that were paid for, and who has them. It is safe for
// concurrent use.
type Library struct {
	supply   *supply.Supply
	ledger   *disk.Ledger
	records  map[state.Key][]*state.Record
	rivals   []state.Entry // of who bought what, elsewhere
	mu       sync.Mutex
	lent     map[supply.Loan]bool
	taken    map[string]*state.Picture // by address, what was lent to it
	kept     Kept
	awaited  map[state.Key]int            // how many are bought unless pictures are found, see Await
	bought   map[purchase][]*state.Entry  // of the ledger, oldest first; nil until somebody asks
	given    map[purchase][]*state.Entry  // likewise, of pictures that addresses let go of
	came     map[purchase][]*state.Entry  // likewise, of pictures that addresses got under triggers, and did not buy
	origins  map[made]string              // the addresses that pictures were made for; nil until somebody asks
	nothing  map[state.Key]unmade.Times   // nil until somebody asks
	descents map[descent][]*state.Picture // nil until somebody asks
	ranks    map[string]int               // the order in which pictures were bought; nil until somebody asks, see later

	workspace *disk.Workspace
	unmade    []state.Unmade // of the records
}

// purchase is what an address bought pictures of.
type purchase struct {
	address string
	key     state.Key
}

// Open takes the pictures of the ledger and, for a fresh clone whose
// store came without it, those that records know.
func Open(w *disk.Workspace, s *state.State, from *supply.Supply) *Library {
	return &Library{supply: from, ledger: w.Ledger(), records: s.ByKey(), rivals: rivals.Bought(s), lent: map[supply.Loan]bool{}, taken: map[string]*state.Picture{}, awaited: map[state.Key]int{}, workspace: w, unmade: s.Unmade()}
}

// Want is what an address asks for.
type Want struct {
	Address string
	Keys    []state.Key // under which the picture may be recorded, the request's own first
	Own     int         // how many of them are of the request's own kind of provider, and first
	Edits   []state.Key // what is asked for with the picture as its source, see state.Request.Bare; as far as it is known

	// Of another picture than the address has:

	Former   string                    // the address that it had before this plan; "" is none
	Under    func(state.Triggers) bool // whether recorded triggers are those of now
	Unwanted *state.Picture            // that a user has tainted; nil: nobody has
}

// own are those of the keys that are of the request's own kind of provider.
func (w *Want) own() []state.Key { return w.Keys[:w.Own] }

// Accepts tells whether who asks accepts a picture.
type Accepts func(*state.Picture) bool

// pictures lists what is known of a request by its keys, each artifact of a task once. All have the first key: whoever lends a picture
// knows it by that, whatever rules it was recorded under. A placeholder that is
// recorded as a sandbox's stands for no picture that is to be bought.
func (l *Library) pictures(w *Want) ([]state.Picture, error) {
	if entries, err := l.ledger.Entries(); err != nil || len(entries)+len(l.records) == 0 {
		return nil, err
	}
	var known []state.Picture
	for n, key := range w.Keys {
		bought, err := l.ledger.Lookup(key)
		if err != nil {
			return nil, err
		}
		// What an address had until now goes before what was replaced.
		found := make([]state.Picture, 0, len(l.records[key])+len(bought))
		for _, r := range l.records[key] {
			found = append(found, r.Picture)
		}
		found = append(found, bought...)
		for _, p := range found {
			if l.lent[supply.LoanOf(&p)] {
				continue // to who has it under the key that it is recorded with
			}
			if p.Key = w.Keys[0]; n < w.Own || !account.Placeholder(p.URL) {
				known = append(known, p)
			}
		}
	}
	return known, nil
}

// Claim keeps a picture for the address whose record has it.
func (l *Library) Claim(p *state.Picture) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lent[supply.LoanOf(p)] = true
}

// Lent reports whether an address has a picture that is recorded with its own key, or
// under the key of who asks.
func (l *Library) Lent(p *state.Picture, key state.Key) bool {
	known := *p
	known.Key = key
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lent[supply.LoanOf(p)] || l.lent[supply.LoanOf(&known)]
}

// find returns a picture of a request that can be had for nothing, nobody
// else uses, and who asks for it accepts, or nil: of several one from which others were made
// that are wanted; else the one that was last bought for the address, whose dependents know
// it, unless another of its own is nearer at hand; else one that is at hand, and none that
// was made by hand for another address where there is one that was not.
// The error is one of reading the ledger.
func (l *Library) find(w *Want, accepts Accepts) (*state.Picture, error) {
	pictures, err := l.pictures(w)
	if err != nil {
		return nil, err
	}
	if own, err := l.ownHand(w, pictures, accepts); own != nil || err != nil {
		return own, err
	}
	lendable := func(p *state.Picture) bool {
		keeper := l.kept[supply.LoanOf(p)]
		return (keeper == "" || keeper == w.Address) && accepts(p)
	}
	if parent := l.ancestor(w, pictures, lendable); parent != nil {
		alone := *parent // all of the others go
		return &alone, nil
	}
	found, best := l.handiest(pictures, func(p *state.Picture) bool { return !l.othersHand(w, p) && lendable(p) })
	if found == nil {
		found, best = l.handiest(pictures, lendable)
	}
	if found == nil {
		return nil, nil
	}
	need := min(best, supply.ByOutput)
	if l.origin(found) != w.Address {
		need = min(need, supply.ByProvider) // what was made from its own is bought anew for another's
	}
	if own := l.ownLast(w, func(p *state.Picture) bool {
		return !l.lent[supply.LoanOf(p)] && min(l.supply.Way(p), supply.ByOutput) >= need && lendable(p)
	}); own != nil {
		return own, nil
	}
	return found, nil
}

// ownLast is the picture that was last bought for an address, of those that who asks
// accepts, or nil. The caller holds l.mu.
func (l *Library) ownLast(w *Want, accepts Accepts) *state.Picture {
	for _, key := range w.own() {
		for _, e := range slices.Backward(l.collected(w.Address, key)) {
			known := *e.Picture
			if known.Key = w.Keys[0]; accepts(&known) {
				return &known
			}
		}
	}
	return nil
}

// ownHand is the picture that an address had last, where somebody has made it by hand: one
// that comes again has what it was painted to. The caller holds l.mu.
func (l *Library) ownHand(w *Want, pictures []state.Picture, accepts Accepts) (*state.Picture, error) {
	for _, key := range w.own() {
		last, err := l.ledger.Last(w.Address, key)
		if err != nil {
			return nil, err
		}
		for i := range pictures {
			p := &pictures[i]
			if last != nil && last.Adopted != nil && p.Artifact == last.Artifact && p.Adopted != nil && !l.lent[supply.LoanOf(p)] && l.supply.Way(p) >= supply.ByOutput && accepts(p) {
				return p, nil
			}
		}
	}
	return nil, nil
}

// handiest is the first of those pictures that can be had in the best way, and that way; or
// nil. The caller holds l.mu.
func (l *Library) handiest(pictures []state.Picture, accepts Accepts) (found *state.Picture, best supply.Way) {
	best = supply.Nowhere
	for i := range pictures {
		p := &pictures[i]
		if l.lent[supply.LoanOf(p)] {
			continue
		}
		if way := l.supply.Way(p); way > best && accepts(p) {
			found, best = p, way
		}
		if best == supply.ByStore {
			break
		}
	}
	return found, best
}

// othersHand reports whether somebody has made a picture by hand, and not for who asks: it
// is lent when there is no other. The caller holds l.mu.
func (l *Library) othersHand(w *Want, p *state.Picture) bool {
	if p.Adopted == nil {
		return false
	}
	for _, key := range w.Keys {
		if slices.ContainsFunc(l.released(w.Address, key), func(e *state.Entry) bool { return e.Picture.Artifact == p.Artifact }) {
			return false
		}
	}
	return true
}

// Take lends a picture of a request that can be had for nothing, nobody else uses, and
// who asks for it accepts; nil: there is none. Of several it is the one that was last bought
// for the address, whose dependents know it, and else one that is at hand. The error is one
// of reading the ledger.
func (l *Library) Take(w Want, accepts Accepts) (*state.Picture, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, err := l.find(&w, accepts)
	if p != nil {
		l.lent[supply.LoanOf(p)], l.taken[w.Address] = true, p
	}
	return p, err
}

// Kept are pictures that are lent to nobody but the addresses that they name.
type Kept map[supply.Loan]string

// Keep has pictures that are lent to nobody but the addresses that they name.
func (l *Library) Keep(pictures Kept) { l.kept = pictures }

// Missed returns the picture that was last bought for who asks, can be had and is accepted,
// where Take has lent it to another address before who asks came; or nil.
func (l *Library) Missed(w Want, accepts Accepts) *state.Picture {
	l.mu.Lock()
	defer l.mu.Unlock()
	own := l.ownLast(&w, func(p *state.Picture) bool { return l.supply.Way(p) > supply.ByCopy && accepts(p) })
	if own == nil || !l.lent[supply.LoanOf(own)] {
		return nil
	}
	for address, p := range l.taken {
		if address != w.Address && supply.LoanOf(p) == supply.LoanOf(own) {
			return own
		}
	}
	return nil
}

// Await notes that a picture is bought for so many more who ask, unless Take finds one.
func (l *Library) Await(key state.Key, more int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.awaited[key] += more
}

// Spares reports whether more pictures of a request can be had for nothing than are
// awaited: who buys none has to leave those to the others. The error is one of reading
// the ledger.
func (l *Library) Spares(w Want, accepts Accepts) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	pictures, err := l.pictures(&w)
	if err != nil {
		return false, err
	}
	free := map[supply.Loan]bool{}
	for i := range pictures {
		if p := &pictures[i]; l.supply.Way(p) != supply.Nowhere && accepts(p) {
			free[supply.LoanOf(p)] = true
		}
	}
	return len(free) > l.awaited[w.Keys[0]], nil
}

// Has reports whether Take would find something, were everything accepted.
func (l *Library) Has(w Want) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, err := l.find(&w, func(*state.Picture) bool { return true })
	return p != nil, err
}

// Sought reports whether a picture of a request was paid for that a run has looked
// for in vain, and that nobody has.
func (l *Library) Sought(w Want) bool {
	if !l.supply.AnySought() {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	pictures, _ := l.pictures(&w) // Has has told of an error
	return slices.ContainsFunc(pictures, func(p state.Picture) bool {
		return l.supply.Sought(&p) && !l.lent[supply.LoanOf(&p)] && l.supply.Way(&p) == supply.Nowhere
	})
}

// Rejected returns a picture of the keys that was bought for who asks, or for an address that
// has got the one of who asks in its place, when Take has found none that who asks accepts; or
// nil.
// Another one is not bought by itself. The ledger of a fresh clone may know it only because
// the address has let go of it since. The error is one of reading the ledger.
func (l *Library) Rejected(w Want) (*state.Picture, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, entries := range []func(string, state.Key) []*state.Entry{l.collected, l.released} {
		for _, key := range w.Keys {
			for _, e := range slices.Backward(entries(w.Address, key)) {
				if p := l.free(e.Picture, w.Keys); p != nil {
					return p, nil
				}
			}
		}
	}
	pictures, err := l.pictures(&w)
	if len(pictures) == 0 || err != nil {
		return nil, err
	}
	holds := map[string]*state.Picture{}
	for _, key := range w.Keys {
		for _, r := range l.records[key] {
			holds[r.Address] = &r.Picture
		}
	}
	for i := range pictures {
		if p := &pictures[i]; l.exchanged(l.origin(p), w.Address, holds) && l.supply.Way(p) != supply.Nowhere {
			return p, nil
		}
	}
	return nil, nil
}

// exchanged reports whether an address has a picture that was made for who asks, or for
// another one that has one in exchange for such a picture, and so on. Holds are the pictures
// that records have of the request; what was lent since goes before. The caller holds l.mu.
func (l *Library) exchanged(address, asks string, holds map[string]*state.Picture) bool {
	for range len(holds) + len(l.taken) { // no chain is longer
		p := l.taken[address]
		if p == nil {
			p = holds[address]
		}
		if p == nil {
			return false
		}
		switch of := l.origin(p); of {
		case asks:
			return true
		case "", address:
			return false
		default:
			address = of
		}
	}
	return false
}

// collected lists the ends of the calls that brought an address pictures of a key.
// The caller holds l.mu.
func (l *Library) collected(address string, key state.Key) []*state.Entry {
	l.read()
	return l.bought[purchase{address, key}]
}

// released lists when an address let go of pictures of a key. The caller holds l.mu.
func (l *Library) released(address string, key state.Key) []*state.Entry {
	l.read()
	return l.given[purchase{address, key}]
}

// read sorts the ledger's entries by who bought what. The caller holds l.mu.
func (l *Library) read() {
	if l.bought != nil {
		return
	}
	entries, _ := l.ledger.Entries() // who asks for pictures has told of an error
	entries = slices.Concat(l.rivals, entries)
	l.bought, l.given = sorted(entries, state.OutcomeCollected), sorted(entries, state.OutcomeReleased)
	came, _ := l.ledger.Came()
	l.came = sorted(came, state.OutcomeReleased)
}

// sorted are the entries of one outcome by which address they are about.
func sorted(entries []state.Entry, outcome state.Outcome) map[purchase][]*state.Entry {
	list := map[purchase][]*state.Entry{}
	for i := range entries {
		e := &entries[i]
		if e.Outcome != outcome || len(e.Addresses) != 1 {
			continue
		}
		for _, key := range state.Recorded(e.Key, e.Request) {
			p := purchase{e.Addresses[0], key}
			list[p] = append(list[p], e)
		}
	}
	return list
}

// free is a picture as who asks for the keys knows it, or nil when somebody has it
// or it cannot be had. The caller holds l.mu.
func (l *Library) free(p *state.Picture, keys []state.Key) *state.Picture {
	known := *p
	known.Key = keys[0]
	if l.lent[supply.LoanOf(&known)] || l.supply.Way(&known) == supply.Nowhere {
		return nil
	}
	return &known
}
