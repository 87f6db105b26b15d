package spec

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gesso/spec/diag"
	"gesso/spec/eval"
)

// TestFunctionsAreBounded makes as much as possible of a few lines with every
// function that makes more than it is given, and with numbers.
func TestFunctionsAreBounded(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("takes some seconds, and many with the race detector")
	}
	chain := func(first, next string, n int) string {
		text := "  z0 = " + first + "\n"
		for i := range n {
			text += fmt.Sprintf("  z%d = %s\n", i+1, strings.ReplaceAll(next, "X", fmt.Sprintf("local.z%d", i)))
		}
		return text
	}
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += fmt.Sprintf("%c: &%[1]c [%s]\\n", c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), ","))
	}
	for n, lines := range []string{
		chain(`"aaaaaaaaaa"`, `replace(X, "a", X)`, 7),
		chain(`"aaaaaaaaaa"`, `replace(X, "/(a+)/", "$1$1$1$1$1$1$1$1$1")`, 12),
		chain(`"ab"`, `join(X, [X, X, X, X, X, X, X, X])`, 12),
		chain(`"ab"`, `format("%[1]s%[1]s%[1]s%[1]s", X)`, 20),
		chain(`"ab"`, `jsonencode([X, X, X, X])`, 30),
		chain(`"ab"`, `yamlencode([X, X, X, X])`, 30),
		chain(`"a"`, `urlencode("${X}%${X}")`, 40),
		chain(`"ab"`, `textencodebase64("${X}${X}", "UTF-16LE")`, 20),
		chain(`"ab"`, `upper("${X}${X}")`, 60),
		chain(`[1, 2, 3]`, `setproduct(X, X, X)`, 10),
		chain(`[1, 2]`, `concat(X, X, X, X)`, 20),
		chain(`[1, 2]`, `flatten([X, X, X, X])`, 20),
		chain(`{ x = 1, y = 2 }`, `{ x = X, y = X }`, 40) + "  j = jsonencode(local.z40)\n",
		"  l = file(\"big.txt\")\n  z = join(local.l, range(1000))\n",
		"  l = file(\"big.txt\")\n  z = formatlist(\"%s%s\", range(1000), local.l)\n",
		"  l = file(\"big.txt\")\n  z = split(\"\", local.l)\n",
		"  l = file(\"big.txt\")\n  z = regexall(\"(((((.)))))\", local.l)\n",
		"  l = file(\"big.txt\")\n  z = regex(\"(a|b|c){1000}x{500}(.{500}|b{500})z\", local.l)\n",
		"  l = file(\"big.txt\")\n  z = [for i in range(1024) : [for j in range(1024) : sha512(local.l)]]\n",
		"  l = file(\"big.txt\")\n  z = [for i in range(1024) : [for j in range(1024) : substr(local.l, j, 1)]]\n",
		"  l = file(\"big.txt\")\n  z = [for i in range(1024) : [for j in range(1024) : filesha512(\"big.txt\")]]\n",
		"  z = setproduct(" + strings.TrimSuffix(strings.Repeat("[1, 2], ", 19), ", ") + ")\n",
		"  z = format(\"" + strings.Repeat("%1000000d", 100) + "\"" + strings.Repeat(", 1", 100) + ")\n",
		"  z = indent(1000000000, \"a\")\n",
		"  z = yamldecode(\"" + bomb + "\")\n",
		"  z = \"${1e99999999}\"\n",
		"  z = upper(1e99999999)\n",
		"  z = tostring(tonumber(\"1e99999999\"))\n",
		"  z = \"${\"1e99999999\" * 1}\"\n",
		"  z = jsonencode(jsondecode(\"[1e99999999]\"))\n",
		"  z = \"${yamldecode(\"- 1e99999999\")[0]}\"\n",
		chain(`pow(10, 300)`, `X * X`, 30) + "  t = \"${local.z30}\"\n",
		"  l = file(\"nines.txt\")\n  z = tostring(parseint(local.l, 10))\n",
		"  l = file(\"nines.txt\")\n  z = local.l * 1\n",
		"  z = yamldecode(file(\"dashes.txt\"))\n",
		"  z = jsondecode(\"[${join(\",\", [for i in range(1024) : join(\",\", range(1024))])}]\")\n",
		chain(`"1"`, `"[${X},${X}]"`, 20) + "  j = jsondecode(local.z20)\n",
		"  z = csvdecode(file(\"wide.csv\"), { lenient = true })\n",
		"  t = \"%%{for a in range(1000)}%%{for b in range(1000)}x%%{endfor}%%{endfor}\"\n  z = [for i in range(1000) : templatestring(local.t, {})]\n",
	} {
		dir := write(t, map[string]string{"main.hcl": "locals {\n" + lines + "}\n"})
		var heading []string
		for i := range 50_000 {
			heading = append(heading, fmt.Sprint("k", i))
		}
		for name, text := range map[string]string{
			"big.txt": strings.Repeat("abcdefghij", 1<<20), "nines.txt": strings.Repeat("9", 1<<20), "dashes.txt": strings.Repeat("- ", 1<<20),
			"wide.csv": strings.Join(heading, ",") + "\n" + strings.Repeat("1\n", 50_000),
		} {
			if strings.Contains(lines, name) {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
		start := processorTime()
		config, diags := loadDir(dir, Inputs{})
		// That the limits themselves can be borne shows by some; by the others, that each
		// function is counted by them.
		if n%7 != 0 {
			config.Tighten(16)
		}
		if !diags.HasErrors() {
			_, diags = config.Expand(nil)
		}
		if took := processorTime() - start; took > patience {
			t.Errorf("%.80s took %v", lines, took)
		}
		told := diags.HasErrors() && (strings.Contains(diags[0].Summary+diags[0].Detail, "takes too much") || strings.Contains(diags[0].Detail, "deeper than") || strings.Contains(diags[0].Detail, "more than"))
		if !told {
			t.Errorf("%.80s: %.200s", lines, render(diags))
		}
		config.Close()
	}
}

// TestInterruptedEvaluation ends with one diagnostic that says so, whatever is
// evaluated: loading, expanding, one expression.
func TestInterruptedEvaluation(t *testing.T) {
	stop := make(chan struct{})
	dir := write(t, map[string]string{"main.hcl": "locals {\n  a = [for i in range(1024) : upper(i)]\n}\nimage \"a\" {\n  count  = 2000\n  prompt = local.a[0]\n}\n"})
	config, diags := loadDir(dir, Inputs{Interrupt: stop})
	if diags.HasErrors() {
		t.Fatal(render(diags))
	}
	defer config.Close()
	x, diags := config.Expand(nil)
	if diags.HasErrors() {
		t.Fatal(render(diags))
	}
	close(stop)
	if _, diags := x.Evaluate("[for i in range(1024) : i]"); !diag.Interrupted(diags) {
		t.Errorf("an expression: %s", render(diags))
	}
	if _, diags := config.Expand(nil); !diag.Interrupted(diags) {
		t.Errorf("expanding: %s", render(diags))
	}
	if _, diags := loadDir(dir, Inputs{Interrupt: stop}); !diag.Interrupted(diags) {
		t.Errorf("loading: %s", render(diags))
	}
	// A run that has begun evaluates what it has paid for.
	config.Uninterruptible()
	if x, diags := config.Expand(nil); diags.HasErrors() || !slices.ContainsFunc(x.Instances, func(i *eval.Instance) bool { return i.Prompt == "0" }) {
		t.Errorf("during a run: %s", render(diags))
	}
}
