package cli_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"gesso/runner/cli"
)

// TestHabits: what a user of Terraform types is answered by what gesso has for
// it, in one sentence and a command.
func TestHabits(t *testing.T) {
	dir := t.TempDir()
	for line, want := range map[string]string{
		"get":            "read where they are",
		"modules":        "gesso graph",
		"refresh":        "gesso apply -refresh-only",
		"workspace":      "has the subcommands list, show, new, select, delete",
		"env list":       "calls it workspace",
		"providers":      "gesso schema -json",
		"providers lock": "built in",
		"test":           "check blocks",
		"login":          "ACEDATACLOUD_API_TOKEN",
		"logout":         "ACEDATACLOUD_API_TOKEN",
		"push":           "runs where it is started",
		"query":          "gesso state list",

		"state pull":                     "gesso.state",
		"state push x":                   "gesso.state",
		"taint -allow-missing image.a":   "misspelt address",
		"import -config=x image.a y":     "-chdir=DIR",
		"graph -plan=p":                  "-type=plan",
		"plan -invoke=x":                 "no actions",
		"regenerate image.a":             "-replace=ADDRESS",
		"explain image.a":                "-explain=ADDRESS",
		"state replace-provider a b":     "provider = flux.ALIAS",
		"state identities":               "gesso state list",
		"state frobnicate":               `gesso state has no subcommand "frobnicate"; there are list, show, mv, rm, merge`,
		"state ls":                       "gesso state list",
		"state remove image.a":           "gesso state rm",
		"workspace switch x":             "workspace select",
		"workspace create x":             "workspace new",
		"rollback":                       "gesso undo -dry-run",
		"rm image.a":                     "gesso state rm",
		"mv image.a image.b":             "moved block",
		"delete image.a":                 "the store keeps every picture",
		"cost":                           "gesso audit",
		"gc":                             "gesso store gc",
		"log":                            "gesso history",
		"unlock":                         "force-unlock",
		"retry":                          "not paid for again",
		"ui":                             "gesso gallery",
		"apply -dry-run":                 "a plan is that",
		"destroy -dry-run":               "gesso plan -destroy",
		"plan -debug":                    "GESSO_LOG=debug",
		"plan -workspace=x":              "GESSO_WORKSPACE",
		"plan -C x":                      "-chdir=DIR",
		"apply \u2013auto-approve":       "write -auto-approve",
		"apply -out=x":                   "gesso plan -out=FILE saves a plan",
		"destroy -out x":                 "gesso plan -out=FILE saves a plan",
		"destroy tfplan":                 "gesso plan -destroy -out=FILE saves such a plan",
		"apply -lock=false":              "never goes without one",
		"graph -lock-timeout=10s":        "waits for nobody",
		"plan -state=x":                  "-chdir=DIR",
		"apply -backup=-":                "-chdir=DIR",
		"resolve -json":                  "gesso help programs",
		"graph -json":                    "gesso help programs",
		"plan -auto-approve":             "nothing to approve",
		"apply -y":                       "-auto-approve",
		"destroy -force":                 "-auto-approve",
		"apply tfplan":                   "there is no plan file tfplan",
		"plan .":                         "gesso: hint: gesso -chdir=. plan",
		"show a b":                       "takes at most one argument",
		"plan -destroy -replace=image.a": "choose one of them",
		"plan -destroy -max-images=3":    "buys nothing",
		"plan -destroy -max-cost=3":      "buys nothing",
		"plan -destroy -allow-unpriced":  "buys nothing",
		"-var x=1 plan":                  "gesso has no option -var before the command; it is one of gesso validate, gesso plan,",
		"-auto-approve apply":            "it is one of gesso apply, gesso destroy, gesso undo, gesso resolve, gesso init, and stands behind that name",
		"-chdr=x plan":                   "gesso has no option -chdr; did you mean -chdir?",
		"-frobnicate":                    "gesso: error: gesso has no option -frobnicate\ngesso: hint: gesso -help\n",
		"-out=x plan":                    "gesso has no option -out before the command; it is one of gesso plan",
		"version -frobnicate":            "gesso: error: gesso version has no option -frobnicate\ngesso: hint: gesso version -help\n",
		"metadata functions -frobnicate": "gesso metadata functions has no option -frobnicate",
		"metadata frobnicate":            `gesso metadata has no subcommand "frobnicate"`,
		"-install-autocomplete":          "gesso completion SHELL",
		"plan -upgrade":                  "nothing to install",
		"plan -parallelism=4":            "makes no request",
		"providers schema -json":         "gesso schema -json",
		"providers mirror x":             "nothing to mirror",
		"preview":                        "gesso plan",
		"up":                             "gesso apply",
		"ls":                             "gesso state list",
		"stacks":                         "module blocks",
		"frobnicate":                     `there is no command "frobnicate"`,
		"plan -detailed-exitcode=maybe":  "gesso: hint: gesso plan -help",
		"plan -var":                      "flag needs an argument: -var",
		"fmt -frobnicate":                "gesso fmt has no option -frobnicate",
	} {
		var stdout, stderr bytes.Buffer
		env := cli.Env{Args: append([]string{"-chdir=" + dir}, strings.Fields(line)...), Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr}
		if strings.HasPrefix(line, "-") {
			env.Args = strings.Fields(line)
		}
		code := cli.Run(context.Background(), env)
		said := stderr.String()
		if code != 1 || stdout.Len() > 0 || !strings.Contains(said, want) {
			t.Errorf("gesso %s: exit code %d, it says %q; want %q", line, code, said, want)
		}
		if strings.Count(said, "\n") > 2 || !strings.HasPrefix(said, "gesso: error: ") || strings.Contains(said, "gesso  ") || strings.Contains(said, "-help -") {
			t.Errorf("gesso %s is answered in bad form: %q", line, said)
		}
	}
}
