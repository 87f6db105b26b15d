package decide

import (
	"slices"
	"strings"

	"gesso/spec/lines"
	"gesso/spec/trigger"
	"gesso/state"
)

// A picture that was delivered more than once is one picture, see state.Lineage. What was
// made from it names it by the bytes that it had then and there: an edit in its source, a
// trigger in its value. None of these names is a change.

// content is a source of some bytes.
func content(sha string) state.Source { return state.Source{Form: state.ContentSource, Value: sha} }

// keepSource gives a change's request the source that is recorded, where that is the same
// picture as the declared one and nothing else has changed; and the change all that its
// source may be recorded as, by which pictures and calls of earlier runs are found.
func (l *ladder) keepSource(c *change) {
	c.Sources = nil
	from := c.Instance.Source.Image
	if from == "" || c.Request.Source.Form != state.ContentSource {
		return
	}
	p := l.picture(from)
	if p == nil || !p.Knows(c.Request.Source.Value) {
		return // the recorded source is kept, as ignore_changes says
	}
	for _, sha := range p.Named() {
		if other := content(sha); other != c.Request.Source {
			c.Sources = append(c.Sources, other)
		}
	}
	was := c.RecordedSource()
	if !slices.Contains(c.Sources, was) || !c.Wants(c.Before.Key, c.Before.Request) {
		return
	}
	c.Sources[slices.Index(c.Sources, was)] = c.Request.Source
	c.Request.Source = was
	c.Key = c.Request.Key()
}

// nameWordings adds to a trigger that is a prompt the values that it had when prompts were
// recorded as they are written, where what is recorded is the same but for white space.
func (l *ladder) nameWordings(c *change, t *trigger.Trigger) {
	if t.Hash == "" || !strings.HasSuffix(t.Name, ".prompt") {
		return
	}
	for _, address := range c.Instance.DependsOn {
		was := l.requested(address)
		if was == nil || was.Prompt == "" || trigger.OfText(lines.Fold(was.Prompt)) != t.Hash {
			continue
		}
		lf := lines.LF(was.Prompt)
		for _, wording := range []string{was.Prompt, lf, strings.ReplaceAll(lf, "\n", "\r\n")} {
			if hash := trigger.OfText(wording); hash != t.Hash && !slices.Contains(t.Older, hash) {
				t.Older = append(t.Older, hash)
			}
		}
	}
}

// nameTriggers adds to a change's triggers the values that they have where a picture is
// known by other bytes, or a prompt was laid out otherwise.
func (l *ladder) nameTriggers(c *change) {
	for i := range c.Instance.Triggers {
		t := &c.Instance.Triggers[i]
		l.nameWordings(c, t)
		if t.Hash == "" || len(t.Pictures) != 1 {
			continue
		}
		p := l.picture(t.Pictures[0])
		if p == nil || t.Hash != trigger.OfText(p.Identity()) {
			continue
		}
		for _, sha := range p.Named() {
			if hash := trigger.OfText(sha); hash != t.Hash && !slices.Contains(t.Older, hash) {
				t.Older = append(t.Older, hash)
			}
		}
	}
}
