package homes

import (
	"fmt"
	"regexp"
	"strings"

	"gesso/runner/report/quote"
	"gesso/state/home/shelf"
)

// kept ends the hints about errors that can happen in the middle of a run.
const kept = "then run the command again: what was paid for is kept"

// explainShelf returns a message and a hint about an error of a shelf.
func explainShelf(e *shelf.Error) (message, hint string) {
	where, bucket := quote.Line(e.Where), strings.HasPrefix(e.Where, "s3://")
	switch e.Problem {
	case shelf.Unreachable:
		return where + " cannot be reached" + behind(e), "check the network, the endpoint and the proxy, " + kept
	case shelf.Denied:
		return where + ": who asks here may not " + attempt(e) + missing(e) + behind(e), rightHint(e)
	case shelf.Uncredentialed:
		return "there are no credentials for " + where + behind(e),
			"set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in the backend block, or run where a role gives some"
	case shelf.Unproven:
		return where + " does not believe the credentials" + behind(e), "check the key, or get fresh ones, as after a token has expired, " + kept
	case shelf.Missing:
		if !bucket && e.Detail != "" {
			return where + ": " + quote.Line(e.Detail), "mount it, create it, or correct path in the backend block"
		}
		if bucket {
			return where + ": there is no such bucket" + behind(e), "create it, or correct bucket and endpoint in the backend block: gesso creates none"
		}
		return where + ": there is no such folder" + behind(e), "mount it, create it, or correct path in the backend block"
	case shelf.Elsewhere:
		return where + " is in another region" + behind(e), regionHint(e.Detail)
	case shelf.Skewed:
		return where + " refuses requests: this machine's clock is too far from its own" + behind(e), "set the clock, " + kept
	case shelf.Slowed:
		return where + " wants fewer requests" + behind(e), "wait some minutes, " + kept
	case shelf.Full:
		return where + " has no space left" + behind(e), "make some, " + kept
	case shelf.Untrusted:
		return where + ": nobody here vouches for its certificate" + behind(e), "name the authority's certificate by ca_file in the backend block"
	case shelf.Unknown:
	}
	return where + ": " + attempt(e) + behind(e), ""
}

// attempt says what failed, such as "read log/0000000001".
func attempt(e *shelf.Error) string {
	call := e.Call
	if call == "" {
		call = "work there"
	}
	return strings.TrimSpace(quote.Line(call) + " " + quote.Line(e.Name))
}

func missing(e *shelf.Error) string {
	if e.Right == "" {
		return ""
	}
	return ", which takes the right " + quote.Line(e.Right)
}

// behind returns further details, shortened: a service may answer anything.
func behind(e *shelf.Error) string {
	const most = 300
	text := quote.Line(e.Detail)
	if e.Err != nil {
		if text != "" {
			text += "; "
		}
		text += quote.Line(e.Err.Error())
	}
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	if text == "" {
		return ""
	}
	return ": " + text
}

// rightHint says who can grant a missing right.
func rightHint(e *shelf.Error) string {
	switch {
	case !strings.HasPrefix(e.Where, "s3://"):
		return "let this user read and write in that folder, " + kept
	case e.Call == "remove":
		return "only gesso store gc removes anything, and needs the rights of examples/ci/policies/gc.json; see gesso help teams"
	case e.Call == "create":
		return "a plan needs no such right, apply does: examples/ci/policies/applier.json has all of its rights; see gesso help teams"
	case e.Call == "list":
		return "who reads needs s3:ListBucket on the bucket, too: examples/ci/policies/reader.json has all of a plan's rights; see gesso help teams"
	}
	return "examples/ci/policies/reader.json has all rights of a plan; without s3:ListBucket a missing object looks forbidden too; see gesso help teams"
}

// region matches what can be the name of a region.
var region = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

func regionHint(name string) string {
	if !region.MatchString(name) {
		return "correct region in the backend block"
	}
	return fmt.Sprintf("write region = %q in the backend block", name)
}
