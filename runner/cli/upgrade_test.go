package cli_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/sandbox"
)

// upgrade is a set of testdata/upgrade, which a program of an earlier version
// wrote: all that somebody's directory had in it.
type upgrade struct {
	set    string
	config string // the set whose configuration must do as well; "" for its own
	plans  int    // the exit code of a plan
	apply  int    // the exit code of an apply; -1 where it would have to ask the provider
}

var upgrades = []upgrade{
	{"before-defaults/constructs", "", exitDone, exitPartial},
	{"before-defaults/unsaid", "", exitDone, exitPartial},
	{"before-defaults/lines-lf", "", exitDone, exitDone},
	{"before-defaults/lines-crlf", "", exitDone, exitDone},
	{"before-defaults/lines-lf", "before-defaults/lines-crlf", exitDone, exitDone},
	{"before-defaults/lines-crlf", "before-defaults/lines-lf", exitDone, exitDone},
	{"before-defaults/open", "", exitDoubtful, -1},
	{"before-defaults/lost", "", exitDoubtful, -1},
	{"before-defaults/builtin", "", exitDone, exitDone},
	{"before-plan-files/constructs", "", exitDone, exitPartial},
	{"before-plan-files/open", "", exitDoubtful, -1},
	{"before-takes/constructs", "", exitDone, exitPartial},
	{"before-takes/open", "", exitDoubtful, -1},
	{"before-galleries/constructs", "", exitDone, exitPartial},
	{"before-galleries/open", "", exitDoubtful, -1},
	{"before-homes/constructs", "", exitDone, exitPartial},
	{"before-homes/open", "", exitDoubtful, -1},
	{"with-homes/constructs", "", exitDone, exitPartial},
	{"with-homes/open", "", exitDoubtful, -1},
}

// TestUpgrade makes sure that no change of gesso makes a plan paid: over what an
// earlier version has left, the plan is what it was then, in plan.golden, but for
// sizes that it shows now and for what is free. An apply rewrites what was made by
// older rules, asks nobody for anything, and the next one writes nothing. And a
// clone, without store and ledger, plans the same.
func TestUpgrade(t *testing.T) {
	for _, u := range upgrades {
		t.Run(strings.TrimSuffix(u.set+"+"+filepath.Base(u.config), "+."), func(t *testing.T) {
			p := restoreSet(t, u.set, u.config)
			golden := string(p.read("plan.golden"))
			compare(t, "plan", golden, p.run(u.plans, "plan"))
			if u.apply >= 0 {
				p.run(u.apply, "apply", "-auto-approve")
				if later, err := os.ReadFile(filepath.Join(p.dir, "settled.golden")); err == nil {
					golden = string(later) // something free was to be done
				}
				compare(t, "plan after apply", golden, p.run(u.plans, "plan"))
				before := string(p.read("gesso.state"))
				p.run(u.apply, "apply", "-auto-approve")
				compare(t, "state after another apply", before, string(p.read("gesso.state")))
				p.run(0, "audit")
			}
			p.remove(".gesso/objects")
			if strings.Contains(u.set, "lines") {
				p.run(exitDone, "audit") // each picture is an output still, whatever key its record has now
			}
			if _, err := os.Stat(filepath.Join(p.dir, ".gesso/journal")); err != nil {
				p.remove(".gesso")
			}
			compare(t, "plan of a clone", look.ReplaceAllString(golden, ""), look.ReplaceAllString(p.run(u.plans, "plan"), ""))
			p.silent()
		})
	}
}

// look is where a picture that was not placed can be seen, which a clone cannot tell.
var look = regexp.MustCompile(`(?m)^ *look .*\n`)

func compare(t *testing.T, what, want, got string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// restoreSet puts a set into a project's directory, if config is given with the
// files that people write of that one.
func restoreSet(t *testing.T, set, config string) *project {
	t.Helper()
	p := newProject(t, sandbox.Options{})
	copySet := func(from string, wanted func(name string) bool) {
		from = filepath.Join("testdata/upgrade", from)
		err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			name, err := filepath.Rel(from, path)
			if err != nil || !wanted(filepath.ToSlash(name)) {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			name = strings.Replace(name, "dot-gesso", ".gesso", 1)
			if err := os.MkdirAll(filepath.Join(p.dir, filepath.Dir(name)), 0o777); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(p.dir, name), data, 0o666)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	copySet(set, func(string) bool { return true })
	if config != "" {
		copySet(config, func(name string) bool {
			switch filepath.Ext(name) {
			case ".hcl", ".hclvars", ".txt", ".tmpl", ".csv":
				return true
			}
			return false
		})
	}
	return p
}

// TestUpgradeEdited makes sure what a plan says of a set when somebody then edits
// the configuration: what is recorded by older rules is found like anything else,
// no picture is lent twice, and a change that is one is paid for.
func TestUpgradeEdited(t *testing.T) {
	for name, edit := range map[string]struct {
		set, old, new string
		options       []string
		code          int
		says          string
	}{
		"default written down":  {set: "unsaid", old: "image \"plain\" { prompt = \"a lake\" }", new: "image \"plain\" {\n  prompt = \"a lake\"\n  size = \"1024x1024\"\n}", says: "Plan: 0 paid, 0 free, 26 unchanged"},
		"another size":          {set: "unsaid", old: "size   = null", new: `size = "512x512"`, says: `~ size   = (none) -> "512x512"`},
		"another size is paid":  {set: "unsaid", old: "size   = null", new: `size = "512x512"`, says: "Plan: 1 paid (1 regenerate), 0 free, 25 unchanged"},
		"provider's size":       {set: "unsaid", old: `model           = "flux-kontext-pro"`, new: "model = \"flux-kontext-pro\"\n  size = \"16:9\"", says: "Plan: 1 paid (1 regenerate), 0 free, 25 unchanged"},
		"one more twin":         {set: "unsaid", old: "count  = 2\n  prompt = \"twins\"", new: "count = 3\n  prompt = \"twins\"", says: "Plan: 1 paid (1 generate), 0 free, 26 unchanged"},
		"renamed":               {set: "unsaid", old: `image "null"`, new: `image "nothing"`, says: "Plan: 0 paid, 1 free (1 move), 25 unchanged"},
		"trigger":               {set: "unsaid", old: "image \"plain\" { prompt = \"a lake\" }", new: "image \"plain\" {\n  prompt = \"a lake\"\n  size = \"512x512\"\n}", says: "image.triggered  regenerate (replace_triggered_by: image.plain.size changed"},
		"prompt changed back":   {set: "constructs", options: []string{"-var=style=dark oil"}, says: "Plan: 1 paid (1 regenerate), 6 free (6 reuse), 28 unchanged"}, // the trigger's
		"line added":            {set: "lines-crlf", old: "two boats\nEOT", new: "two boats,\na gull\nEOT", says: `~ prompt = "a harbour at dawn, two boats" -> "a harbour at dawn, two boats, a gull"`},
		"laid out anew":         {set: "lines-crlf", old: "two boats\nEOT", new: "two   boats\n\nEOT", says: "Plan: 0 paid, 2 free (2 move), 16 unchanged"},
		"lines as they were":    {set: "lines-lf", old: "two boats\nEOT", new: "two   boats\n\nEOT", says: "No changes. All"},
		"lines renamed":         {set: "lines-crlf", old: `image "template"`, new: `image "from_template"`, says: "image.from_template  move (moved from image.template; path changed)"},
		"call of another image": {set: "open", old: `image "accepted_sized"`, new: `image "asked"`, code: exitDoubtful, says: "> image.asked  resume (paid for by an earlier run"},
		"call without a size":   {set: "open", old: "count  = 2", new: "count = 3", code: exitDoubtful, says: "Plan: 2 paid (2 generate), 3 free (3 resume), 1 unchanged, 4 in doubt"},
	} {
		t.Run(name, func(t *testing.T) {
			p := restoreSet(t, "before-defaults/"+edit.set, "")
			text := strings.ReplaceAll(string(p.read("main.hcl")), "\r", "")
			if !strings.Contains(text, edit.old) {
				t.Fatalf("the set has no %q", edit.old)
			}
			p.write("main.hcl", strings.Replace(text, edit.old, edit.new, 1))
			if got := p.run(edit.code, append([]string{"plan"}, edit.options...)...); !strings.Contains(got, edit.says) {
				t.Errorf("the plan does not say %q:\n%s", edit.says, got)
			}
			p.silent()
		})
	}
}
