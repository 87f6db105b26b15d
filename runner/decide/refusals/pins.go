package refusals

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/pins"
)

// PinAsked is the mistake of an image that is to be made anew while it is pinned.
func PinAsked(address string, at hcl.Range) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Pinned, and to be made anew", Subject: &at,
		Detail: fmt.Sprintf("%s is pinned to one picture, and -replace asks for another. Remove its pin first.", address)}
}

// PinMissing is the mistake of a pin to a picture that cannot be had, which the error tells.
func PinMissing(address string, at hcl.Range, err error) *hcl.Diagnostic {
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Pinned picture cannot be read", Subject: &at,
		Detail: fmt.Sprintf("%s is pinned to a picture that cannot be had: %s.", address, err)}
	var missing *pins.MissingError
	if errors.As(err, &missing) {
		d.Summary = "Pinned picture is not here"
		d.Detail += " gesso takes lists what there is; gesso store pull brings what another machine has."
	}
	return d
}
