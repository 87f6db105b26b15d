package document

import "gesso/runner/store"

// StoreVerify is what gesso store verify -json prints.
type StoreVerify struct {
	FormatVersion string           `json:"format_version"`
	Stores        []*store.Checked `json:"stores"`
}

// MakeStoreVerify is what stores were found to be.
func MakeStoreVerify(found []*store.Checked) *StoreVerify { return &StoreVerify{Format, found} }

// StoreGC is what gesso store gc -json prints.
type StoreGC struct {
	FormatVersion string           `json:"format_version"`
	Deleted       bool             `json:"deleted"` // it is gone; else it would go with -delete
	Stores        []*store.Garbage `json:"stores"`
}

// MakeStoreGC is what nobody needs.
func MakeStoreGC(found []*store.Garbage, deleted bool) *StoreGC {
	return &StoreGC{Format, deleted, found}
}

// StoreCopy is what gesso store push -json and gesso store pull -json print.
type StoreCopy struct {
	FormatVersion string          `json:"format_version"`
	DryRun        bool            `json:"dry_run"` // nothing was copied
	Copies        []*store.Copied `json:"copies"`  // one for each store of the directory
}

// MakeStoreCopy is what was copied.
func MakeStoreCopy(done []*store.Copied, dry bool) *StoreCopy { return &StoreCopy{Format, dry, done} }
