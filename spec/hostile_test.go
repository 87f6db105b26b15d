package spec

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/eval"
	"gesso/spec/source"
)

// patience is how much processor time anything may take.
const patience = 90 * time.Second

func processorTime() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// judge loads and expands files and returns the summaries of what is said.
func judge(t *testing.T, files map[string]string) (*eval.Config, hcl.Diagnostics) {
	t.Helper()
	return judgeWithin(t, files, 1)
}

// judgeWithin is judge with the limits of evaluating divided by a number.
func judgeWithin(t *testing.T, files map[string]string, by int) (*eval.Config, hcl.Diagnostics) {
	t.Helper()
	start := processorTime()
	config, diags := loadDir(write(t, files), Inputs{})
	if !diags.HasErrors() {
		config.Tighten(by)
		_, more := config.Expand(nil)
		diags = append(diags, more...)
	}
	if took := processorTime() - start; took > patience {
		t.Errorf("it took %v", took)
	}
	checkPlaces(t, config, diags)
	return config, diags
}

// Text that nobody writes by hand ends in a diagnostic, in bounded time and
// memory, and above all without overflowing the stack, which would end the
// process.
func TestHostileText(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("takes a minute, and many with the race detector")
	}
	r := strings.Repeat
	laughs := "locals {\n  a0 = \"ha\"\n"
	lists := "locals {\n  a0 = [1, 2]\n"
	for n := range 40 {
		laughs += fmt.Sprintf("  a%d = \"${local.a%d}${local.a%d}\"\n", n+1, n, n)
		lists += fmt.Sprintf("  a%d = [local.a%d, local.a%d]\n", n+1, n, n)
	}
	heredocs := ""
	for n := range 1000 {
		heredocs += fmt.Sprintf("  h%d = <<EOT\n%sEOT\n", n, r("a line\n", 200))
	}
	image := func(prompt string) string { return "image \"a\" {\n  prompt = " + prompt + "\n}\n" }
	for _, test := range []struct{ name, src, want string }{
		{"10 MB in one string", image(`"` + r("x ", 5<<20) + `"`), ""},
		{"10 MB of words in one line", r("a ", 5<<20), "Too much in one block"},
		{"10 MB of commas", "x = [" + r(",", 10<<20), "Too much in one block"},
		{"a million wrong lines", r("x\n", 1<<20), "Argument or block definition required"},
		{"a million wrong arguments", image(`"p"`) + r("x = y\n", 1<<19), "Attribute redefined"},
		{"brackets", "x = " + r("[", 100_000), "Nesting too deep"},
		{"closed brackets", image(r("[", 100_000) + r("]", 100_000)), "Nesting too deep"},
		{"parentheses", image(r("(", 100_000) + "1" + r(")", 100_000)), "Nesting too deep"},
		{"blocks", r("a {\n", 100_000), "Nesting too deep"},
		{"templates", image(r(`"${`, 100_000) + "1" + r(`}"`, 100_000)), "Nesting too deep"},
		{"calls", image(r(`upper(`, 100_000) + "1" + r(`)`, 100_000)), "Nesting too deep"},
		{"operators", image(r("1 + ", 1_000_000) + "1"), "Nesting too deep"},
		{"conditions", image(r("true ? 1 : ", 100_000) + "1"), "Nesting too deep"},
		{"deep within bounds", image(r("[", 800) + r("]", 800)), "Incorrect argument type"},
		{"nested loops", image(`join("", [for a in range(1024) : [for b in range(1024) : [for c in range(1024) : [for d in range(1024) : a]]]])`), "Expression takes too much"},
		{"nested loops in try", image(`try([for a in range(1024) : [for b in range(1024) : [for c in range(1024) : a]]], "x")`), "Expression takes too much"},
		{"loops through locals", "locals {\n  l = range(1024)\n  m = [for a in local.l : local.l]\n  n = [for a in local.m : local.m]\n  o = [for a in local.n : local.n]\n}\n", "Expression takes too much"},
		{"loops in a variable", "variable \"v\" {\n  default = [for a in [" + r("1,", 1000) + "] : [for b in [" + r("1,", 1000) + "] : [for c in [" + r("1,", 1000) + "] : 1]]]\n}\n", "Expression takes too much"},
		{"splats", "locals {\n  l = range(1024)\n}\n" + image(`join("", flatten([for a in local.l : [for b in local.l : local.l[*]]]))`), "Expression takes too much"},
		{"laughs", laughs + "}\n" + image("local.a40"), "Expression takes too much"},
		{"laughs in lists", lists + "}\n" + image("jsonencode(local.a40)"), "Expression takes too much"},
		{"laughs in an output", lists + "}\noutput \"o\" {\n  value = local.a40\n}\n", "Expression takes too much"},
		{"template loops", image(`"%{ for a in range(1000) }%{ for b in range(1000) }%{ for c in range(1000) }x%{ endfor }%{ endfor }%{ endfor }"`), "Expression takes too much"},
		{"set product", image(`join("", [for x in setproduct(range(1000), range(1000), range(1000)) : "x"])`), "Invalid function argument"},
		{"a heredoc of 100,000 lines", image("<<-EOT\n" + r("a\n", 100_000) + "EOT\n"), "Too many lines in texts"},
		{"many heredocs", "locals {\n" + heredocs + "}\n", ""},
		{"many instances", "image \"a\" {\n  count  = 100000\n  prompt = \"\"\n}\n", "Empty prompt"},
	} {
		t.Run(test.name, func(t *testing.T) {
			by := 1
			if test.want == "Expression takes too much" && test.name != "nested loops" && test.name != "laughs" {
				by = 16 // those two show that the limits themselves can be borne
			}
			_, diags := judgeWithin(t, map[string]string{"main.hcl": test.src}, by)
			if test.want == "" {
				if diags.HasErrors() {
					t.Error(render(diags))
				}
				return
			}
			if len(diags) == 0 || len(diags) > diag.MaxDiagnostics+1 || !hasSummary(diags, test.want) {
				t.Errorf("%d diagnostics, and not %q: %.300s", len(diags), test.want, render(diags))
			}
			var m runtime.MemStats
			if runtime.ReadMemStats(&m); m.HeapSys > 6<<30 {
				t.Errorf("the heap has grown to %d MB", m.HeapSys>>20)
			}
		})
	}
}

func hasSummary(diags hcl.Diagnostics, summary string) bool {
	for _, d := range diags {
		if d.Summary == summary {
			return true
		}
	}
	return false
}

// Modules multiply: what they call, and what they expand to, is bounded too.
func TestHostileModules(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("takes many seconds with the race detector")
	}
	twice := func(level int, more string) string {
		return fmt.Sprintf("module \"a\" {\n  source = \"../l%d\"\n%s}\nmodule \"b\" {\n  source = \"../l%d\"\n%s}\n", level+1, more, level+1, more)
	}
	calls := map[string]string{"main.hcl": strings.ReplaceAll(twice(0, ""), "../", "./")}
	counts := map[string]string{"main.hcl": strings.ReplaceAll(twice(0, "  count = 1000\n"), "../", "./")}
	for level := 1; level < 40; level++ {
		calls[fmt.Sprintf("l%d/main.hcl", level)] = twice(level, "")
	}
	for level := 1; level < 4; level++ {
		counts[fmt.Sprintf("l%d/main.hcl", level)] = twice(level, "  count = 1000\n")
	}
	counts["l4/main.hcl"] = "image \"x\" {\n  prompt = \"p\"\n}\n"
	calls["l40/main.hcl"] = counts["l4/main.hcl"]
	for _, test := range []struct {
		files map[string]string
		want  string
	}{{calls, "Too many modules"}, {counts, "Too many instances"}} {
		_, diags := judge(t, test.files)
		if !hasSummary(diags, test.want) || len(diags) > diag.MaxDiagnostics+1 {
			t.Errorf("%d diagnostics, and not %q: %.300s", len(diags), test.want, render(diags))
		}
	}
}

func TestHostileJSON(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("takes many seconds with the race detector")
	}
	r := strings.Repeat
	image := func(prompt string) string { return `{"image": {"a": {"prompt": ` + prompt + `}}}` }
	laughs := `{"image": {"z": {"prompt": "${local.a40}"}}, "locals": {"a0": "ha"`
	for n := range 40 {
		laughs += fmt.Sprintf(`, "a%d": "${local.a%d}${local.a%d}"`, n+1, n, n)
	}
	for _, test := range []struct{ name, src, want string }{
		{"10 MB in one string", image(`"` + r("x ", 5<<20) + `"`), ""},
		{"escapes", image(`"` + r(`\n\u00e9`, 1<<20) + `"`), ""},
		{"a template of many lines", image(`"` + r(`\n`, 100_000) + `${1}"`), "Too many lines in texts"},
		{"wrong behind escapes", image(`"` + r(`\t\u00e9`, 1<<18) + r("${local.x}", 2000) + `"`), "Reference to undeclared local value"},
		{"brackets", image(r("[", 100_000)), "Nesting too deep"},
		{"closed brackets", image(r("[", 100_000) + r("]", 100_000)), "Nesting too deep"},
		{"templates", image(`"` + r(`${\"`, 100_000) + r(`\"}`, 100_000) + `"`), "Nesting too deep"},
		{"laughs", laughs + "}}", "Expression takes too much"},
		{"a million properties", `{"locals": {` + r(`"x": 1,`, 1<<20) + `"y": 1}}`, "Duplicate attribute definition"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, diags := judge(t, map[string]string{"main.hcl.json": test.src})
			if test.want == "" && diags.HasErrors() || test.want != "" && !hasSummary(diags, test.want) {
				t.Errorf("%d diagnostics, and not %q: %.300s", len(diags), test.want, render(diags))
			}
		})
	}
}

func TestHostileValueFiles(t *testing.T) {
	for name, src := range map[string]string{
		"gesso.hclvars":      "v = " + strings.Repeat("[", 100_000),
		"gesso.hclvars.json": `{"v": ` + strings.Repeat(`[`, 1_000_000),
		"a.auto.hclvars":     "v = " + strings.Repeat("-", 100_000) + "1\n",
	} {
		_, diags := judge(t, map[string]string{"main.hcl": "variable \"v\" {}\n", name: src})
		if !hasSummary(diags, "Nesting too deep") {
			t.Errorf("%s: %.300s", name, render(diags))
		}
	}
}

func TestOddFiles(t *testing.T) {
	for _, test := range []struct {
		name string
		make func(dir string) error
		want string
	}{
		{"FIFO", func(dir string) error { return syscall.Mkfifo(filepath.Join(dir, "x.hcl"), 0o644) }, "it is not a regular file"},
		{"folder", func(dir string) error { return os.Mkdir(filepath.Join(dir, "x.hcl"), 0o755) }, "it is not a regular file"},
		{"device", func(dir string) error { return os.Symlink("/dev/zero", filepath.Join(dir, "x.hcl")) }, "leads out of the directory"},
		{"dangling link", func(dir string) error { return os.Symlink("gone", filepath.Join(dir, "x.hcl")) }, "no such file"},
		{"loop of links", func(dir string) error { return os.Symlink("x.hcl", filepath.Join(dir, "x.hcl")) }, "too many"},
		{"huge", func(dir string) error {
			f, err := os.Create(filepath.Join(dir, "x.hcl"))
			if err != nil {
				return err
			}
			defer f.Close()
			return f.Truncate(source.MaxFileSize + 1)
		}, "the limit is"},
		{"not UTF-8", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "x.hcl"), []byte("image \"a\" {\n  prompt = \"caf\xe9\"\n}\n"), 0o644)
		}, "not valid UTF-8"},
		{"UTF-16", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "x.hcl"), []byte("i\x00m\x00a\x00"), 0o644)
		}, "NUL byte"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := write(t, map[string]string{"main.hcl": "image \"a\" {\n  prompt = \"p\"\n}\n"})
			if err := test.make(dir); err != nil {
				t.Fatal(err)
			}
			config, diags := loadDir(dir, Inputs{})
			checkPlaces(t, config, diags)
			if len(diags) != 1 || !strings.Contains(diags[0].Detail, test.want) {
				t.Error(render(diags))
			}
		})
	}
}

func TestOddDirectories(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(t.TempDir(), "gone")} {
		if config, diags := loadDir(dir, Inputs{}); config == nil || !hasSummary(diags, "Unreadable configuration directory") {
			t.Errorf("%s: %s", dir, render(diags))
		}
	}
}

// A file that is written while it is read is refused, or read whole.
func TestFileThatChanges(t *testing.T) {
	dir := write(t, map[string]string{"main.hcl": "image \"a\" {\n  prompt = \"p\"\n}\n"})
	name := filepath.Join(dir, "main.hcl")
	stop, stopped := make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
				text := fmt.Sprintf("image \"a\" {\n  prompt = %q\n}\n", strings.Repeat("x", n%5000+1))
				_ = os.WriteFile(name, []byte(text), 0o644)
			}
		}
	}()
	for range 300 {
		config, diags := loadDir(dir, Inputs{})
		checkPlaces(t, config, diags)
	}
	close(stop)
	<-stopped
}
