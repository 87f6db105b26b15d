package document

import (
	"gesso/runner/timeline"
	"gesso/state"
	"gesso/state/disk/history"
)

// History is what gesso history -json prints: the runs that changed something or, of one
// image, what they did to it; oldest first.
type History struct {
	FormatVersion string `json:"format_version"`
	Address       string `json:"address,omitempty"` // of the one image
	Runs          []Run  `json:"runs"`
	Damaged       int    `json:"damaged,omitempty"` // lines that are left out
}

// Run is a run that changed something.
type Run struct {
	Serial  int              `json:"serial"` // counted in this directory, from 1
	ID      string           `json:"id"`
	Time    string           `json:"time,omitempty"`    // of its end, RFC 3339
	Command string           `json:"command,omitempty"` // such as apply
	Found   bool             `json:"found,omitempty"`   // no run here did this: git, another machine, or an editor
	Changes []RecordedChange `json:"changes"`
}

// RecordedChange is what a run did to what is recorded of an image.
type RecordedChange struct {
	Address         string   `json:"address"`
	PreviousAddress string   `json:"previous_address,omitempty"`
	What            string   `json:"what"`                  // "made", "replaced", "moved", "placed", "derived", "noted" or "removed"
	Changed         []string `json:"changed,omitempty"`     // parts of the request that differ
	Before          *Values  `json:"before"`                // null where nothing was recorded
	After           *Values  `json:"after"`                 // null where nothing is recorded any more
	Price           *float64 `json:"price,omitempty"`       // of the picture, as it was planned
	Until           int      `json:"replaced_by,omitempty"` // the serial of the run that replaced the picture
}

// Differences is what gesso diff -json prints.
type Differences struct {
	FormatVersion string           `json:"format_version"`
	From          string           `json:"from"` // the earlier state, in words
	To            string           `json:"to"`   // the later one
	Changes       []RecordedChange `json:"changes"`
}

// MakeHistory is the list of all runs.
func MakeHistory(log *history.Log) *History {
	doc := &History{FormatVersion: Format, Runs: []Run{}, Damaged: log.Damaged}
	timeline.Runs(log, func(r history.Run, all []timeline.Difference) {
		doc.Runs = append(doc.Runs, runOf(r, all))
	})
	return doc
}

// MakeStory is what runs did to one image.
func MakeStory(i *timeline.Image) *History {
	doc := &History{FormatVersion: Format, Address: i.Address, Runs: []Run{}, Damaged: i.Damaged}
	for _, s := range i.Story() {
		run := runOf(s.Run, []timeline.Difference{s.Difference})
		c := &run.Changes[0]
		if c.Until = s.Until; s.Entry != nil && !s.What.Beside() {
			c.Price = s.Entry.Price
		}
		doc.Runs = append(doc.Runs, run)
	}
	return doc
}

// MakeDifferences is how two states differ.
func MakeDifferences(from, to string, all []timeline.Difference) *Differences {
	return &Differences{Format, from, to, runOf(history.Run{}, all).Changes}
}

func runOf(r history.Run, all []timeline.Difference) Run {
	run := Run{Serial: r.Serial, ID: r.ID, Time: moment(r.Time), Command: r.Command, Found: r.Found, Changes: []RecordedChange{}}
	for _, d := range all {
		run.Changes = append(run.Changes, RecordedChange{
			Address: d.Address, PreviousAddress: d.From, What: string(d.What), Changed: d.Changed(), Before: bare(d.Before), After: bare(d.After),
		})
	}
	return run
}

// bare are the values of a record that may be none.
func bare(r *state.Record) *Values {
	if r == nil {
		return nil
	}
	values, _ := recorded(r)
	return &values
}
