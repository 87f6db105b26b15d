package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"gesso/runner/cli"
	"gesso/runner/flux"
	"gesso/runner/sandbox"
	"gesso/runner/traffic"
	"gesso/spec/lang"
)

// schemaBlock is the part of Terraform's shape that its readers go by.
type schemaBlock struct {
	NestingMode string `json:"nesting_mode"`
	Block       struct {
		Description string
		Attributes  map[string]struct {
			Type               any
			Default            any
			Description        string
			Required, Optional bool
		}
		BlockTypes map[string]schemaBlock `json:"block_types"`
	}
}

func TestSchema(t *testing.T) {
	var stdout, stderr bytes.Buffer
	env := cli.Env{Args: []string{"schema", "-json"}, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr}
	if code := cli.Run(context.Background(), env); code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	var document struct{ Blocks map[string]schemaBlock }
	if err := json.Unmarshal(stdout.Bytes(), &document); err != nil {
		t.Fatal(err)
	}
	compareSchema(t, lang.Language([]*lang.Kind{flux.Language().With(sandbox.Block())}), document.Blocks)
}

// compareSchema asserts that everything of the table is printed.
func compareSchema(t *testing.T, s *lang.Schema, printed map[string]schemaBlock) {
	t.Helper()
	if len(printed) != len(s.Blocks) {
		t.Errorf("%q: %d blocks printed, want %d", s.Type, len(printed), len(s.Blocks))
	}
	for _, inner := range s.Blocks {
		got := printed[inner.Type]
		if got.NestingMode == "" || got.Block.Description != inner.Description || len(got.Block.Attributes) != len(inner.Arguments) {
			t.Errorf("%s: %+v", inner.Type, got)
		}
		for _, a := range inner.Arguments {
			attr := got.Block.Attributes[a.Name]
			if attr.Description != a.Description || attr.Type == nil || attr.Required != a.Required || attr.Optional == a.Required || (attr.Default != nil) != (a.Default != "") {
				t.Errorf("%s.%s: %+v", inner.Type, a.Name, attr)
			}
		}
		compareSchema(t, inner, got.Block.BlockTypes)
	}
}

// TestSchemaDefaults compares the defaults that the table tells of with those
// of the packages that run without the table.
func TestSchemaDefaults(t *testing.T) {
	limits := traffic.Limits{}.WithDefaults()
	want := map[string]any{
		"model":         flux.DefaultModel,
		"parallelism":   limits.Parallelism,
		"poll_interval": limits.PollInterval.String(),
		"timeout":       strings.TrimSuffix(limits.Timeout.String(), "0s"),
		"submit":        flux.Mode(0).String(),
	}
	for _, block := range lang.Language([]*lang.Kind{flux.Language().With(sandbox.Block())}).Blocks {
		if block.Type != "provider" {
			continue
		}
		for _, a := range block.Arguments {
			text, err := json.Marshal(want[a.Name])
			if err != nil {
				t.Fatal(err)
			}
			if a.Default != "" && a.Default != string(text) {
				t.Errorf("the table says that the default of %s is %s, and it is %s", a.Name, a.Default, text)
			}
			delete(want, a.Name)
		}
	}
	if len(want) > 0 {
		t.Errorf("no arguments of the provider block: %v", want)
	}
}
