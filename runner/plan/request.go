package plan

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/provider"
	"gesso/spec/config"
	"gesso/spec/eval"
	"gesso/state"
)

// fillRequest makes a change's request from its instance's arguments and
// returns the reasons why it is not known whole, if it is not.
func (p *planner) fillRequest(c *Change) []Reason {
	i := c.Instance
	source, later := p.sourceOf(i)
	if later != nil {
		later = append(laterArguments(i), later...)
	} else {
		later = laterArguments(i)
	}
	c.Request = newRequest(c.Account.Kind, i, source)
	return keepIgnored(c, later)
}

// newRequest is what an instance asks for, once its arguments and the bytes of
// its source are known.
func newRequest(kind string, i *eval.Instance, source state.Source) state.Request {
	r := state.Request{
		Kind:       kind,
		Action:     string(provider.Generate),
		Prompt:     i.Prompt,
		PromptHash: state.HashPrompt(i.Prompt),
		Model:      i.Model,
		Size:       i.Size,
		Source:     source,
	}
	if i.IsEdit() {
		r.Action = string(provider.Edit)
	}
	return r
}

func laterArguments(i *eval.Instance) []Reason {
	var reasons []Reason
	for _, name := range i.Unknown {
		if name != "tags" {
			reasons = append(reasons, Reason{Cause: Later, Argument: name})
		}
	}
	return reasons
}

// keepIgnored takes the recorded values of the arguments that
// lifecycle.ignore_changes names. What is recorded is known.
func keepIgnored(c *Change, later []Reason) []Reason {
	ignored := c.Instance.Block.Lifecycle.IgnoreChanges
	if len(ignored) == 0 || !c.Before.HasPicture() || c.Before.Request == nil {
		return later
	}
	old, r := c.Before.Request, &c.Request
	for _, name := range ignored {
		switch name {
		case "prompt":
			r.Prompt, r.PromptHash = old.Prompt, old.PromptHash
			if strings.Contains(old.Prompt, "\r") {
				r.Prompt = state.Lines(old.Prompt)
				r.PromptHash = state.HashPrompt(r.Prompt)
			}
		case "model":
			r.Model = old.Model
		case "size":
			r.Size = old.Size
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
func known(later []Reason, argument string) []Reason {
	return slices.DeleteFunc(later, func(r Reason) bool { return r.Argument == argument })
}

func unknown(later []Reason, argument string) bool {
	return slices.ContainsFunc(later, func(r Reason) bool { return r.Argument == argument })
}

// changedArguments tells how a change's request differs from the recorded one.
// It tells at least one difference where their keys differ: what is paid for has
// a reason, whatever the record is like.
func changedArguments(c *Change) []Reason {
	if !c.Before.HasPicture() {
		return nil
	}
	var reasons []Reason
	if c.Before.Request != nil {
		reasons = differences(c, c.Before.Request, c.Request)
	}
	if len(reasons) == 0 && c.Before.Key != c.Key {
		reasons = []Reason{{Cause: Unlike}}
	}
	return reasons
}

// differences compares all that a key is made of.
func differences(c *Change, old *state.Request, now state.Request) []Reason {
	var reasons []Reason
	add := func(argument, before, after string) {
		if before != after {
			reasons = append(reasons, Reason{Cause: Changed, Argument: argument, Old: before, New: after})
		}
	}
	if !samePrompt(*old, now) {
		secret := slices.Contains(c.Instance.Sensitive, "prompt") || old.Prompt == ""
		reasons = append(reasons, Reason{Cause: Changed, Argument: "prompt", Old: state.Lines(old.Prompt), New: now.Prompt, Sensitive: secret})
	}
	add("model", old.Model, now.Model)
	if old.Size != "" || now.Size != c.unsaid() { // else nobody named one, then or now
		add("size", old.Size, now.Size)
	}
	if secret := slices.Contains(c.Instance.Sensitive, "source"); old.Source != now.Source {
		reasons = append(reasons, Reason{Cause: Changed, Argument: "source", Old: old.Source.String(), New: now.Source.String(), Sensitive: secret})
	}
	if !c.Account.takes(old.Kind, &c.Before.Picture) {
		add("provider", old.Kind, now.Kind)
	}
	if old.Source == now.Source { // else that says it
		add("action", old.Action, now.Action)
	}
	add("take", strconv.Itoa(old.Take), strconv.Itoa(now.Take))
	return reasons
}

// Recordable is the request as files may hold it: without what is sensitive.
func (c *Change) Recordable() state.Request {
	r := c.Request
	if c.Instance == nil {
		return r
	}
	if slices.Contains(c.Instance.Sensitive, "prompt") {
		r.Prompt = ""
	}
	if slices.Contains(c.Instance.Sensitive, "source") {
		r = r.WithholdSource()
	}
	return r
}

// recall is a picture as expressions see it: as it was first delivered, whatever
// its bytes and its URL are now. A prompt or a trigger that uses one of these
// would else pay for a restore.
func recall(p *state.Picture) *eval.Picture {
	first := p.First()
	return &eval.Picture{
		URL: first.URL, Seed: p.Seed, SHA256: first.Artifact, Format: first.Format, TaskID: p.Task, TraceID: p.TraceID,
		Width: first.Width, Height: first.Height, Bytes: first.Bytes, Blank: p.Blank, Generated: p.Generated,
	}
}

// price is what a picture of a model costs, or nil where nothing says it.
func (a *Account) price(model string) *float64 {
	if value, ok := a.Block.Price[model]; ok {
		return &value
	}
	return nil
}

// judge asks what the provider has against an instance's request.
func (p *planner) judge(i *eval.Instance) {
	if p.Check == nil || slices.Contains(i.Unknown, "model") || slices.Contains(i.Unknown, "size") {
		return
	}
	for _, problem := range p.Check(i.Model, i.Size, i.IsEdit()) {
		rng := i.Range(problem.Argument)
		severity := hcl.DiagError
		if problem.Argument == "size" && i.DefaultSized {
			continue // the user has not written it
		}
		if problem.Warning {
			severity = hcl.DiagWarning
		}
		p.diags = append(p.diags, &hcl.Diagnostic{Severity: severity, Summary: problem.Summary, Detail: problem.Detail, Subject: &rng})
	}
}

// checkPrevented finds changes that lifecycle.prevent_destroy forbids.
func (p *Plan) checkPrevented() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, c := range p.Changes {
		if c.Action != Regenerate && c.Action != Remove && !(c.Action == Reuse && c.Before.HasPicture()) {
			continue
		}
		block := p.Situation.block(c)
		if block == nil || !block.Lifecycle.PreventDestroy {
			continue
		}
		detail := "The plan would " + c.Action.String() + " the picture of " + c.Address + ", and its block has prevent_destroy."
		if len(c.Reasons) > 0 {
			detail += " Reason: " + c.Reasons[0].String() + "."
		}
		diags = append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagError, Summary: "Picture is protected from destruction", Subject: block.Lifecycle.Range.Ptr(),
			Detail: detail + " Undo the change that causes this, or remove prevent_destroy.",
		})
	}
	return diags
}

// block finds the declaration of a change's image: for an instance that is no
// longer declared, the block that it came from, if that still exists.
func (s Situation) block(c *Change) *config.Image {
	if c.Instance != nil {
		return c.Instance.Block
	}
	return s.Config.Block(c.Address)
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.SortedFunc(maps.Keys(m), state.CompareAddress)
}
