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
	bought int             // pictures, but for those that are lost or that a user wanted replaced
	wanted map[string]bool // addresses that ever wanted one
}

func (a *auditor) pool(key state.Key) *pool {
	if a.pools[key] == nil {
		a.pools[key] = &pool{wanted: map[string]bool{}}
	}
	return a.pools[key]
}

// wanted is how many addresses ever wanted a picture of a key: those of the
// entries and the records, and those that took one for nothing and let go of it.
func (a *auditor) wanted(key state.Key) (int, error) {
	holders, err := a.ledger.Holders(key)
	if err != nil {
		return 0, err
	}
	wanted := a.pool(key).wanted
	for _, address := range holders {
		wanted[address] = true
	}
	return len(wanted), nil
}
