package session

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide"
	"gesso/runner/selection"
)

// Planning makes a plan in an open session. It prints the errors of the plan together with
// the earlier diagnostics.
type Planning func(ctx context.Context, earlier hcl.Diagnostics) (*decide.Prepared, error)

// PlanAdopt plans to adopt the outputs of the declared images that match the patterns, with
// the user's note. The plan has no other changes and buys nothing.
func (s *Session) PlanAdopt(patterns []string, note string) Planning {
	return func(ctx context.Context, earlier hcl.Diagnostics) (*decide.Prepared, error) {
		p, err := s.planHands(ctx, earlier, patterns, func(of *selection.Found) { s.hands = decide.Hands{Adopt: of, Note: note, Lenient: true} })
		if err != nil {
			return nil, err
		}
		return p.AdoptOnly()
	}
}

// PlanRestore plans to restore the pictures from before somebody edited the outputs of the
// images that match the patterns.
func (s *Session) PlanRestore(patterns []string) Planning {
	return func(ctx context.Context, earlier hcl.Diagnostics) (*decide.Prepared, error) {
		s.Options.RefreshOnly = true // changes of the configuration are left to the next apply
		p, err := s.planHands(ctx, earlier, patterns, func(of *selection.Found) { s.hands = decide.Hands{Restore: of, Lenient: true} })
		if err != nil {
			return nil, err
		}
		return p.RestoreOnly()
	}
}

func (s *Session) planHands(ctx context.Context, earlier hcl.Diagnostics, patterns []string, say func(*selection.Found)) (*decide.Prepared, error) {
	images, err := s.declared(ctx, earlier)
	if err != nil {
		return nil, err
	}
	found, err := selection.Find("", patterns, images)
	if err != nil {
		return nil, err
	}
	say(found)
	p, diags, err := s.decide(ctx)
	if !diags.HasErrors() {
		diags = nil // the warnings have been printed
	}
	return s.tell(p, diags, err)
}

// declared returns the images of the configuration. An edited output that the configuration
// wants to be asked about is not an error here.
func (s *Session) declared(ctx context.Context, earlier hcl.Diagnostics) ([]selection.Image, error) {
	s.hands.Lenient = true
	p, err := s.Plan(ctx, earlier)
	if err != nil {
		return nil, err
	}
	var images []selection.Image
	for c := range p.Declared() {
		images = append(images, selection.Image{Address: c.Address})
	}
	return images, nil
}
