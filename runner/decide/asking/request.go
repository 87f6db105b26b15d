package asking

import (
	"slices"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/spec/eval"
	"gesso/state"
)

// NewRequest is what an instance asks for, once its arguments and the bytes of
// its source are known.
func NewRequest(kind string, i *eval.Instance, source state.Source) state.Request {
	r := state.Request{
		Kind:       kind,
		Action:     string(provider.Generate),
		Prompt:     i.Prompt,
		PromptHash: state.HashPrompt(i.Prompt),
		Model:      i.Model,
		Size:       i.Size,
		Source:     source,
	}
	if i.Take > 1 {
		r.Take = i.Take // the first one is asked for as it was before there were others
	}
	if i.IsEdit() {
		r.Action = string(provider.Edit)
	}
	return r
}

func LaterArguments(i *eval.Instance) []plan.Reason {
	var reasons []plan.Reason
	for _, name := range i.Unknown {
		if name != "tags" {
			reasons = append(reasons, plan.Reason{Cause: plan.Later, Argument: name})
		}
	}
	return reasons
}

// IgnoreChanges takes the recorded values of the arguments that
// lifecycle.ignore_changes names. What is recorded is known.
func (c *Image) IgnoreChanges(later []plan.Reason) []plan.Reason {
	ignored := c.Instance.Block.Lifecycle().IgnoreChanges
	if len(ignored) == 0 || !c.Before.HasPicture() || c.Before.Request == nil {
		return later
	}
	old, r := c.Before.Request, &c.Request
	for _, name := range ignored {
		switch name {
		case "prompt":
			r.Prompt, r.PromptHash = old.Prompt, old.PromptHash
			if r.Prompt = c.laid(old.Prompt); r.Prompt != old.Prompt {
				r.PromptHash = state.HashPrompt(r.Prompt)
			}
		case "model":
			r.Model = old.Model
		case "size":
			r.Size = old.Size
		case "take":
			r.Take = old.Take
		case "source":
			r.Source, r.Action = old.Source, old.Action
		}
		later = known(later, name)
	}
	// A size that nobody has named goes by the model that is asked for; one that is
	// ignored, and was recorded when none was sent, is that of its model too.
	if r.Size == "" || c.Instance.DefaultSized && slices.Contains(ignored, "model") && !slices.Contains(ignored, "size") {
		if !unknown(later, "model") {
			r.Size, later = c.unsaid(), known(later, "size")
		}
	}
	return later
}

// known are the reasons without those that an argument is known later.
func known(later []plan.Reason, argument string) []plan.Reason {
	return slices.DeleteFunc(later, func(r plan.Reason) bool { return r.Argument == argument })
}

func unknown(later []plan.Reason, argument string) bool {
	return slices.ContainsFunc(later, func(r plan.Reason) bool { return r.Argument == argument })
}
