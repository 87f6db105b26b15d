package session

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide"
	"gesso/runner/selection"
)

// Planning makes a plan in a session that is open, and prints the mistakes with those of
// before.
type Planning func(ctx context.Context, earlier hcl.Diagnostics) (*decide.Prepared, error)

// PlanAdopt plans to make the outputs of the declared images that patterns mean their
// pictures, with a note of the user's. It does nothing else, and buys nothing.
func (s *Session) PlanAdopt(patterns []string, note string) Planning {
	return func(ctx context.Context, earlier hcl.Diagnostics) (*decide.Prepared, error) {
		p, err := s.planHands(ctx, earlier, patterns, func(of *selection.Found) { s.hands = decide.Hands{Adopt: of, Note: note, Lenient: true} })
		if err != nil {
			return nil, err
		}
		return p.AdoptOnly()
	}
}

// PlanRestore plans to bring back what was made before somebody changed the outputs of the
// images that patterns mean by hand.
func (s *Session) PlanRestore(patterns []string) Planning {
	return func(ctx context.Context, earlier hcl.Diagnostics) (*decide.Prepared, error) {
		s.Options.RefreshOnly = true // what the configuration changes is left to the next apply
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
		diags = nil // the warnings were said before
	}
	return s.tell(p, diags, err)
}

// declared are the images of the configuration. An output that was changed where the
// configuration wants to be told of it is no mistake here.
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
