package cli_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"gesso/runner/sandbox"
	"gesso/runner/schema/schematest"
)

// printed is what a command prints with -json: the name of its schema.
var printed = map[string]string{
	"validate": "validate", "show": "state", "output": "outputs", "state list": "state-list", "state show": "state", "audit": "audit",
	"takes": "takes", "taint": "taint", "untaint": "taint", "history": "history", "diff": "diff",
	"store verify": "store-verify", "store gc": "store-gc", "store push": "store-copy", "store pull": "store-copy",
	"version": "version", "models": "models", "metadata functions": "functions", "schema": "language",
	"home": "home", "gallery": "gallery", "review": "review", "inspect": "inspect",
}

// lines are the commands that print events.
var lines = []string{"plan", "apply", "destroy", "undo", "adopt", "restore", "import"}

// described holds what a gesso of a script has printed with -json to its schema, be it
// of what went wrong.
func described(ts *testscript.TestScript, args []string, code int) {
	asJSON := func(arg string) bool { return strings.TrimLeft(arg, "-") == "json" && strings.HasPrefix(arg, "-") }
	if len(args) == 0 || args[0] != "gesso" || !slices.ContainsFunc(args, asJSON) {
		return
	}
	words := slices.DeleteFunc(slices.Clone(args[1:]), func(arg string) bool { return strings.HasPrefix(arg, "-") })
	text := []byte(ts.ReadFile("stdout"))
	if len(words) == 0 || len(text) == 0 {
		return
	}
	if slices.Contains(lines, words[0]) {
		ts.Check(schematest.Lines(text))
		return
	}
	name := printed[words[0]]
	if len(words) > 1 && printed[words[0]+" "+words[1]] != "" {
		name = printed[words[0]+" "+words[1]]
	}
	if words[0] == "show" && len(words) > 1 && strings.HasSuffix(words[1], ".plan") {
		name = "plan"
	}
	if words[0] == "output" && len(words) > 1 && code == 0 || name == "" {
		return // a value as it is
	}
	err := schematest.Document(name, text)
	if err != nil && code == 1 && schematest.Document("validate", text) == nil {
		return
	}
	ts.Check(err)
}

// TestEveryJSONIsDescribed: whatever has -json is one of those above, so that each script
// holds it to its schema.
func TestEveryJSONIsDescribed(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	_, list, _ := strings.Cut(p.run(0, "help"), "Commands:\n")
	list, _, _ = strings.Cut(list, "\n\n")
	for line := range strings.Lines(list) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), "  ")
		speaks := strings.Contains(p.run(0, append(strings.Fields(name), "-help")...), "\n  -json")
		if known := printed[name] != "" || slices.Contains(lines, name); speaks != known {
			t.Errorf("gesso %s: has -json: %t; is described: %t", name, speaks, known)
		}
	}
}
