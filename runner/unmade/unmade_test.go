package unmade

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
)

// What made nothing waits when the image's attempts are used up; what moderation refused
// is refused again.
func TestWaits(t *testing.T) {
	for _, test := range []struct {
		of       Times
		attempts int
		want     bool
	}{
		{Times{}, 0, false},
		{Times{}, 1, false},
		{Times{N: 1}, 0, true},
		{Times{N: 1}, 1, true},
		{Times{N: 1}, 2, false},
		{Times{N: 2}, 2, true},
		{Times{N: 1, Moderated: true}, 3, true},
	} {
		if got := test.of.Waits(test.attempts); got != test.want {
			t.Errorf("%+v waits with %d attempts: %v", test.of, test.attempts, got)
		}
	}
}

func TestCount(t *testing.T) {
	made := func(intent, address string) state.Entry {
		return state.Entry{Outcome: state.OutcomeCollected, Intent: intent, Addresses: []string{address}, Key: "k", Task: "t" + intent}
	}
	nothing := func(intent string, addresses ...string) state.Entry {
		return state.Entry{Outcome: state.OutcomeRefused, Intent: intent, Addresses: addresses, Key: "k", Task: "t" + intent, Partial: len(addresses) == 1}
	}
	moderated := state.Entry{Outcome: state.OutcomeRefused, Intent: "m", Addresses: []string{"image.a"}, Key: "k", Moderated: true}
	for name, test := range map[string]struct {
		entries  []state.Entry
		recorded []state.Unmade
		want     Times
	}{
		"nothing happened":                  {nil, nil, Times{}},
		"a call for two":                    {[]state.Entry{nothing("1", "image.a", "image.b")}, nil, Times{N: 1}},
		"a call for two, told one by one":   {[]state.Entry{nothing("1", "image.a"), nothing("1", "image.b")}, nil, Times{N: 1}},
		"a call that brought some":          {[]state.Entry{nothing("1", "image.a"), made("1", "image.b")}, nil, Times{}},
		"under another name":                {[]state.Entry{nothing("1", "image.a"), nothing("2", "image.b")}, nil, Times{N: 2}},
		"since a picture was made":          {[]state.Entry{nothing("1", "image.a"), made("2", "image.b"), nothing("3", "image.a")}, nil, Times{N: 1}},
		"refused before it was accepted":    {[]state.Entry{{Outcome: state.OutcomeRefused, Intent: "1", Key: "k"}}, nil, Times{}},
		"moderated":                         {[]state.Entry{nothing("1", "image.a"), moderated}, nil, Times{N: 2, Moderated: true}},
		"in doubt":                          {[]state.Entry{{Outcome: state.OutcomeInDoubt, Intent: "1", Key: "k"}}, nil, Times{}},
		"told by a record, in a clone":      {nil, []state.Unmade{{Key: "k", Intent: "1"}, {Key: "k", Intent: "2"}}, Times{N: 2}},
		"told by a record and the ledger":   {[]state.Entry{nothing("1", "image.a")}, []state.Unmade{{Key: "k", Intent: "1"}}, Times{N: 1}},
		"told by two records of one call":   {nil, []state.Unmade{{Key: "k", Intent: "1"}, {Key: "k", Intent: "1"}}, Times{N: 1}},
		"told by a record, made since then": {[]state.Entry{nothing("1", "image.a"), made("2", "image.a")}, []state.Unmade{{Key: "k", Intent: "1"}}, Times{}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, count(test.entries, test.recorded)["k"]); diff != "" {
				t.Error(diff)
			}
		})
	}
}
