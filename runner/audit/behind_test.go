package audit_test

import (
	"testing"

	"gesso/state"
	"gesso/state/disk/disktest"
)

// A clone has what somebody made by hand, and not what it was made from, which the provider
// has: nothing is lost. A ledger that tells of it makes it lost where it is not here.
func TestAuditKnowsWhatIsBehindHandwork(t *testing.T) {
	elsewhere := opened(t)
	bought := buying(t, elsewhere, "image.fox", "first", "one", false)
	record := *bought[2].Record
	hand := record
	hand.Picture = record.Adopt(state.Picture{Artifact: disktest.Store(t, elsewhere, "by hand"), Format: "png"}, record.Key, "")
	keep := state.Event{Kind: state.Collected, Record: &hand}
	for name, test := range map[string]struct {
		events     []state.Event
		here       string // beside what was made by hand
		paid, lost int
	}{
		"a clone":                      {[]state.Event{keep}, "", 0, 0},
		"a clone that has the picture": {[]state.Event{keep}, "one", 1, 0},
		"a clone where it was made":    {[]state.Event{{Kind: state.Collected, Record: &record}, keep}, "", 0, 0},
		"where it was bought":          {append(bought, keep), "", 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := ledgerOf(t, test.events...)
			disktest.Store(t, w, "by hand")
			if test.here != "" {
				disktest.Store(t, w, test.here)
			}
			if found := auditOf(t, w, s); found.Paid != test.paid || len(found.Lost) != test.lost || found.Adopted != 1 {
				t.Errorf("%d paid, %d by hand, lost %+v", found.Paid, found.Adopted, found.Lost)
			}
		})
	}
}
