package session

import (
	"context"
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/command"
	"gesso/runner/decide"
	"gesso/runner/selection"
	"gesso/spec"
	"gesso/spec/eval"
)

// PlanImport plans to import a picture (a file, or a task's id) into the declared image
// that word matches, and returns the image's address. The plan has no other changes and
// buys nothing. The session must be open.
func (s *Session) PlanImport(ctx context.Context, earlier hcl.Diagnostics, word, id string) (*decide.Prepared, string, error) {
	p, err := s.Plan(ctx, earlier)
	if err != nil {
		return nil, "", err
	}
	var images []selection.Image
	for c := range p.Declared() {
		images = append(images, selection.Image{Address: c.Address})
	}
	address, err := selection.One(word, images)
	if err != nil {
		return nil, "", err
	}
	if s.Config.Imports[address] != nil && !s.State.Get(address).HasPicture() {
		return nil, address, command.Misuse(fmt.Sprintf("the configuration has an import block for %s: the next apply does what that says", address), "gesso plan")
	}
	made, why := spec.ImportOf(s.Config, address, id)
	if why != "" {
		return nil, address, command.Misuse(fmt.Sprintf("%q cannot be imported: it %s", id, why), "gesso import -help")
	}
	if s.Config.Imports == nil {
		s.Config.Imports = map[string]*eval.Import{}
	}
	s.Config.Imports[address] = made
	p, diags, err := s.decide(ctx)
	if !diags.HasErrors() {
		diags = nil // the warnings have been printed
	}
	if p, err = s.tell(p, diags, err); err != nil {
		return nil, address, err
	}
	p, err = p.ImportOnly(address)
	return p, address, err
}
