package cli_test

import (
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdUnion writes what git's union makes of two files of which every line but the first
// and the last one is in conflict: union ann/gesso.state bob/gesso.state gesso.state.
func cmdUnion(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: union A B FILE")
	}
	a, b := strings.SplitAfter(ts.ReadFile(args[0]), "\n"), strings.SplitAfter(ts.ReadFile(args[1]), "\n")
	both := strings.Join(a[:len(a)-2], "") + strings.Join(b[1:], "")
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(both), 0o666))
}
