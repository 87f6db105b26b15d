package decide

import (
	"slices"

	"gesso/runner/account"
	"gesso/runner/library"
	"gesso/runner/plan"
	"gesso/spec/lines"
	"gesso/state"
)

// Keys lists the keys under which the picture that the change asks for may be
// recorded, its own first; none while that is not known. Every search for a
// picture or a call goes through all of them, so that no plan is paid because
// gesso makes requests by other rules than it did.
func (c *change) Keys() []state.Key {
	if !c.Known() {
		return nil
	}
	return c.ring().keys
}

// want is what the change asks the library for.
func (c *change) want() library.Want {
	w := library.Want{Address: c.Address, Keys: c.Keys(), Under: c.madeUnder}
	if w.Keys != nil {
		w.Own = c.ring().own
	}
	if c.unwanted {
		w.Unwanted = &c.Before.Picture
	}
	return w
}

// keyring is the keys of one request, which takes some hashing to know and is asked
// for by everybody who looks for a picture.
type keyring struct {
	of   state.Key // of the request, by today's rules
	paid bool      // its account buys of a service, and not of a sandbox
	keys []state.Key
	own  int // how many of them are of the request's own kind

	sources int // how many the change had
}

func (c *change) ring() *keyring {
	paid := c.account != nil && c.account.Kind != account.Sandbox && c.Request.Kind == c.account.Kind
	if r := &c.keys; r.keys != nil && r.of == c.Key && r.paid == paid && r.sources == len(c.sources) {
		return r
	}
	own := c.Request.Wanted(c.wording())
	for _, source := range c.sources {
		other := c.Request
		other.Source = source
		own = append(own, other.Wanted(c.wording())...)
	}
	c.keys = keyring{of: c.Key, paid: paid, keys: own, own: len(own), sources: len(c.sources)}
	if paid {
		// What of them counts, Account.Takes decides.
		c.keys.keys = append(own, c.account.OtherKind(c.Request).Wanted(c.wording())...)
	}
	return &c.keys
}

// unsaid is the size that the change's request would have if nobody named one.
func (c *change) unsaid() string {
	if c.instance == nil {
		return ""
	}
	return c.instance.DefaultSize(c.Request.Model)
}

// wording is what decides under which keys the change's request may be recorded.
func (c *change) wording() state.Wording {
	w := state.Wording{Unsaid: c.unsaid()}
	if c.instance == nil {
		return w
	}
	if w.Written = c.instance.Wording; w.Written != "" && c.Request.Prompt != c.instance.Prompt {
		w.Written = c.Request.Prompt // the recorded one, which ignore_changes holds on to
	}
	return w
}

// laid is a recorded prompt as the change's request would have it.
func (c *change) laid(prompt string) string {
	if c.instance != nil && c.instance.Wording != "" {
		return lines.Fold(prompt)
	}
	return lines.LF(prompt)
}

// wants reports whether what is recorded with a key, and a request if there is one,
// is what the change asks for, by the rules of now or of then.
func (c *change) wants(key state.Key, r *state.Request) bool {
	if !c.Known() || key == "" {
		return false
	}
	if key == c.Key {
		return true
	}
	keys := c.Keys()
	if r != nil && r.Prompt == "" && state.SamePrompt(*r, c.Request, c.wording()) {
		now := *r
		now.PromptHash = c.Request.PromptHash
		return slices.Contains(keys, now.Key())
	}
	return slices.ContainsFunc(state.Recorded(key, r), func(k state.Key) bool { return slices.Contains(keys, k) })
}

// chooseKind makes the change's request one of the other kind, if that is
// recorded of it and nothing tells yet which kind there is now: a plan
// that nobody has asked about costs nothing on account of it.
func (c *change) chooseKind(calls []*state.Call) {
	if c.account == nil || !c.account.Unsure() || !c.Before.HasPicture() && len(calls) == 0 {
		return
	}
	other := &change{Change: &plan.Change{}, instance: c.instance, account: c.account, sources: c.sources}
	other.Request = c.account.OtherKind(c.Request)
	other.Key = other.Request.Key()
	recorded := func(key state.Key, r *state.Request) bool {
		return r != nil && r.Kind == other.Request.Kind && other.wants(key, r)
	}
	if c.Before.HasPicture() && recorded(c.Before.Key, c.Before.Request) ||
		slices.ContainsFunc(calls, func(p *state.Call) bool { return recorded(p.Key, &p.Request) }) {
		c.Request, c.Key = other.Request, other.Key
	}
}

// renew gives the change's record, where older rules made it of the same request,
// the request and the key of today's. It happens in the plan alone, until a run
// records it.
func (c *change) renew() {
	if !c.Before.HasPicture() || c.Before.Key == c.Key || !c.wants(c.Before.Key, c.Before.Request) {
		return
	}
	if was := c.Before.Request; was != nil && c.account != nil && !c.account.Takes(was.Kind, &c.Before.Picture) {
		return
	}
	r, request := *c.Before, c.recordable()
	r.Request, r.Key = &request, c.Key
	c.Before, c.renewed = &r, true
}

// recordable is Recordable of a change that is not described yet.
func (c *change) recordable() state.Request {
	asked := plan.Change{Request: c.Request, Declared: &plan.Declaration{Sensitive: c.instance.Sensitive}}
	return asked.Recordable()
}

// renewals lists what the plan's run rewrites for nothing: the records that
// stay and were made under older rules. Any apply does it, also one that has
// nothing else to do; the next one then finds nothing to write.
func (p *planner) renewals() []state.Event {
	var events []state.Event
	for _, c := range p.inOrder() {
		if !c.renewed || c.Replace {
			continue
		}
		switch c.Action {
		case plan.None, plan.Place, plan.Move, plan.Restore, plan.Tainted:
			if c.Action == plan.Tainted && c.Picture.Artifact != c.Before.Artifact {
				continue // it is recorded with the picture that it is about
			}
			r := *c.Before
			r.Pending = nil
			events = append(events, state.Event{Kind: state.Collected, Record: &r})
		}
	}
	return events
}
