package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
)

func warning(summary, detail string, line int) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: summary, Detail: detail, Subject: &hcl.Range{Filename: "main.hcl", Start: hcl.Pos{Line: line, Column: 1}}}
}

// Ten thousand equal warnings are one, those of one kind are few, and what a check says
// is always told.
func TestWarningsAreGrouped(t *testing.T) {
	var diags hcl.Diagnostics
	for i := range 10_000 {
		diags = append(diags, warning("Disputed size", "It is disputed.", i+1))
	}
	for i := range 10 {
		diags = append(diags, warning("Path that Windows cannot hold", fmt.Sprintf("The path %d.", i), i+1))
		diags = append(diags, warning("Check block assertion failed", fmt.Sprintf("The check %d.", i), i+1))
	}
	var got []string
	for _, g := range causes(diags) {
		got = append(got, fmt.Sprintf("%s %s %s", g.title(), g.detail, g.tail()))
	}
	want := []string{"Disputed size [disputed-size] It is disputed. (and 9,999 more like this, as at main.hcl:2, main.hcl:3 and main.hcl:4)"}
	for i := range 3 {
		tail := ""
		if i == 2 {
			tail = "(and 7 more like this, as at main.hcl:4, main.hcl:5 and main.hcl:6)"
		}
		want = append(want, fmt.Sprintf("Path that Windows cannot hold [windows-path] The path %d. %s", i, tail),
			fmt.Sprintf("Check block assertion failed [check-failed] The check %d. ", i))
	}
	for i := 3; i < 10; i++ {
		want = append(want, fmt.Sprintf("Check block assertion failed [check-failed] The check %d. ", i))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Many causes have a list of lines before them, which can be all that is printed.
func TestShortWarnings(t *testing.T) {
	var diags hcl.Diagnostics
	for i := range manyCauses + 1 {
		diags = append(diags, warning("Check block assertion failed", fmt.Sprintf("The check %d.", i), i+1))
	}
	for form, want := range map[WarningForm]int{Told: 1, Short: 1} {
		var out bytes.Buffer
		Warnings(&Screen{w: &out}, diags, nil, form)
		if n := strings.Count(out.String(), fmt.Sprintf("%d warnings:\n  Check block assertion failed [check-failed]: main.hcl:1\n", manyCauses+1)); n != want {
			t.Errorf("%d lists in\n%s", n, out.String())
		}
		if full := strings.Contains(out.String(), "The check 3."); full != (form == Told) {
			t.Errorf("form %d prints\n%s", form, out.String())
		}
	}
}
