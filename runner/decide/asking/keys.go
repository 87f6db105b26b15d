package asking

import (
	"slices"

	"gesso/runner/account"
	"gesso/runner/plan"
	"gesso/spec/lines"
	"gesso/state"
)

// Keys lists the keys under which the picture that the change asks for may be
// recorded, its own first; none while that is not known. Every search for a
// picture or a call goes through all of them, so that no plan is paid because
// gesso makes requests by other rules than it did.
func (c *Image) Keys() []state.Key {
	if !c.Known() {
		return nil
	}
	return c.ring().keys
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

// OwnKeys is how many of the Keys are of the request's own kind.
func (c *Image) OwnKeys() int { return c.ring().own }

func (c *Image) ring() *keyring {
	paid := c.Buyer != nil && c.Buyer.Kind != account.Sandbox && c.Request.Kind == c.Buyer.Kind
	if r := c.keys; r != nil && r.of == c.Key && r.paid == paid && r.sources == len(c.Sources) {
		return r
	}
	own := c.Request.Wanted(c.wording())
	for _, source := range c.Sources {
		other := c.Request
		other.Source = source
		own = append(own, other.Wanted(c.wording())...)
	}
	if own[0] == c.Key {
		c.Key = own[0] // which need not be in memory twice
	}
	c.keys = &keyring{of: c.Key, paid: paid, keys: own, own: len(own), sources: len(c.Sources)}
	if paid {
		// What of them counts, Account.Takes decides.
		c.keys.keys = append(own, c.Buyer.OtherKind(c.Request).Wanted(c.wording())...)
	}
	return c.keys
}

// ForgetKeys lets go of the Keys, which are made again where somebody asks for them: those of
// all images at once are much of what a plan has in memory.
func (c *Image) ForgetKeys() { c.keys = nil }

// unsaid is the size that the change's request would have if nobody named one.
func (c *Image) unsaid() string {
	if c.Instance == nil {
		return ""
	}
	return c.Instance.DefaultSize(c.Request.Model)
}

// wording is what decides under which keys the change's request may be recorded.
func (c *Image) wording() state.Wording {
	w := state.Wording{Unsaid: c.unsaid()}
	if c.Instance == nil {
		return w
	}
	if w.Written = c.Instance.Wording; w.Written != "" && c.Request.Prompt != c.Instance.Prompt {
		w.Written = c.Request.Prompt // the recorded one, which ignore_changes holds on to
	}
	return w
}

// laid is a recorded prompt as the change's request would have it.
func (c *Image) laid(prompt string) string {
	if c.Instance != nil && c.Instance.Wording != "" {
		return lines.Fold(prompt)
	}
	return lines.LF(prompt)
}

// Wants reports whether what is recorded with a key, and a request if there is one,
// is what the change asks for, by the rules of now or of then.
func (c *Image) Wants(key state.Key, r *state.Request) bool {
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

// ChooseKind makes the change's request one of the other kind, if that is
// recorded of it and nothing tells yet which kind there is now: a plan
// that nobody has asked about costs nothing on account of it.
func (c *Image) ChooseKind(calls []*state.Call) {
	if c.Buyer == nil || !c.Buyer.Unsure() || !c.Before.HasPicture() && len(calls) == 0 {
		return
	}
	other := &Image{Change: &plan.Change{}, Instance: c.Instance, Buyer: c.Buyer, Sources: c.Sources}
	other.Request = c.Buyer.OtherKind(c.Request)
	other.Key = other.Request.Key()
	recorded := func(key state.Key, r *state.Request) bool {
		return r != nil && r.Kind == other.Request.Kind && other.Wants(key, r)
	}
	if c.Before.HasPicture() && recorded(c.Before.Key, c.Before.Request) ||
		slices.ContainsFunc(calls, func(p *state.Call) bool { return recorded(p.Key, &p.Request) }) {
		c.Request, c.Key = other.Request, other.Key
	}
}

// Renew gives the change's record, where older rules made it of the same request,
// the request and the key of today's. It happens in the plan alone, until a run
// records it.
func (c *Image) Renew() {
	if !c.Before.HasPicture() || c.Before.Key == c.Key || !c.Wants(c.Before.Key, c.Before.Request) {
		return
	}
	if was := c.Before.Request; was != nil && c.Buyer != nil && !c.Buyer.Takes(was.Kind, &c.Before.Picture) {
		return
	}
	r, request := *c.Before, c.recordable()
	r.Request, r.Key = &request, c.Key
	c.Before, c.Renewed = &r, true
}

// recordable is Recordable of a change that is not described yet.
func (c *Image) recordable() state.Request {
	asked := plan.Change{Request: c.Request, Declared: &plan.Declaration{Terms: &plan.Terms{Sensitive: c.Instance.Sensitive}}}
	return asked.Recordable()
}
