package browser

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What is searched for hides the rest, and says how many are left where a screen reader
// hears it.
func TestFilter(t *testing.T) {
	b := openEleven(t)
	for query, want := range map[string]int{
		"":                          12,
		"otto":                      1,
		"portrait":                  11,
		"QUEEN night":               1,
		"tag:kind=hero":             5,
		"-tag:kind=hero":            7,
		"status:changed":            2,
		"status:unchanged title":    3,
		"is:blank":                  1,
		"cost:>0.02":                1,
		"cost:>=0.02":               11,
		"model:flux -image.card":    8,
		"is:undecided":              10,
		"is:approved":               1,
		`"portrait of otto"`:        1,
		"nothing of the kind":       0,
		"tag:__proto__":             0,
		"is:constructor":            0,
		"path:assets/otto.png":      1,
		"<script>alert(1)</script>": 0,
	} {
		eval[bool](b, `(q => { q.value = `+quoted(query)+`; q.dispatchEvent(new Event("input", {bubbles: true})); return true })(document.getElementById("q"))`)
		hidden := eval[int](b, `[...document.querySelectorAll(".card")].filter(c => !c.hidden).length`)
		seen := eval[int](b, shown)
		if hidden != want || seen != want {
			t.Errorf("%q: %d cards are not hidden, %d seen, want %d", query, hidden, seen, want)
		}
		said := eval[string](b, `document.getElementById("count").textContent`)
		if query != "" && !strings.HasPrefix(said, strconv.Itoa(want)+" of 12") {
			t.Errorf("%q: it is said that %q", query, said)
		}
	}
	if !eval[bool](b, `document.getElementById("count").matches("[role=status],[aria-live=polite]")`) {
		t.Error("nobody hears how many there are")
	}
	b.calm()
}

// The chips of statuses show what they say, and the address of the page remembers.
func TestStatusChips(t *testing.T) {
	b := openEleven(t)
	chips := eval[[]string](b, `[...document.querySelectorAll("#statuses label")].map(l => l.textContent.trim().replace(/\s+/g, " "))`)
	want := []string{"new 4", "changed 2", "unchanged 4", "tainted 1", "not made 1", "undecided only"}
	if !slices.Equal(chips, want) {
		t.Errorf("chips %q, want %q", chips, want)
	}
	eval[bool](b, `(document.querySelector("#statuses input[value=changed]").click(), document.querySelector("#statuses input[value='not made']").click(), true)`)
	if n := eval[int](b, shown); n != 3 {
		t.Errorf("%d are seen, want 3", n)
	}
	other := newTab(t)
	other.open(eval[string](b, `location.href`))
	if n := eval[int](other, shown); n != 3 {
		t.Errorf("by the link %d are seen, want 3", n)
	}
}
