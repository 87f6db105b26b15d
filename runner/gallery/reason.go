package gallery

import (
	"slices"
	"strings"

	"gesso/runner/plan"
	"gesso/runner/timeline"
)

// reason says why an image changed, is as it is, or would change.
func (m *maker) reason(s *subject, status Status) string {
	if status == Changed {
		return became(timeline.Difference{Before: s.before, After: s.record})
	}
	if s.change == nil {
		return ""
	}
	return m.told(s.change)
}

// became says which parts of the request differ from those of the picture before.
func became(d timeline.Difference) string {
	changed := d.Changed()
	switch now := d.After; {
	case now.Adopted != nil:
		return "made by hand"
	case now.Imported:
		return "imported"
	case len(changed) > 0:
		return enumerated(changed) + " changed"
	case d.Before.Request == nil || now.Request == nil:
		return "nothing tells what it was asked for with"
	}
	return "another picture of the same request"
}

func enumerated(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// told returns the reasons of a change, without what is withheld.
func (m *maker) told(c *plan.Change) string {
	var all []string
	for _, reasons := range [][]plan.Reason{c.Reasons, c.Stale, c.Holds} {
		for _, r := range reasons {
			if text := m.presentable(r); !slices.Contains(all, text) {
				all = append(all, text)
			}
		}
	}
	return strings.Join(all, "; ")
}

// withheld are the causes whose New may be a task, an endpoint or a folder of a shared
// store, with the text that replaces it. Wordy are causes whose text changes if what people
// have written is left out. Plain are causes whose New is an address, a path below the
// configuration, a number or a reference. New of all others may be anybody's words.
var (
	withheld = map[plan.Cause]string{
		plan.Offered:     "paid for already, and the provider may have it",
		plan.Uncollected: "paid for by an earlier run",
		plan.Stranded:    "no provider block has its endpoint now",
		plan.Imported:    "an import block has it",
		plan.Converted:   "an output was converted from this picture",
	}
	wordy = map[plan.Cause]string{
		plan.Unwanted: "tainted by hand",
		plan.Adopted:  "as a user says",
		plan.Differs:  "the output is not the picture that was placed there",
	}
	plain = []plan.Cause{
		plan.Later, plan.Placed, plan.Shared, plan.Fruitless, plan.Selected, plan.Undone, plan.Triggered, plan.Derives, plan.Waits, plan.GoesBack,
	}
)

func (m *maker) presentable(r plan.Reason) string {
	if text, is := withheld[r.Cause]; is {
		return text
	}
	if !m.Wordless || slices.Contains(plain, r.Cause) {
		return r.String()
	}
	if text, is := wordy[r.Cause]; is {
		return text
	}
	r.New = ""
	return r.String()
}

// tainted says why the picture of an image is to be replaced, or was not placed; "" if
// nothing is wrong with it.
func (m *maker) tainted(s *subject) string {
	text, rejected := s.record.Tainted, s.record.Rejected(&s.record.Picture)
	switch {
	case text != "":
	case rejected != nil && rejected.Note != "":
		text = "rejected: " + rejected.Note
	case rejected != nil:
		text = "rejected"
	case s.record.Unwanted != "":
		text = s.record.Unwanted
	case s.change != nil && s.change.Action == plan.Tainted:
		text = s.change.Unmet()
	}
	if text != "" && m.Wordless {
		return "it is not as it should be"
	}
	return text
}

// edited reports whether somebody made an image's picture, or its output, by hand.
func (s *subject) edited() bool {
	if s.record.HasPicture() && s.record.Adopted != nil {
		return true
	}
	c := s.change
	return c != nil && (c.Action == plan.Keep && slices.ContainsFunc(c.Reasons, func(r plan.Reason) bool { return r.Cause == plan.Retouched }) ||
		slices.ContainsFunc(c.Notes, func(n plan.Note) bool { return n.Kind == plan.Reverts || n.Kind == plan.Retires }))
}

// planned returns what an apply would do for an image; nil: nothing.
func (m *maker) planned(s *subject) *Planned {
	c := s.change
	if c == nil || c.Action == plan.None || c.Action.Waits() {
		return nil
	}
	p := &Planned{Action: c.Action.String(), Paid: c.Action.Paid(), Reason: m.told(c), Model: c.Request.Model, Size: c.Request.Size}
	if p.Paid {
		p.Price = c.Price
	}
	if c.Sensitive("model") {
		p.Model = ""
	}
	if c.Sensitive("size") {
		p.Size = ""
	}
	if c.Brings() {
		p.Prompt = m.words(s, &c.Request)
		if s.record.HasPicture() {
			p.Words = Diff(m.words(s, s.record.Request), p.Prompt)
		}
	}
	return p
}
