package refusals

import (
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/provider"
)

// MissingError is a request that is not known, because a picture that it is made from
// is not there.
type MissingError struct {
	Argument string
	Image    string // whose picture it is; "" where that is not known
}

func (e *MissingError) Error() string {
	if e.Image == "" {
		return "its " + e.Argument + " is not known, as a picture that it uses is not there"
	}
	return "its " + e.Argument + " " + e.Image + " has no picture"
}

// InvalidError is a request that the provider would refuse, by its own rules. It was
// not asked, so that nothing is charged.
type InvalidError struct{ Problem provider.Problem }

func (e *InvalidError) Error() string { return "invalid request: " + e.Problem.Detail }

// Advice is what a user can do about it.
func (e *InvalidError) Advice() string { return "correct the image's arguments" }

// RefusedError says which preconditions are not met. Nothing was bought.
type RefusedError struct{ Diags hcl.Diagnostics }

func (e *RefusedError) Error() string {
	said := make([]string, len(e.Diags))
	for i, d := range e.Diags {
		said[i], _, _ = strings.Cut(d.Detail, "\n\n")
	}
	return "nothing was bought, because a condition is not met: " + strings.Join(said, " ")
}
