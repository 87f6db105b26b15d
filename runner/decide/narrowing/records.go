package narrowing

import (
	"gesso/runner/decide/moving"
	"gesso/runner/decide/recalling"
	"gesso/runner/plan"
	"gesso/runner/selection"
	"gesso/spec/eval"
	"gesso/state"
)

// Records is the scope of a plan to remove what is recorded: nothing is evaluated but tags,
// where a pattern asks for some. Like is an earlier plan that leaves out the same, or nil.
func Records(config *eval.Config, recorded *state.State, choice selection.Choice, like *plan.Plan) (Scope, error) {
	if like != nil && like.Selection.Partial() {
		return Like(like, nil, moving.Moves{State: recorded}, config, recalling.Recorded(recorded)), nil
	}
	if !choice.Partial() {
		return Scope{}, nil
	}
	tags := map[string]map[string]string{}
	if choice.UsesTags() {
		config.Expand(func(i *eval.Instance) *eval.Picture {
			tags[i.Address] = i.Tags
			return recalling.Recorded(recorded)(i)
		})
	}
	u := &selection.Universe{}
	for r := range recorded.All() {
		u.Add(selection.Image{Address: r.Address, Tags: tags[r.Address]}, r.DependsOn)
	}
	leaves, err := u.Turned().Leaves(choice)
	if err != nil {
		return Scope{}, err
	}
	sc := Scope{Left: map[string]*state.Record{}, Note: u.Note(choice, leaves, nil)}
	for address := range leaves {
		r := recorded.Get(address)
		sc.Left[address] = r
		if r.HasPicture() {
			sc.Note.LeftOut++
		}
	}
	return sc, nil
}
