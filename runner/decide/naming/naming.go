// Package naming knows by which hashes records name pictures, and what a request and a
// trigger are recorded as where they name one by another hash than now.
//
// A picture that was delivered more than once is one picture, see state.Lineage. What was
// made from it names it by the bytes that it had then and there: an edit in its source, a
// trigger in its value. None of these names is a change, and no difference of names costs
// anything.
//
// It reads nothing and decides nothing: how an image gets its picture, runner/decide says.
//
//	naming.KeepSource(&image, picture)
//	naming.Triggers(instance, naming.Facts{...})
package naming

import (
	"slices"
	"strings"

	"gesso/runner/decide/asking"
	"gesso/spec/eval"
	"gesso/spec/lines"
	"gesso/spec/trigger"
	"gesso/state"
)

// Content is a source of some bytes.
func Content(sha string) state.Source {
	return state.Source{Form: state.ContentSource, Value: sha}
}

// KeepSource gives an image's request the source that is recorded, where that is the same
// picture as the declared one and nothing else has changed; and the image all that its
// source may be recorded as, by which pictures and calls of earlier runs are found. The
// picture is that of the declared source; nil: it is not known, or there is none.
func KeepSource(c *asking.Image, p *state.Picture) {
	c.Sources = nil
	if c.Instance.Source.Image == "" || c.Request.Source.Form != state.ContentSource {
		return
	}
	if p == nil || !p.Knows(c.Request.Source.Value) {
		return // the recorded source is kept, as ignore_changes says
	}
	for _, sha := range p.Named() {
		if other := Content(sha); other != c.Request.Source {
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

// Facts are what is known of the images that one depends on.
type Facts struct {
	Picture   func(address string) *state.Picture // that an address has or surely will have, or nil
	Requested func(address string) *state.Request // of the recorded picture, as it is recorded; nil: none is
}

// Triggers adds to an instance's triggers the values that they have where a picture is
// known by other bytes, or a prompt was laid out otherwise.
func Triggers(i *eval.Instance, known Facts) {
	for n := range i.Triggers {
		t := &i.Triggers[n]
		nameWordings(i, t, known)
		if t.Hash == "" || len(t.Pictures) != 1 {
			continue
		}
		p := known.Picture(t.Pictures[0])
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

// nameWordings adds to a trigger that is a prompt the values that it had when prompts were
// recorded as they are written, where what is recorded is the same but for white space.
func nameWordings(i *eval.Instance, t *trigger.Trigger, known Facts) {
	if t.Hash == "" || !strings.HasSuffix(t.Name, ".prompt") {
		return
	}
	for _, address := range i.DependsOn {
		was := known.Requested(address)
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
