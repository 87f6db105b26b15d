package fault

import (
	"fmt"
	"strings"
)

// stage is when a fault strikes, and so what it is counted by.
type stage int

const (
	refusing   stage = iota // instead of accepting a submission
	answering               // after it was accepted and charged
	working                 // while its task runs
	calling                 // when its callback is due
	polling                 // instead of answering for tasks
	delivering              // when a result is downloaded
)

// stages introduce the faults of each stage.
var stages = [...]string{
	refusing:   "A submission is refused: nothing is accepted, nothing charged",
	answering:  "It is accepted and charged, and its answer",
	working:    "It is accepted and charged, and its task",
	calling:    "It is accepted and charged, and its callback",
	polling:    "A call of /flux/tasks is answered with",
	delivering: "The download of a result gives",
}

// fault is a way to go wrong that can be asked for by its name.
type fault struct {
	name  string
	stage stage
	about string
}

// catalog is every fault there is. Of the faults of one stage that strike at the
// same time the first one here is heard. The documentation of package sandbox has
// this table too; a test compares them.
var catalog = [...]fault{
	{"400", refusing, "400 bad_request"},
	{"401", refusing, "401 invalid_token"},
	{"403", refusing, "403 used_up"},
	{"404", refusing, "404 no_api"},
	{"429", refusing, "429 too_many_requests"},
	{"refuse", refusing, "403 moderation"},
	{"500-refused", refusing, "500 api_error, although nothing was accepted"},
	{"html", refusing, "502 with a proxy's page, although nothing was accepted"},

	{"500", answering, "is 500 api_error"},
	{"drop", answering, "never comes: the connection closes"},
	{"reset", answering, "breaks off in its midst: the connection is reset"},
	{"hang", answering, "never comes, and the connection stays open"},

	{"fail", working, "finishes as failed, without pictures"},
	{"stuck", working, "never finishes"},
	{"blank", working, "makes pictures of nearly one colour"},
	{"short", working, "makes one picture fewer than it was asked for"},
	{"extra", working, "makes one picture more"},
	{"omit", working, "is left out of the first three batch answers"},
	{"lost", working, "has no new links once the first have expired (needs expire)"},

	{"callback-lost", calling, "is never made"},
	{"callback-twice", calling, "is made twice"},

	{"poll-429", polling, "429 too_many_requests"},
	{"poll-500", polling, "500 api_error"},

	{"gone", delivering, "404, from now on and for good"},
	{"expired-once", delivering, "what a dead link gives; the task has a new one"},
	{"recoded", delivering, "the same pixels, in other bytes at each new link"},
	{"notice", delivering, "where the link is dead, a picture that says so, with 200"},
	{"download-500", delivering, "500"},
	{"redirect-file", delivering, "a redirect to file:///etc/passwd"},
	{"redirect-private", delivering, "a redirect to a link-local address"},
	{"certificate", delivering, "a redirect to a server whose certificate nobody signed"},
	{"truncated", delivering, "half of it: the connection breaks"},
	{"wrong-length", delivering, "half of it, as its Content-Length says"},
	{"page", delivering, "an HTML page with 200"},
	{"zero", delivering, "no bytes with 200"},
	{"text", delivering, "text that is announced as a picture"},
	{"wrong-size", delivering, "a picture of half the width and height"},
	{"bomb", delivering, "a PNG of 50,000 x 50,000 pixels, by its header"},
	{"huge", delivering, "the picture, and then bytes without end"},
	{"drip", delivering, "one byte a second"},
}

// findFault looks a fault up by its name.
func findFault(name string) (fault, bool) {
	for _, f := range catalog {
		if f.name == name {
			return f, true
		}
	}
	return fault{}, false
}

func faultNames() []string {
	names := make([]string, len(catalog))
	for i, f := range catalog {
		names[i] = f.name
	}
	return names
}

// Table is the list of all faults with what each does, as text of at most
// 80 columns: for help, and for whoever writes documents.
func Table() string {
	var b strings.Builder
	last := stage(-1)
	for _, f := range catalog {
		if f.stage != last {
			fmt.Fprintf(&b, "%s:\n", stages[f.stage])
			last = f.stage
		}
		fmt.Fprintf(&b, "  %-16s  %s\n", f.name, f.about)
	}
	return b.String()
}
