package lang

import (
	"fmt"
	"net/url"
	"strings"
)

// Builtin is the endpoint of the sandbox inside of the process.
const Builtin = "sandbox"

// CheckEndpoint finds what is wrong with a setting that is an endpoint: "" is
// none, which is fine.
func CheckEndpoint(argument, endpoint string) []Problem {
	if endpoint == "" || endpoint == Builtin || HasHost(endpoint) {
		return nil
	}
	return []Problem{{
		Argument: argument, Given: endpoint, Known: []string{Builtin},
		Detail: fmt.Sprintf("%q is not an endpoint: that is a URL that begins with http:// or https://, or the word sandbox for the built-in one.", endpoint),
	}}
}

// IsURL reports whether s is an http or https URL by its beginning.
func IsURL(s string) bool {
	scheme, _, ok := strings.Cut(s, "://")
	return ok && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http"))
}

// HasHost reports whether s is an http or https URL that leads somewhere.
func HasHost(s string) bool {
	u, err := url.Parse(s)
	return IsURL(s) && err == nil && u.Host != ""
}
