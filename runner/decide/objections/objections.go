// Package objections asks providers what they have against the requests of images, without
// sending any.
//
// It puts what they say into words once, however many instances it is true of. It is not for
// what an image may ask for at all: that is the language's.
//
//	diags := asked.Of(instance)
package objections

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/refusals"
	"gesso/runner/provider"
	"gesso/spec/config"
	"gesso/spec/eval"
	"gesso/state"
)

// Check says what the provider of a block has against a request.
type Check func(block *config.Provider, model, size string, edit bool) []provider.Problem

// Asked remembers the answers. It is for one goroutine.
type Asked struct {
	check   Check
	fine    map[kind]bool // those that nobody has anything against
	answers map[request]hcl.Diagnostics
}

// kind is what of an instance a provider may have something against, wherever that is said.
type kind struct {
	provider    *config.Provider
	model, size string
	edit        bool
}

// request is what of an instance a provider may have something against: the same for
// most instances of a block.
type request struct {
	block       *config.Image
	model, size string
	edit        bool
	unsized     bool // the user has not written the size
}

// New has asked nothing yet. Nil is that nobody has anything against a request.
func New(check Check) *Asked {
	return &Asked{check: check, fine: map[kind]bool{}, answers: map[request]hcl.Diagnostics{}}
}

// Of is what there is against an instance's request, as far as that is known.
func (a *Asked) Of(i *eval.Instance) hcl.Diagnostics {
	if a.check == nil || slices.Contains(i.Unknown, "model") || slices.Contains(i.Unknown, "size") {
		return nil
	}
	k := kind{i.Block.Provider, i.Model, i.Size, i.IsEdit()}
	if a.fine[k] {
		return nil
	}
	r := request{i.Block, i.Model, i.Size, i.IsEdit(), i.DefaultSized}
	said, known := a.answers[r]
	if !known {
		problems := a.check(k.provider, k.model, k.size, k.edit)
		if a.fine[k] = len(problems) == 0; a.fine[k] {
			return nil
		}
		said = saying(problems, i)
		a.answers[r] = said
	}
	return said
}

// saying puts problems into words about an instance.
func saying(problems []provider.Problem, i *eval.Instance) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, problem := range problems {
		if problem.Argument == "size" && i.DefaultSized {
			continue // the user has not written it
		}
		diags = append(diags, refusals.Problem(problem, i.Range(problem.Argument)))
	}
	return diags
}

// Err is what there is against a request of an instance that is about to be sent, or nil.
func Err(check Check, i *eval.Instance, r *state.Request) error {
	if check == nil {
		return nil
	}
	for _, problem := range check(i.Block.Provider, r.Model, r.Size, i.IsEdit()) {
		if !problem.Warning {
			return &refusals.InvalidError{Problem: problem}
		}
	}
	return nil
}
