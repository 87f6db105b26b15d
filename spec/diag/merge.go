package diag

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// MergeRepeated keeps the first of diagnostics that say the same of the same
// place, as an error in a block does once for each of its instances.
func MergeRepeated(diags hcl.Diagnostics) hcl.Diagnostics {
	var m Merger
	m.Add(diags)
	return m.Result()
}

// Merger gathers diagnostics and counts the repeated ones. Its zero value is
// ready.
type Merger struct {
	first map[sameness]*hcl.Diagnostic
	more  map[*hcl.Diagnostic]int
	kept  hcl.Diagnostics
}

type sameness struct {
	summary string
	place   hcl.Range
}

// Add gathers more of them.
func (m *Merger) Add(diags hcl.Diagnostics) {
	if len(diags) > 0 && m.first == nil {
		m.first, m.more = map[sameness]*hcl.Diagnostic{}, map[*hcl.Diagnostic]int{}
	}
	for _, d := range diags {
		if d.Subject == nil {
			m.kept = append(m.kept, d)
			continue
		}
		same := sameness{d.Summary, *d.Subject}
		if kept := m.first[same]; kept != nil {
			m.more[kept]++
			continue
		}
		m.first[same] = d
		m.kept = append(m.kept, d)
	}
}

// Result is the first of those that say the same, with how many more there were.
func (m *Merger) Result() hcl.Diagnostics {
	for d, n := range m.more {
		d.Detail += fmt.Sprintf(repeated, n)
	}
	return m.kept
}

// repeated is what the detail of one of several diagnostics ends with.
const repeated = " (The same holds for %d more of this block's instances.)"

// Cause is a diagnostic's detail as each of those had it that Merger has made one, and
// how many more of them there were.
func Cause(d *hcl.Diagnostic) (detail string, more int) {
	at := strings.LastIndex(d.Detail, repeated[:len(" (The same")])
	if at < 0 {
		return d.Detail, 0
	}
	if n, err := fmt.Sscanf(d.Detail[at:], repeated, &more); n != 1 || err != nil {
		return d.Detail, 0
	}
	return d.Detail[:at], more
}
