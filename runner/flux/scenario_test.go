package flux

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"gesso/runner/provider"
)

// TestSubmitScenarios plays every raw answer of testdata against Submit.
func TestSubmitScenarios(t *testing.T) {
	for _, mode := range []Mode{Async, Sync, Stream} {
		archive, err := txtar.ParseFile("testdata/" + mode.String() + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		for pair := archive.Files; len(pair) > 1; pair = pair[2:] {
			name, ok := strings.CutSuffix(pair[0].Name, ".http")
			if !ok || pair[1].Name != name+".want" {
				t.Fatalf("%s and %s are no scenario", pair[0].Name, pair[1].Name)
			}
			t.Run(mode.String()+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := play(t, string(pair[0].Data))
				c := client(t, s.url, func(cfg *Config) { cfg.Mode = mode })
				task, err := c.Submit(t.Context(), aCat)
				if diff := cmp.Diff(strings.TrimSpace(string(pair[1].Data)), outcome(task, err)); diff != "" {
					t.Errorf("outcome (-want +got):\n%s", diff)
				}
				s.calls(t, 1)
			})
		}
	}
}

// outcome is one line of all that a call told.
func outcome(task provider.Task, err error) string {
	var failed *provider.Error
	switch {
	case errors.As(err, &failed):
		return describe(failed)
	case err != nil:
		return "no provider.Error: " + err.Error()
	}
	var b strings.Builder
	b.WriteString(task.State.String())
	field(&b, "id", task.ID)
	field(&b, "trace", task.TraceID)
	if !task.Finished.IsZero() {
		field(&b, "finished", task.Finished.Format(time.RFC3339))
	}
	for _, p := range task.Pictures {
		fmt.Fprintf(&b, " %s#%s", p.URL, p.Seed)
	}
	if task.Failure != nil {
		b.WriteString(": " + describe(task.Failure))
	}
	return b.String()
}

// ports differ from run to run.
var ports = regexp.MustCompile(`tcp 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+`)

func describe(e *provider.Error) string {
	var b strings.Builder
	b.WriteString(e.Class.String())
	if e.Status != 0 {
		field(&b, "status", fmt.Sprint(e.Status))
	}
	field(&b, "code", e.Code)
	if e.RetryAfter != 0 {
		field(&b, "wait", e.RetryAfter.String())
	}
	field(&b, "task", e.TaskID)
	field(&b, "trace", e.TraceID)
	if e.Message != "" {
		fmt.Fprintf(&b, " message=%q", e.Message)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, " cause=%q", ports.ReplaceAllString(e.Err.Error(), "tcp"))
	}
	return b.String()
}

func field(b *strings.Builder, name, value string) {
	if value != "" {
		fmt.Fprintf(b, " %s=%s", name, value)
	}
}
