package text

import (
	"regexp"
	"slices"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
	"gesso/state/statetest"
)

var (
	sha         = statetest.SHA
	request     = statetest.Request
	record      = statetest.Record
	intended    = statetest.Intended
	accepted    = statetest.Accepted
	reviewed    = statetest.Reviewed
	collectedBy = statetest.Collected
	applied     = statetest.Applied
	sample      = statetest.Sample
)

func stateOf(t failer, s *state.State) string {
	t.Helper()
	data, err := Format(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func records(s *state.State) []*state.Record { return slices.Collect(s.All()) }

// failer is what testing.TB and rapid.T have in common.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

func same(t failer, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// unsealed is a state file as older versions wrote it, without checksums.
func unsealed(text string) string {
	return regexp.MustCompile(`,"crc32c":"[0-9a-f]{8}"`).ReplaceAllString(text, "")
}
