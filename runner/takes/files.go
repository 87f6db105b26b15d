package takes

import (
	"cmp"
	"slices"
	"time"

	"gesso/state"
)

// File is what somebody has made by hand of a file that is derived from pictures of an
// address.
type File struct {
	Path string
	SHA  string    // of its bytes, which the store has kept
	Had  time.Time // since when that is known; zero where nothing tells
	Lies bool      // it is what is recorded at the path now
}

// Files are those of an address, by their paths, each the oldest first. What has the same
// bytes at one path is one.
func Files(known Known) []File {
	var all []File
	add := func(f File) {
		i := slices.IndexFunc(all, func(other File) bool { return other.Path == f.Path && other.SHA == f.SHA })
		if i < 0 {
			all = append(all, f)
			return
		}
		all[i].Lies = all[i].Lies || f.Lies
	}
	for _, e := range known.Entries {
		if e.Picture != nil && e.Key.OfFile() && e.Picture.Adopted != nil {
			add(File{Path: e.Picture.Adopted.File, SHA: e.Picture.Artifact, Had: e.Time})
		}
	}
	kept := func(r *state.Record, since time.Time, lies bool) {
		for _, d := range r.Derived {
			if d.Kept {
				add(File{Path: d.Path, SHA: d.Output, Had: since, Lies: lies})
			}
		}
	}
	for _, m := range known.Past {
		kept(m.Record, m.Time, false)
	}
	if known.Record != nil {
		kept(known.Record, time.Time{}, true)
	}
	untold := func(f File) int { // what nothing tells of but the record is the newest
		if f.Had.IsZero() {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(all, func(a, b File) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), untold(a)-untold(b), a.Had.Compare(b.Had), cmp.Compare(a.SHA, b.SHA))
	})
	return all
}
