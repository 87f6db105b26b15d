package decide

import (
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/refusals"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/spec/config"
	"gesso/spec/eval"
	"gesso/state"
)

// ask makes a change's request from its instance's arguments and returns the reasons
// why it is not known whole, if it is not; else the change has the request's key. The
// error is one of reading a local source.
func (l *ladder) ask(c *change) ([]plan.Reason, error) {
	l.nameTriggers(c)
	source, open, err := l.source(c)
	later := append(laterArguments(c.instance), open...)
	c.Request = newRequest(c.account.Kind, c.instance, source)
	if later = ignoreChanges(c, later); len(later) > 0 {
		return later, err
	}
	c.Key = c.Request.Key()
	l.keepSource(c)
	c.chooseKind(l.calls.Begun(c.Address))
	c.renew()
	return nil, err
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
	if i.Take > 1 {
		r.Take = i.Take // the first one is asked for as it was before there were others
	}
	if i.IsEdit() {
		r.Action = string(provider.Edit)
	}
	return r
}

func laterArguments(i *eval.Instance) []plan.Reason {
	var reasons []plan.Reason
	for _, name := range i.Unknown {
		if name != "tags" {
			reasons = append(reasons, plan.Reason{Cause: plan.Later, Argument: name})
		}
	}
	return reasons
}

// ignoreChanges takes the recorded values of the arguments that
// lifecycle.ignore_changes names. What is recorded is known.
func ignoreChanges(c *change, later []plan.Reason) []plan.Reason {
	ignored := c.instance.Block.Lifecycle.IgnoreChanges
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
	if r.Size == "" || c.instance.DefaultSized && slices.Contains(ignored, "model") && !slices.Contains(ignored, "size") {
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

// changedArguments tells how a change's request differs from the recorded one.
// It tells at least one difference where their keys differ: what is paid for has
// a reason, whatever the record is like.
func changedArguments(c *change) []plan.Reason {
	if !c.Before.HasPicture() {
		return nil
	}
	var reasons []plan.Reason
	if c.Before.Request != nil {
		reasons = differences(c, c.Before.Request, c.Request)
	}
	if len(reasons) == 0 && c.Before.Key != c.Key {
		reasons = []plan.Reason{{Cause: plan.Unlike}}
	}
	return reasons
}

// differences compares all that a key is made of.
func differences(c *change, old *state.Request, now state.Request) []plan.Reason {
	var reasons []plan.Reason
	add := func(argument, before, after string) {
		if before != after {
			reasons = append(reasons, plan.Reason{Cause: plan.Changed, Argument: argument, Old: before, New: after})
		}
	}
	if !state.SamePrompt(*old, now, c.wording()) {
		secret := slices.Contains(c.instance.Sensitive, "prompt") || old.Prompt == ""
		reasons = append(reasons, plan.Reason{Cause: plan.Changed, Argument: "prompt", Old: c.laid(old.Prompt), New: now.Prompt, Sensitive: secret})
	}
	add("model", old.Model, now.Model)
	if old.Size != "" || now.Size != c.unsaid() { // else nobody named one, then or now
		add("size", old.Size, now.Size)
	}
	if secret := slices.Contains(c.instance.Sensitive, "source"); old.Source != now.Source {
		reasons = append(reasons, plan.Reason{Cause: plan.Changed, Argument: "source", Old: old.Source.String(), New: now.Source.String(), Sensitive: secret})
	}
	if !c.account.Takes(old.Kind, &c.Before.Picture) {
		add("provider", old.Kind, now.Kind)
	}
	if old.Source == now.Source { // else that says it
		add("action", old.Action, now.Action)
	}
	add("take", strconv.Itoa(max(1, old.Take)), strconv.Itoa(max(1, now.Take)))
	return reasons
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

// asked is what of an instance a provider may have something against: the same for
// most instances of a block.
type asked struct {
	block       *config.Image
	model, size string
	edit        bool
	unsized     bool // the user has not written the size
}

// recallOf is recall of what an address has; nil is no picture.
func recallOf(r *state.Record) *eval.Picture {
	if !r.HasPicture() {
		return nil
	}
	return recall(&r.Picture)
}

// checkRequest asks what the provider has against an instance's request. What it says
// is put into words once, however many instances it is true of.
func (p *planner) checkRequest(i *eval.Instance) {
	if p.Check == nil || slices.Contains(i.Unknown, "model") || slices.Contains(i.Unknown, "size") {
		return
	}
	a := asked{i.Block, i.Model, i.Size, i.IsEdit(), i.DefaultSized}
	said, known := p.answers[a]
	if !known {
		said = p.problems(i)
		p.answers[a] = said
	}
	p.diags = append(p.diags, said...)
}

func (p *planner) problems(i *eval.Instance) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, problem := range p.Check(i.Block.Provider, i.Model, i.Size, i.IsEdit()) {
		rng := i.Range(problem.Argument)
		severity := hcl.DiagError
		if problem.Argument == "size" && i.DefaultSized {
			continue // the user has not written it
		}
		if problem.Warning {
			severity = hcl.DiagWarning
		}
		diags = append(diags, &hcl.Diagnostic{Severity: severity, Summary: problem.Summary, Detail: problem.Detail, Subject: &rng})
	}
	return diags
}

// checkPrevented finds changes that lifecycle.prevent_destroy forbids.
func (p *Prepared) checkPrevented() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, c := range p.Changes {
		if c.Action != plan.Regenerate && c.Action != plan.Remove && !(c.Action == plan.Reuse && c.Before.HasPicture()) {
			continue
		}
		block := p.block(c)
		if block == nil || !block.Lifecycle.PreventDestroy {
			continue
		}
		diags = append(diags, refusals.Prevented(c, block.Lifecycle.Range))
	}
	return diags
}

// block finds the declaration of a change's image: for an instance that is no
// longer declared, the block that it came from, if that still exists.
func (p *Prepared) block(c *plan.Change) *config.Image {
	if c.Declared != nil {
		return p.all[c.Address].instance.Block
	}
	return p.situation.Config.Block(c.Address)
}
