package cli_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"gesso/runner/cli"
)

// TestModes: options that contradict each other are refused before anything is read.
func TestModes(t *testing.T) {
	dir := t.TempDir()
	for line, want := range map[string]string{
		"plan -destroy -refresh-only":          "choose one of them",
		"apply -destroy -replace=image.a":      "choose one of them",
		"apply -destroy -max-images=3":         "buys nothing",
		"plan -refresh-only -refresh=false":    "choose one of them",
		"apply -refresh-only -replace=image.a": "choose one of them",
		"apply -refresh-only -max-images=3":    "buys nothing",
		"plan -refresh=perhaps":                "true or false",
		"plan -target=":                        "it is empty",
		"plan -out=":                           "it is empty",
		"plan -var-file=":                      "it is empty",
		"plan -explain=":                       "it is empty",
		"undo -to=":                            "it is empty",
		"gallery -base=":                       "it is empty",
		"init -backend-config=":                "it is empty",
		"state list -id=":                      "it is empty",
		"apply image.fox":                      "gesso apply -target=image.fox",
		"plan image.fox":                       "gesso plan -target=PATTERN",
		"destroy module.a":                     "gesso destroy -target=PATTERN",
		"destroy -refresh=false":               "nothing else to refresh",
		"taint":                                "gesso taint needs an address",
		"untaint":                              "gesso untaint needs an address",
	} {
		var stdout, stderr bytes.Buffer
		env := cli.Env{Args: append([]string{"-chdir=" + dir}, strings.Fields(line)...), Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr}
		if code := cli.Run(context.Background(), env); code != 1 || stdout.Len() > 0 || !strings.Contains(stderr.String(), want) {
			t.Errorf("gesso %s: exit code %d, it says %q; want %q", line, code, stderr.String(), want)
		}
	}
}
