package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"gesso/runner"
	"gesso/runner/plan"
	"gesso/runner/provider"
)

func stream(t *testing.T, print func(*Screen)) string {
	t.Helper()
	var b bytes.Buffer
	print(NewScreen(&b, nil, false))
	return b.String()
}

func TestDiagnosticsQuoteTheirLine(t *testing.T) {
	src := "image \"cat\" {\n\tprompt = \"猫 x\" + 1\n}\n"
	at := strings.Index(src, "+")
	rng := hcl.Range{Filename: "main.hcl", Start: hcl.Pos{Line: 2, Column: 18, Byte: at}, End: hcl.Pos{Line: 2, Column: 19, Byte: at + 1}}
	got := stream(t, func(s *Screen) {
		Diagnostics(s, hcl.Diagnostics{
			{Severity: hcl.DiagWarning, Summary: "Later", Detail: "A warning."},
			{Severity: hcl.DiagError, Summary: "Invalid operand", Detail: "Two \x1b[31mlines:\nof detail.", Subject: &rng},
		}, map[string][]byte{"main.hcl": []byte(src)})
	})
	want := `Error: Invalid operand

  on main.hcl line 2, column 18, in image "cat":
   2:   prompt = "猫 x" + 1
                        ^

Two [31mlines:
of detail.

Warning: Later [check-failed]

A warning.
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDiagnosticsOutsideOfTheSourceDoNotPanic(t *testing.T) {
	for _, rng := range []hcl.Range{
		{Filename: "main.hcl", Start: hcl.Pos{Line: 9, Column: 9, Byte: 900}, End: hcl.Pos{Line: 9, Column: 9, Byte: 901}},
		{Filename: "main.hcl", Start: hcl.Pos{Line: 1, Column: 1}, End: hcl.Pos{Line: 3, Column: 1, Byte: 12}},
		{Filename: "other.hcl"},
	} {
		stream(t, func(s *Screen) {
			Diagnostics(s, hcl.Diagnostics{{Summary: "x", Subject: &rng}}, map[string][]byte{"main.hcl": []byte("a = 1\nb = 2\n")})
		})
	}
}

func TestAStreamHasNoColoursAndNoWidth(t *testing.T) {
	s := NewScreen(&bytes.Buffer{}, nil, false)
	if s.Terminal() || s.width() != 0 || s.paint(red, "x") != "x" {
		t.Error("a stream is taken for a terminal")
	}
}

func TestProvidersAreNamedWhereThereAreSeveral(t *testing.T) {
	refusal := &provider.Error{Class: provider.Balance, Code: "used_up"}
	for name, want := range map[string][]string{
		"":            {"the provider asks for fewer requests: going on in 2s", "The run was stopped: balance: used_up"},
		"flux.second": {"flux.second asks for fewer requests: going on in 2s", "Provider flux.second was stopped: balance: used_up"},
	} {
		got := stream(t, func(s *Screen) {
			p := NewProgress(s, &plan.Plan{})
			p.Notify(runner.Event{Kind: runner.Throttled, Provider: name, Wait: 2 * time.Second})
			p.Close()
			Result(s, "Apply", &runner.Result{Stopped: []*runner.StoppedError{{Provider: name, Err: refusal}}}, ".")
		})
		for _, line := range want {
			if !strings.Contains(got, line+"\n") {
				t.Errorf("no line %q in:\n%s", line, got)
			}
		}
	}
}
