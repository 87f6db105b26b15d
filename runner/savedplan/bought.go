package savedplan

import (
	"slices"

	"gesso/runner/plan"
	"gesso/state"
)

// forbidPaid is forbid for what is to be bought: the file must show the same purchase.
func (t *terms) forbidPaid(s, c *plan.Change) string {
	switch {
	case !s.Action.Paid():
		return would(c) + ", which costs, and the file shows " + s.Action.String()
	case s.Action != c.Action, !sameRecord(s.Before, c.Before):
		return "what is recorded of it is another picture now, so that it would be bought once more"
	case c.Account != s.Account:
		return "it would be made by another provider block than the file shows"
	case c.Asked && !s.Asked:
		return "it would be made anew, whatever there is, and the file does not show that"
	case c.Attempts() > s.Attempts(), c.Pictures() > s.Pictures():
		return "it would be bought more often than the file shows"
	}
	if why := forbidKey(s, c); why != "" {
		return why
	}
	if s.Key == "" {
		if why := t.forbidLearned(s, c); why != "" {
			return why
		}
	}
	return forbidPrice(s, c)
}

// forbidPrice is that a purchase costs no more than the file shows. The price of one
// whose model was not known is what the price list has of it.
func forbidPrice(s, c *plan.Change) string {
	switch {
	case s.Price == nil && (s.Key == "" || c.Price == nil):
		return ""
	case s.Price == nil:
		return "it has a price now, and the file shows none"
	case c.Price == nil:
		return "it has no price now, and the file shows one"
	case *c.Price > *s.Price:
		return "its price is higher than the file shows"
	}
	return ""
}

// forbidLearned is for a purchase of which the file shows that something is known after
// apply. What the file knows must be as it was, and so must the pictures that it needs,
// but for those that the file shows as made anew.
func (t *terms) forbidLearned(s, c *plan.Change) string {
	later := func(argument string) bool {
		return slices.ContainsFunc(s.Reasons, func(r plan.Reason) bool { return r.Cause == plan.Later && r.Argument == argument })
	}
	now := c.Request
	for _, part := range []struct {
		name    string
		differs bool
	}{
		{"prompt", s.Request.PromptHash != now.PromptHash}, {"model", s.Request.Model != now.Model},
		{"size", s.Request.Size != now.Size}, {"source", s.Request.Source.Withheld() != now.Source.Withheld()},
		{"provider", s.Request.Kind != now.Kind},
	} {
		// The size of a model that is not known is not known either.
		if part.differs && !later(part.name) && !(part.name == "size" && later("model")) {
			return "its request is another one than the file shows: " + part.name
		}
	}
	for _, need := range c.Declared.Needs {
		if why := t.forbidNeed(need); why != "" {
			return why
		}
	}
	return ""
}

// forbidNeed is that the picture of an image that another is made from is what the file
// says, or what the file shows as made.
func (t *terms) forbidNeed(address string) string {
	was, now := t.stays[address], t.now[address]
	if was == nil {
		was = t.shown[address]
	}
	if was == nil || now == nil {
		return "it is made from " + address + ", of which the file says nothing"
	}
	if !now.Before.HasPicture() || identity(now.Before) == identity(was.Before) {
		return "" // nothing has happened to it yet
	}
	switch known := arrives(was); {
	case known != "" && known != identity(now.Before),
		known == "" && was.Key != "" && now.Before.Key != was.Key:
		return "it is made from " + address + ", which has another picture now than the file shows"
	}
	return ""
}

// sameRecord reports whether two records are of one picture, as it was bought once.
func sameRecord(a, b *state.Record) bool {
	if !a.HasPicture() || !b.HasPicture() {
		return a.HasPicture() == b.HasPicture()
	}
	return a.Lineage() == b.Lineage() && a.Generated.Equal(b.Generated)
}

func identity(r *state.Record) string {
	if !r.HasPicture() {
		return ""
	}
	return r.Identity()
}
