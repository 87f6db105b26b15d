package origin

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
)

// ExpansionMarks judges the marks of a count or for_each and returns the
// addresses that all of the block's instances depend on through it.
func ExpansionMarks(argument string, rng hcl.Range, o Origin) ([]string, hcl.Diagnostics) {
	switch {
	case o.Impure != "":
		return nil, ImpureArgument(argument, rng, o)
	case o.Sensitive:
		return nil, diag.ProblemAt(rng, "Invalid "+argument+" argument",
			"The %s value is sensitive, and it would show in the addresses of the images. Use nonsensitive(...) if it may be shown.", argument)
	}
	if o.Ephemeral {
		return nil, diag.ProblemAt(rng, "Invalid "+argument+" argument",
			"The %s value is ephemeral, and it would be written down in the addresses of the images. Use values that are the same in every run.", argument)
	}
	slices.Sort(o.Addresses)
	return o.Addresses, nil
}

// ImpureArgument is the mistake of an argument of a request that is another one in
// each run, or on each machine.
func ImpureArgument(argument string, rng hcl.Range, o Origin) hcl.Diagnostics {
	if o.Machine {
		return diag.ProblemAt(rng, "Machine-dependent value in a request",
			"The argument %q uses %s, which %s: the picture would be bought again there. Use a path relative to the configuration, as path.module is, or a variable.", argument, o.Impure, o.Change())
	}
	why := "the picture would be bought again each time"
	if argument == "tags" {
		why = "no plan would ever be empty"
	}
	return diag.ProblemAt(rng, "Impure function in a request",
		"The argument %q uses %s, which %s: %s. Use a variable, and change it when a new picture is wanted.", argument, o.Impure, o.Change(), why)
}
