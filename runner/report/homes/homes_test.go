package homes_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"gesso/runner/report/homes"
	"gesso/state/home"
	"gesso/state/home/shelf"
)

const bucket = "s3://studio/autumn"

var ann = home.Holder{PID: 7, Host: "laptop", User: "ann", Command: "apply", Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.Local)}

// TestExplain: of everything that can be the matter with a home, what is said and what can
// be done.
func TestExplain(t *testing.T) {
	at := home.Position{N: 12}
	tests := map[string]struct {
		err           error
		message, hint string // the hint begins so
	}{
		"held": {
			&home.HeldError{Holder: ann, Where: bucket, Lease: time.Minute},
			"s3://studio/autumn is held by gesso apply, process 7 of ann@laptop, since 2026-01-02 03:04:05",
			"run it again when that is done, or with -lock-timeout=5m to wait for it; one that gives no sign of life for 1m0s is taken over from; nothing was changed",
		},
		"held, waited, quiet": {
			&home.HeldError{Holder: ann, Where: bucket, Waited: 5 * time.Minute, Quiet: 12400 * time.Millisecond},
			"s3://studio/autumn is held by gesso apply, process 7 of ann@laptop, since 2026-01-02 03:04:05, which has been quiet for 12s; waited 5m0s for it",
			"run it again when that is done",
		},
		"deposed": {
			&home.DeposedError{By: ann, Where: bucket, Reported: 3},
			"gesso apply, process 7 of ann@laptop, since 2026-01-02 03:04:05 has taken over s3://studio/autumn, and this run begins nothing more; 3 answers were reported, nothing was lost",
			"what this run had submitted is collected by whoever took over",
		},
		"rolled back": {
			&home.RolledBackError{Where: bucket, Known: at, Found: home.Position{N: 9}},
			"s3://studio/autumn has gone back: this machine knows segment 12 of its log, and there are 9",
			"an older copy was put there",
		},
		"exchanged": {
			&home.RolledBackError{Where: bucket, Known: at, Found: at},
			"s3://studio/autumn has another segment 12 in its log than this machine has read there",
			"an older copy was put there",
		},
		"left": {
			&home.LeftError{Where: bucket, To: "s3://other/autumn", By: ann},
			"the project has moved from s3://studio/autumn to s3://other/autumn, by gesso apply, process 7 of ann@laptop, since 2026-01-02 03:04:05",
			"take the configuration that says so",
		},
		"deleted": {
			&home.DeletedError{Where: bucket, Workspace: "draft", By: ann},
			"the workspace draft of s3://studio/autumn was deleted, by gesso apply, process 7 of ann@laptop, since 2026-01-02 03:04:05",
			"gesso workspace select default",
		},
		"another": {
			&home.OtherError{Where: bucket, Known: "aaaa", Found: "bbbb"},
			"s3://studio/autumn is another home than this machine has worked with: it is bbbb, and was aaaa",
			"check the backend block",
		},
		"gone": {
			&home.OtherError{Where: bucket, Known: "aaaa"},
			"there is no home at s3://studio/autumn, and this machine has worked with one there, aaaa",
			"check the backend block",
		},
		"conditions ignored": {
			&shelf.IgnoredError{Where: bucket, Service: "Google Cloud Storage\n", Instead: "its own API"},
			"s3://studio/autumn cannot be a home: two that create one object there both succeed, as Google Cloud Storage ignores conditional writes (If-None-Match). Two runs at once would both buy the same pictures",
			"use its own API; nothing was bought",
		},
		"conditions ignored by nobody knows what": {
			&shelf.IgnoredError{Where: bucket},
			"s3://studio/autumn cannot be a home: two that create one object there both succeed: conditional writes (If-None-Match) are ignored there. Two runs at once would both buy the same pictures",
			"use a bucket of a service that honours If-None-Match",
		},
		"stale": {
			&shelf.StaleError{Where: bucket},
			"s3://studio/autumn cannot be a home: what is read there is not what was created; a cache between here and there may be the reason",
			"go to the service itself",
		},
		"unreachable": {
			&shelf.Error{Where: bucket, Call: "list", Name: "log/", Problem: shelf.Unreachable, Err: errors.New("dial tcp: i/o timeout")},
			"s3://studio/autumn cannot be reached: dial tcp: i/o timeout",
			"check the network, the endpoint and the proxy, then run the command again: what was paid for is kept",
		},
		"denied": {
			&shelf.Error{Where: bucket, Call: "create", Name: "log/0000000001", Problem: shelf.Denied, Right: "s3:PutObject"},
			"s3://studio/autumn: who asks here may not create log/0000000001, which takes the right s3:PutObject",
			"a plan needs no such right, apply does",
		},
		"denied in a folder": {
			&shelf.Error{Where: "/mnt/team", Call: "create", Name: "log/0000000001", Problem: shelf.Denied, Err: fs.ErrPermission},
			"/mnt/team: who asks here may not create log/0000000001: permission denied",
			"let this user read and write in that folder",
		},
		"no credentials": {
			&shelf.Error{Where: bucket, Problem: shelf.Uncredentialed, Detail: "looked for environment, files, instance"},
			"there are no credentials for s3://studio/autumn: looked for environment, files, instance",
			"set AWS_ACCESS_KEY_ID",
		},
		"no bucket":    {&shelf.Error{Where: bucket, Problem: shelf.Missing}, "s3://studio/autumn: there is no such bucket", "create it"},
		"no folder":    {&shelf.Error{Where: "/mnt/team", Problem: shelf.Missing}, "/mnt/team: there is no such folder", "mount it"},
		"other region": {&shelf.Error{Where: bucket, Problem: shelf.Elsewhere, Detail: "eu-central-1"}, "s3://studio/autumn is in another region: eu-central-1", `write region = "eu-central-1" in the backend block`},
		"a region that is none": {
			&shelf.Error{Where: bucket, Problem: shelf.Elsewhere, Detail: "$(rm -rf)"}, "s3://studio/autumn is in another region: $(rm -rf)", "correct region in the backend block",
		},
		"hostile": {
			&home.HeldError{Holder: home.Holder{PID: 7, Host: "x\ngesso: error: all is lost\x1b[2J", User: "ann\r", Command: "app\u202ely"}, Where: "s3://b\n/p", Lease: time.Second},
			"s3://b /p is held by gesso apply, process 7 of ann@x gesso: error: all is lost[2J",
			"run it again",
		},
	}
	for name, test := range tests {
		message, hint, ok := homes.Explain(fmt.Errorf("wrapped: %w", test.err))
		if !ok || message != test.message {
			t.Errorf("%s: says %q, want %q", name, message, test.message)
		}
		if !strings.HasPrefix(hint, test.hint) {
			t.Errorf("%s: hints at %q, want %q", name, hint, test.hint)
		}
	}
	if message, hint, ok := homes.Explain(errors.New("else")); ok || message+hint != "" {
		t.Errorf("of what is about no home it says %q, %q", message, hint)
	}
}

// TestEveryProblem: each has words of its own, and all but the unknown one a way out.
func TestEveryProblem(t *testing.T) {
	said := map[string]shelf.Problem{}
	for p := shelf.Unknown; p <= shelf.Untrusted; p++ {
		for _, where := range []string{bucket, "/mnt/team"} {
			message, hint, _ := homes.Explain(&shelf.Error{Where: where, Call: "read", Name: "home", Problem: p, Err: errors.New(strings.Repeat("long ", 200) + "\x1b[31m")})
			if hint == "" && p != shelf.Unknown {
				t.Errorf("problem %d of %s has no hint", p, where)
			}
			if other, ok := said[message]; ok {
				t.Errorf("problems %d and %d are both told as %q", other, p, message)
			}
			if said[message] = p; len(message) > 450 || strings.ContainsAny(message, "\x1b\n") {
				t.Errorf("problem %d is told as %q", p, message)
			}
		}
	}
}

func TestLines(t *testing.T) {
	same := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	same(homes.Waiting(bucket, ann, 5*time.Minute, time.Minute),
		"s3://studio/autumn is held by gesso apply, process 7 of ann@laptop, since 2026-01-02 03:04:05: waiting at most 5m0s, or until it has given no sign of life for 1m0s")
	same(homes.Waiting(bucket, home.Holder{}, 0, time.Minute), "s3://studio/autumn is held by another gesso: looking at most 1m0s for a sign of life")
	same(homes.TakenOver(bucket, ann, 61200*time.Millisecond),
		"s3://studio/autumn: gesso apply, process 7 of ann@laptop, since 2026-01-02 03:04:05 had given no sign of life for 1m1s and is taken over from; what it had paid for is collected")
	same(homes.TakenOver(bucket, home.Holder{PID: 8, Host: "h", Command: "apply", Workspace: "draft"}, 0),
		"s3://studio/autumn: gesso apply in workspace draft, process 8 of h had ended without saying so and is taken over from; what it had paid for is collected")
}
