// Package timeline is what images had in former times: the story of one of them, the state
// after any run, at any time or in any commit, and how two of those differ.
//
// Its promises:
//
//   - It changes nothing and asks no provider; git is asked for a file of a commit alone.
//   - Of one image no more is read than what is about it and the addresses that it had. Of
//     all, each file is read once.
//   - What is damaged is left out and counted.
//
// It is not for going back: that is package revert's.
//
//	then, err := timeline.At(ctx, place, "12")
//	for _, d := range timeline.Differences(then.Records, now.Records) { ... }
package timeline

import (
	"slices"
	"time"

	"gesso/runner/takes"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/history"
)

// Image is all that is known of an address, and of those that its picture had before.
type Image struct {
	Address string
	Record  *state.Record   // now; nil is nothing
	Entries []state.Entry   // of the ledger, oldest first
	Past    []history.Event // of the history, oldest first
	Damaged int             // lines of both that are left out

	addresses []string // its own, and those that it had before
}

// Known reports whether anything is.
func (i *Image) Known() bool { return i.Record != nil || len(i.Entries)+len(i.Past) > 0 }

// files are what an Image is read from.
type files interface {
	about(address string) (events []history.Event, damaged int, err error)
	dossier(addresses []string) (*disk.Dossier, error)
}

// Of reads what is known of an address.
func Of(w *disk.Workspace, at string) (*Image, error) { return of(workspace{w}, at) }

// workspace reads of its files what is about some addresses.
type workspace struct{ *disk.Workspace }

func (w workspace) about(address string) ([]history.Event, int, error) {
	return w.History().About(address)
}

func (w workspace) dossier(addresses []string) (*disk.Dossier, error) {
	return w.Dossier(addresses...)
}

func of(from files, at string) (*Image, error) {
	i := &Image{Address: at}
	until := map[string]time.Time{at: {}} // of each address; zero is for good
	addresses := []string{at}
	for n := 0; n < len(addresses); n++ {
		events, damaged, err := from.about(addresses[n])
		if err != nil {
			return nil, err
		}
		i.Damaged += damaged
		end := until[addresses[n]]
		for _, e := range events {
			if !end.IsZero() && !e.Run.Time.Before(end) {
				break
			}
			i.Past = append(i.Past, e)
			if _, known := until[e.Change.From]; e.Change.From != "" && !known {
				until[e.Change.From] = e.Run.Time
				addresses = append(addresses, e.Change.From)
			}
		}
	}
	slices.SortStableFunc(i.Past, func(a, b history.Event) int { return a.Run.Serial - b.Run.Serial })
	d, err := from.dossier(addresses)
	if err != nil {
		return nil, err
	}
	i.Damaged += d.Damaged
	for _, r := range d.Records {
		if r.Address == at {
			i.Record = r
		}
	}
	for _, e := range d.Entries {
		whose := e.Beside
		if len(e.Addresses) > 0 {
			whose = e.Addresses[0]
		}
		if end := until[whose]; end.IsZero() || e.Time.Before(end) {
			i.Entries = append(i.Entries, e)
		}
	}
	i.addresses = addresses
	return i, nil
}

// Former are the addresses that the image had before, the newest first.
func (i *Image) Former() []string { return i.addresses[1:] }

// Takes are the pictures that the image had.
func (i *Image) Takes() []takes.Take { return takes.List(i.Address, i.known()) }

// Files are what somebody has made by hand of the files that are derived from its pictures.
func (i *Image) Files() []takes.File { return takes.Files(i.known()) }

func (i *Image) known() takes.Known {
	known := takes.Known{Record: i.Record, Entries: i.Entries}
	for _, e := range i.Past {
		if e.Change.Record.HasPicture() {
			known.Past = append(known.Past, takes.Moment{Time: e.Run.Time, Record: e.Change.Record})
		}
	}
	return known
}
