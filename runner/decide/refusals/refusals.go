// Package refusals has the words for what plans and runs refuse: requests that are not
// known, or that a provider or a condition is against; and what is about files that somebody
// else has written. Each names what it is about, and the ways out.
//
// It decides nothing and reads nothing.
//
//	diags = append(diags, refusals.Drifted(c, block.Lifecycle.Range))
package refusals

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/drift"
	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/unrecorded"
	"gesso/spec/eval"
	"gesso/spec/filename"
)

// Drifted is the mistake of an output that was changed by hand where the configuration
// wants to be told.
func Drifted(c *plan.Change, at hcl.Range) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Output was changed by hand", Subject: &at,
		Detail: fmt.Sprintf("The output %q of %s is another picture than gesso placed there, and its block has on_drift = \"fail\". Make it the picture with gesso adopt '%s', bring back the one that was made with gesso restore '%s', or buy another with -replace='%s'; the store keeps what lies there.",
			c.Before.Path, c.Address, c.Address, c.Address, c.Address),
	}
}

// Unrecorded is the mistake of a run that nobody watches and that would buy over pictures
// which lie at their paths, while nothing is recorded: a state is missing, and each such
// run would pay again.
func Unrecorded(p *plan.Plan) hcl.Diagnostics {
	if !unrecorded.Lost(p) {
		return nil
	}
	return hcl.Diagnostics{{
		Severity: hcl.DiagError, Summary: "Pictures without a state",
		Detail: fmt.Sprintf("Nothing is recorded here, and of the pictures that would be bought %d lie at their paths already: gesso.state may be lost, or was not committed. Nobody is asked here, so that nothing is bought over them. gesso plan shows the import blocks that take them over for nothing; apply without -auto-approve, and -replace=ADDRESS, buy others all the same.", len(unrecorded.Bought(p))),
	}}
}

// NotAdopted says why the output of an image is not adopted.
func NotAdopted(c *plan.Change, found drift.Finding) error {
	switch {
	case !c.Before.HasPicture():
		return fmt.Errorf("%s has no picture yet: gesso import '%s' FILE takes one over", c.Address, c.Address)
	case c.Action == plan.Tainted:
		return fmt.Errorf("%s: what lies at %s fails a postcondition: %s", c.Address, c.Before.Path, c.Unmet())
	case found.Kind == drift.Missing, c.Before.Output == "":
		return fmt.Errorf("%s has no output that could be adopted: it is missing", c.Address)
	case found.Kind == drift.Spoilt:
		return fmt.Errorf("%s: %s cannot be adopted: %s", c.Address, c.Before.Path, found.Why)
	}
	return fmt.Errorf("%s: %s is what gesso placed there, and nobody has changed it", c.Address, c.Before.Path)
}

// NotRestored says why nothing is brought back for an image.
func NotRestored(c *plan.Change) error {
	switch {
	case !c.Before.HasPicture():
		return fmt.Errorf("%s has no picture yet", c.Address)
	case c.Before.Adopted != nil && c.Before.Original() != nil && c.Before.Rejected(&c.Before.Original().Picture) != nil:
		return fmt.Errorf("%s: the picture that was made before is rejected, and what lies there is somebody's work: gesso select '%s' N makes another take the picture", c.Address, c.Address)
	case c.Before.Adopted != nil:
		return fmt.Errorf("%s: the picture that was made before is neither here nor at the provider", c.Address)
	}
	return fmt.Errorf("%s cannot be restored now: the plan for it is %s", c.Address, c.Action)
}

// Offer tells of an import block that has a file for an image with another picture, and
// what makes the file the picture.
func Offer(address string, i *eval.Import) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: "Import block for an image that has a picture", Subject: i.Range.Ptr(),
		Detail: fmt.Sprintf("%s has a picture, which is not the one in %q: the block has no effect. gesso import '%s' '%s' makes the file its picture, for nothing, and keeps the one that it has in the store.", address, i.File, address, i.File)}
}

// NotImported is the mistake of a file that cannot be read as a picture.
func NotImported(address string, i *eval.Import, err error) *hcl.Diagnostic {
	var bad *picture.Error
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return importing(i, "Import of a file that does not exist",
			"There is no file %q to import as %s. Paths are relative to the configuration's directory; the id of a task has neither a slash nor the extension of a picture.", i.File, address)
	case errors.As(err, &bad):
		return importing(i, "Import of a file that is not a picture",
			"The file %q cannot be imported as %s: %s.", i.File, address, err)
	}
	return importing(i, "Unreadable file to import",
		"The file %q cannot be imported as %s: %s.", i.File, address, filename.Pathless(err))
}

// Unmet is the mistake of a picture to import that fails a postcondition, which says why.
func Unmet(address string, i *eval.Import, why plan.Reason) *hcl.Diagnostic {
	text := why.New
	if why.Cause != plan.Unmet {
		text = "It was " + why.String() + "."
	}
	return importing(i, "Imported picture does not meet a condition",
		"The picture in %q is not imported as %s: %s", i.File, address, text)
}

func importing(i *eval.Import, summary, format string, args ...any) *hcl.Diagnostic {
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, args...)}
	if i.Range.Filename != "" { // else it is a command's
		d.Subject = i.Range.Ptr()
	}
	return d
}

// MissingSource is the mistake of a local source that cannot be read.
func MissingSource(i *eval.Instance, err error) *hcl.Diagnostic {
	rng := i.Range("source")
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unreadable source", Subject: &rng,
		Detail: fmt.Sprintf("The source %q of %s cannot be read: %s.", i.Source.File, i.Address, filename.Pathless(err))}
	if errors.Is(err, fs.ErrNotExist) {
		d.Summary = "Source not found"
		d.Detail = fmt.Sprintf("There is no file %q, the source of %s. Paths are relative to the configuration's directory.", i.Source.File, i.Address)
	}
	return d
}

// Prevented is the mistake of a change that lifecycle.prevent_destroy forbids.
func Prevented(c *plan.Change, at hcl.Range) *hcl.Diagnostic {
	detail := "The plan would " + c.Action.String() + " the picture of " + c.Address + ", and its block has prevent_destroy."
	if len(c.Reasons) > 0 {
		detail += " Reason: " + c.Reasons[0].String() + "."
	}
	return &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Picture is protected from destruction", Subject: &at,
		Detail: detail + " Undo the change that causes this, or remove prevent_destroy.",
	}
}

// Problem is what a provider has against a request, where the argument is that it is about.
func Problem(problem provider.Problem, at hcl.Range) *hcl.Diagnostic {
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: problem.Summary, Detail: problem.Detail, Subject: &at}
	if problem.Warning {
		d.Severity = hcl.DiagWarning
	}
	return d
}

// VagueTags is the mistake of tags that nobody knows yet, where a pattern asks for some.
func VagueTags(address string, at hcl.Range) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Tags that are not known yet", Subject: &at,
		Detail: fmt.Sprintf("The tags of %s depend on a picture that is yet to come, so that nothing tells whether a pattern such as tag:release means it. Select by addresses, or make that picture first.", address),
	}
}
