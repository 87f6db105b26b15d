package detail_test

import (
	"testing"

	"gesso/spec/detail"
)

// Instances that say the same have one set of details, and what one of them says later
// changes those of no other.
func TestShared(t *testing.T) {
	shared := new(detail.Shared)
	plain := func() *detail.Details {
		d := shared.Blank()
		d.Take, d.Attempts = 1, 1
		return shared.Keep(d)
	}
	first := plain()
	for range 3 {
		if plain() != first {
			t.Error("equal details are not shared")
		}
	}
	second := shared.Blank()
	second.Take, second.Attempts = 2, 1
	if second = shared.Keep(second); second == first || first.Take != 1 || second.Take != 2 {
		t.Errorf("takes %d and %d, not 1 and 2", first.Take, second.Take)
	}
	tagged := shared.Blank()
	tagged.Tags = map[string]string{"a": "b"}
	tagged = shared.Keep(tagged)
	if other := shared.Blank(); len(other.Tags) > 0 || other == tagged || other == first || other == second {
		t.Error("blank details are somebody's")
	}
	if len(first.Tags)+len(second.Tags) > 0 || tagged.Tags["a"] != "b" {
		t.Error("tags are not those of the one instance that has them")
	}
}
