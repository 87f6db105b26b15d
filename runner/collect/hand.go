package collect

import (
	"slices"

	"gesso/state"
	"gesso/state/disk"
)

// ByHand returns what tells of an object that lay in an output's place what picture it is,
// where somebody has made it and the ledger has none of it under a key.
func (c *Collector) ByHand(ledger *disk.Ledger) func(sha string, key state.Key) (state.Picture, bool) {
	return func(sha string, key state.Key) (state.Picture, bool) {
		made, err := ledger.Made(sha)
		if made || err != nil {
			return state.Picture{}, false
		}
		known, err := ledger.Lookup(key)
		if err != nil || slices.ContainsFunc(known, func(p state.Picture) bool { return p.Artifact == sha }) {
			return state.Picture{}, false
		}
		p, err := c.inspect(sha)
		return p, err == nil
	}
}
