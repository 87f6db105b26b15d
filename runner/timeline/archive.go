package timeline

import (
	"slices"

	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/history"
)

// Archive is all that is known of all addresses, for whoever asks of many. It is safe for
// concurrent use.
type Archive struct {
	Log     *history.Log
	Damaged int // lines of both files that are left out

	records map[string]*state.Record
	events  map[string][]history.Event // by address, oldest first
	entries map[string][]int           // by address, in all
	all     []state.Entry              // of the ledger, oldest first
}

// ReadArchive reads it as of when a state was loaded. The errors are those of reading.
func ReadArchive(w *disk.Workspace, loaded *disk.Loaded) (*Archive, error) {
	log, err := w.History().Read()
	if err != nil {
		return nil, err
	}
	d, err := w.Whole(loaded)
	if err != nil {
		return nil, err
	}
	a := NewArchive(d.Records, d.Entries, log)
	a.Damaged = log.Damaged + d.Damaged
	return a, nil
}

// NewArchive is what records, entries of the ledger and a history tell; nil is none of each.
func NewArchive(records []*state.Record, entries []state.Entry, log *history.Log) *Archive {
	if log == nil {
		log = &history.Log{}
	}
	a := &Archive{Log: log, all: entries, records: map[string]*state.Record{}, events: map[string][]history.Event{}, entries: map[string][]int{}}
	for _, r := range records {
		a.records[r.Address] = r
	}
	for _, b := range log.Batches {
		for _, c := range b.All {
			a.events[c.Address] = append(a.events[c.Address], history.Event{Run: b.Run, Change: c})
		}
	}
	for n, e := range entries {
		for _, address := range slices.Compact(append(slices.Clone(e.Addresses), e.Beside)) {
			if address != "" {
				a.entries[address] = append(a.entries[address], n)
			}
		}
	}
	return a
}

// Image is what Of tells of an address.
func (a *Archive) Image(address string) *Image {
	i, err := of(a, address)
	if err != nil {
		panic("timeline: what was read cannot fail: " + err.Error())
	}
	return i
}

func (a *Archive) about(address string) ([]history.Event, int, error) {
	return a.events[address], 0, nil
}

func (a *Archive) dossier(addresses []string) (*disk.Dossier, error) {
	d := &disk.Dossier{}
	var named []int
	for _, address := range addresses {
		if r := a.records[address]; r != nil {
			d.Records = append(d.Records, r)
		}
		named = append(named, a.entries[address]...)
	}
	slices.Sort(named)
	for _, n := range slices.Compact(named) {
		d.Entries = append(d.Entries, a.all[n])
	}
	return d, nil
}
