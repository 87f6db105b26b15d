package audit

import "gesso/state"

// purchase is what should be bought once.
type purchase struct {
	address string
	key     state.Key
}

// pool is all pictures of one request. They belong to no address: who wants
// the request takes any of them that nobody uses.
type pool struct {
	bought []*picture      // in their order, but for those that are lost or that a user wanted replaced
	wanted map[string]bool // addresses that ever wanted one
}

func (a *auditor) pool(key state.Key) *pool {
	if a.pools[key] == nil {
		a.pools[key] = &pool{wanted: map[string]bool{}}
	}
	return a.pools[key]
}

// excess is how many more pictures of a key were bought than addresses ever wanted one:
// those of the entries and the records, and those that took one for nothing.
func (a *auditor) excess(key state.Key) (int, error) {
	holders, err := a.ledger.Holders(key)
	if err != nil {
		return 0, err
	}
	of := a.pool(key)
	for _, address := range holders {
		of.wanted[address] = true
	}
	if of.excess() > 0 {
		a.recall()
	}
	return of.excess(), nil
}

// excess is how many pictures were bought when there were as many as were wanted: of those
// that serve, since nobody can use what fails a postcondition or is rejected.
func (p *pool) excess() int {
	excess, serve := 0, 0
	for _, one := range p.bought {
		if serve >= len(p.wanted) {
			excess++
		}
		if !one.failed {
			serve++
		}
	}
	return excess
}

// recall adds who had pictures in former times by the history alone: records that git
// brought and took away again, of which no line of this ledger tells. A history that
// cannot be read tells of nobody.
func (a *auditor) recall() {
	if a.recalled {
		return
	}
	a.recalled = true
	log, err := a.history.Read()
	if err != nil {
		return
	}
	for _, run := range log.Batches {
		for _, change := range run.All {
			if r := change.Record; r.HasPicture() {
				a.pool(r.Key).wanted[change.Address] = true
			}
		}
	}
}
