package cli_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strconv"
	"strings"

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

// cmdForget takes a file's bytes out of the store: forget FILE.
func cmdForget(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: forget FILE")
	}
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(ts.ReadFile(args[0]))))
	ts.Check(os.Remove(ts.MkAbs(".gesso/objects/" + sum[:2] + "/" + sum)))
}

// cmdFlip flips a bit in the midst of a line of a file: flip FILE LINE.
func cmdFlip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: flip FILE LINE")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	lines := strings.SplitAfter(ts.ReadFile(args[0]), "\n")
	line := []byte(lines[n-1])
	line[len(line)/2] ^= 1
	lines[n-1] = string(line)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Join(lines, "")), 0o600))
}
