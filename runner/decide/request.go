package decide

import (
	"cmp"

	"gesso/runner/decide/asking"
	"gesso/runner/decide/naming"
	"gesso/runner/plan"
	"gesso/spec/config"
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

// block finds the declaration of a change's image: for an instance that is no
// longer declared, the block that it came from, if that still exists.
func (p *Prepared) block(c *plan.Change) *config.Image {
	if c.Declared != nil {
		return p.all[c.Address].Instance.Block
	}
	return p.situation.Config.Block(c.Address)
}
