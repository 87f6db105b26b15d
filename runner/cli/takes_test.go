package cli_test

import (
	"crypto/sha256"
	"fmt"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdPin gives the variable pin the value that pins an image to a file's bytes:
// pin FILE.
func cmdPin(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: pin FILE")
	}
	sum := sha256.Sum256([]byte(ts.ReadFile(args[0])))
	ts.Check(os.WriteFile(ts.MkAbs("pin.auto.hclvars"), fmt.Appendf(nil, "pin = \"sha256:%x\"\n", sum), 0o666))
}
