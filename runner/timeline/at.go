package timeline

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gesso/spec/address"
	"gesso/state"
	"gesso/state/disk/history"
	"gesso/state/text"

	"maps"
	"slices"
)

// Place is where former states are looked for.
type Place struct {
	Log *history.Log
	Now time.Time // for what is said to be ago
	// Commit returns the state file of a revision of git's, nil where that has none. The
	// error says why there is no such revision.
	Commit func(ctx context.Context, revision string) ([]byte, error)
}

// Point is what was recorded at some time.
type Point struct {
	Name    string // such as "after run 12", "at 2026-11-26 10:00:00", "in the commit main~2"
	Serial  int    // of the history; 0 of a commit, and of before its first run
	Records map[string]*state.Record
}

// UnknownPointError is that a word names no state that is known.
type UnknownPointError struct{ Problem string }

func (e *UnknownPointError) Error() string { return e.Problem }

// At is the state that a word names: the serial of a run, after which it was; a time, such
// as 2026-11-26, "2026-11-26 10:00", one of RFC 3339, or 2h for two hours ago; or a
// revision of git's. The error is an *UnknownPointError, or one of a state file.
func At(ctx context.Context, p Place, word string) (*Point, error) {
	if n, err := strconv.Atoi(word); err == nil && n >= 0 && n <= p.Log.Last() {
		return p.after(n)
	}
	if t, ok := moment(word, p.Now); ok {
		n := p.Log.At(t)
		point, err := p.after(n)
		if err != nil {
			return nil, &UnknownPointError{fmt.Sprintf("the history does not reach back to %s", t.Local().Format(time.DateTime))}
		}
		point.Name = "at " + t.Local().Format(time.DateTime)
		return point, nil
	}
	data, err := p.Commit(ctx, word)
	if err != nil {
		return nil, &UnknownPointError{fmt.Sprintf("%q is neither the serial of a run (the last one is %d), nor a time, nor a revision of git: %s", word, p.Log.Last(), err)}
	}
	point := &Point{Name: "in the commit " + word, Records: map[string]*state.Record{}}
	if data == nil {
		return point, nil
	}
	records, err := text.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("the state of the commit %s: %w", word, err)
	}
	for _, r := range records {
		if bare := history.Bare(r); bare != nil {
			point.Records[r.Address] = bare
		}
	}
	return point, nil
}

// after is the state after a run; 0 is before the first one, if nothing was there then.
func (p Place) after(serial int) (*Point, error) {
	for _, b := range p.Log.Batches {
		if serial == 0 && b.Serial == 1 && b.Found {
			return nil, &UnknownPointError{"what was recorded before the history began is not known"}
		}
	}
	return &Point{Name: fmt.Sprintf("after run %d", serial), Serial: serial, Records: p.Log.State(serial)}, nil
}

// moment is the time that a word says.
func moment(word string, now time.Time) (time.Time, bool) {
	if ago, err := time.ParseDuration(word); err == nil && ago >= 0 {
		return now.Add(-ago), true
	}
	for _, layout := range []string{time.RFC3339, time.DateTime, "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, word, time.Local); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// Differences are how one state differs from an earlier one, by address.
func Differences(before, after map[string]*state.Record) []Difference {
	addresses := map[string]*state.Record{}
	maps.Copy(addresses, before)
	maps.Copy(addresses, after)
	var all []Difference
	for _, a := range slices.SortedFunc(maps.Keys(addresses), address.Compare) {
		if d := Compare(a, "", before[a], after[a]); d != nil {
			all = append(all, *d)
		}
	}
	return all
}

// Records are those of a state that have a picture, by address.
func Records(s *state.State) map[string]*state.Record {
	all := map[string]*state.Record{}
	for r := range s.All() {
		if bare := history.Bare(r); bare != nil {
			all[r.Address] = bare
		}
	}
	return all
}
