package decide

import (
	"cmp"
	"github.com/hashicorp/hcl/v2"

	"gesso/runner/decide/asking"
	"gesso/runner/decide/naming"
	"gesso/runner/decide/refusals"
	"gesso/runner/plan"
	"gesso/spec/config"
	"gesso/spec/eval"
	"gesso/state"
)

// ask makes a change's request from its instance's arguments and returns the reasons
// why it is not known whole, if it is not; else the change has the request's key. The
// error is one of reading a local source.
func (l *ladder) ask(c *change) ([]plan.Reason, error) {
	naming.Triggers(c.Instance, naming.Facts{Picture: l.picture, Requested: l.requested})
	source, open, err := l.source(c)
	later := append(asking.LaterArguments(c.Instance), open...)
	c.Request = asking.NewRequest(c.Buyer.Kind, c.Instance, source)
	if later = c.IgnoreChanges(later); len(later) > 0 {
		return later, err
	}
	c.Key = c.Request.Key()
	naming.KeepSource(&c.Image, cmp.Or(c.standsIn, l.picture(c.Instance.Source.Image)))
	c.ChooseKind(l.calls.Begun(c.Address))
	c.Renew()
	return nil, err
}

// recall is a picture as expressions see it: as it was first delivered, whatever
// its bytes and its URL are now. A prompt or a trigger that uses one of these
// would else pay for a restore.
func recall(p *state.Picture) *eval.Picture {
	if p == nil {
		return nil
	}
	first := p.First()
	return &eval.Picture{
		URL: first.URL, Seed: p.Seed, SHA256: first.Artifact, Format: first.Format, TaskID: p.Task, TraceID: p.TraceID,
		Width: first.Width, Height: first.Height, Bytes: first.Bytes, Blank: p.Blank, Generated: p.Generated,
	}
}

// recallOf is recall of what an address has; nil is no picture.
func recallOf(r *state.Record) *eval.Picture {
	if !r.HasPicture() {
		return nil
	}
	return recall(&r.Picture)
}

// checkPrevented finds changes that lifecycle.prevent_destroy forbids.
func (p *Prepared) checkPrevented() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, c := range p.Changes {
		if c.Action != plan.Regenerate && c.Action != plan.Remove && !(c.Action == plan.Reuse && c.Before.HasPicture()) {
			continue
		}
		block := p.block(c)
		if block == nil || !block.Lifecycle().PreventDestroy {
			continue
		}
		diags = append(diags, refusals.Prevented(c, block.Lifecycle().Range))
	}
	return diags
}

// block finds the declaration of a change's image: for an instance that is no
// longer declared, the block that it came from, if that still exists.
func (p *Prepared) block(c *plan.Change) *config.Image {
	if c.Declared != nil {
		return p.all[c.Address].Instance.Block
	}
	return p.situation.Config.Block(c.Address)
}
