package cli_test

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"

	"github.com/rogpeppe/go-internal/testscript"

	"gesso/runner/sandbox"
)

var listening = regexp.MustCompile(`(?m)^gesso sandbox listens at (http://(.*))$`)

// cmdListens waits until a `gesso sandbox` that was started says its address,
// and points gesso at it: listens NAME.
func cmdListens(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: listens NAME")
	}
	p := processOf(ts, args[0])
	var found []string
	if !eventually(func() bool {
		found = listening.FindStringSubmatch(p.stderr.String())
		return found != nil
	}) {
		ts.Fatalf("%s did not say where it listens: %s", args[0], p.stderr.String())
	}
	ts.Setenv("SANDBOX", found[1])
	ts.Setenv("SANDBOX_HOST", found[2])
	ts.Setenv(endpointVariable, found[1])
}

// cmdTask sets variables to the ids of the tasks that the sandbox accepted last, the newest
// the last: task NAME....
func cmdTask(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: task NAME...")
	}
	var books sandbox.Books
	ts.Check(json.Unmarshal(readBooks(ts), &books))
	if len(books.Calls) < len(args) {
		ts.Fatalf("the sandbox has accepted %d", len(books.Calls))
	}
	for i, call := range books.Calls[len(books.Calls)-len(args):] {
		ts.Setenv(args[i], call.Task)
	}
}

// cmdBooks prints what a sandbox tells of itself, as anybody can ask.
func cmdBooks(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: books")
	}
	_, _ = ts.Stdout().Write(readBooks(ts))
}

// readBooks asks a sandbox what it was asked.
func readBooks(ts *testscript.TestScript) []byte {
	request, err := http.NewRequest(http.MethodGet, ts.Getenv("SANDBOX")+"/sandbox/requests", nil)
	ts.Check(err)
	request.Header.Set("Authorization", "Bearer "+ts.Getenv(tokenVariable))
	answer, err := http.DefaultClient.Do(request)
	ts.Check(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	ts.Check(err)
	return text
}
