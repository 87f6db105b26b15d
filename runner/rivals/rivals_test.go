package rivals

import (
	"fmt"
	"strings"
	"testing"

	"gesso/state"
	"gesso/state/statetest"
)

// What two branches made of one image is said once, for all, and by names that are lines
// of their own, whoever wrote the state.
func TestDetail(t *testing.T) {
	var records []*state.Record
	for n := range mostTold + 3 {
		r := statetest.Record(fmt.Sprintf("image.a[%d]", n), n)
		r.Rivals = []state.Rival{statetest.Record(r.Address, 100+n).Rival()}
		records = append(records, r)
	}
	records[0].Task = "x\nError: all is lost"
	records = append(records, statetest.Record("image.b", 9))
	detail := Detail(state.New(records))
	for _, want := range []string{`image.a[0]: recorded is the picture of`, `(task "x\nError: all is lost")`, "kept beside it the picture of", "image.a[4]: ", "and 3 more like this"} {
		if !strings.Contains(detail, want) {
			t.Errorf("%q is not in\n%s", want, detail)
		}
	}
	if n := len(Releases(state.New(records))); n != mostTold+3 {
		t.Errorf("%d are released", n)
	}
	if detail := Detail(state.New(records[len(records)-1:])); detail != "" {
		t.Error(detail)
	}
}
