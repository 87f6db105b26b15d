package gallery

import (
	"path/filepath"
	"slices"
	"time"

	"gesso/runner/takes"
	"gesso/spec/address"
	"gesso/state"
)

// image makes what is shown of an address.
func (m *maker) image(s *subject) Image {
	at := m.situation(s)
	i := Image{
		Address: s.address, Block: blockOf(s.address), Status: at.status(),
		Source: m.source(s.address), Edited: s.edited(),
	}
	m.declare(&i, s)
	if s.record.HasPicture() {
		m.picture(&i, s)
	}
	if s.before != nil {
		i.Before = m.compared(s)
		if s.record.HasPicture() && !same(s.record, s.before) {
			i.Words = Diff(i.Before.Prompt, i.Prompt)
		}
	}
	i.Reason = m.reason(s, i.Status)
	if m.Planned {
		i.Planned = m.planned(s)
	}
	return i
}

// declare fills in what the configuration says about an image.
func (m *maker) declare(i *Image, s *subject) {
	d := s.instance
	if d == nil {
		return
	}
	secret := func(argument string) bool { return slices.Contains(d.Sensitive, argument) }
	if !secret("tags") && !m.Wordless && len(d.Tags) > 0 {
		i.Tags = d.Tags
	}
	if !secret("path") {
		i.Path = local(d.Path)
	}
	if !secret("model") {
		i.Model = d.Model
		buyer := m.Accounts.Of(d.Block)
		i.Price, i.Currency = buyer.Price(d.Model), m.other(buyer.Currency)
	}
	if !secret("size") {
		i.Size = d.Size
	}
	if !slices.Contains(d.Unknown, "prompt") {
		i.Prompt = m.words(s, &state.Request{Prompt: d.Prompt})
	}
}

// picture fills in what is recorded of the image's picture.
func (m *maker) picture(i *Image, s *subject) {
	r := s.record
	i.Artifact, i.Format, i.Width, i.Height, i.Bytes, i.Seed = r.Artifact, r.Format, r.Width, r.Height, r.Bytes, r.Seed
	i.Made, i.Blank, i.Lost = moment(r.Generated), r.Blank, !m.Here(r.Artifact)
	if path := local(r.Path); path != "" {
		i.Path = path
	}
	i.Model, i.Size, i.Prompt = "", "", m.words(s, r.Request)
	if q := r.Request; q != nil {
		i.Model, i.Size = q.Model, q.Size
	}
	i.Tainted, i.Review = m.tainted(s), m.review(r.Review())
	all := s.takes
	for n := range all {
		if all[n].Current {
			i.Cost = m.cost(s, &all[n])
		}
	}
	if len(all) > 1 {
		i.Takes = make([]Take, len(all))
		for n := range all {
			i.Takes[n] = m.take(s, &all[n])
		}
	}
}

func (m *maker) take(s *subject, t *takes.Take) Take {
	out := Take{
		Number: t.Number, Artifact: t.Picture.Artifact, Current: t.Current, Here: m.Here(t.Picture.Artifact), Made: moment(t.Picture.Generated),
		Cost: m.cost(s, t), Prompt: m.words(s, t.Request),
	}
	if q := t.Request; q != nil {
		out.Model, out.Size = q.Model, q.Size
	}
	if out.Prompt != nil { // the message may quote the prompt
		out.Problem = t.Problem
	}
	if v := s.record.ReviewOf(&t.Picture); v != nil {
		out.Verdict = string(v.Verdict)
	}
	return out
}

func (m *maker) review(v *state.Review) *Review {
	if v == nil {
		return nil
	}
	r := &Review{Verdict: string(v.Verdict), By: v.By, At: moment(v.At), Note: v.Note}
	if m.Wordless {
		r.Note = ""
	}
	return r
}

func (m *maker) compared(s *subject) *Before {
	r := s.before
	b := &Before{Artifact: r.Artifact, Made: moment(r.Generated), Seed: r.Seed, Prompt: m.words(s, r.Request)}
	if q := r.Request; q != nil {
		b.Model, b.Size = q.Model, q.Size
	}
	return b
}

// words returns the prompt of a request, or nil if it is withheld or unknown. A prompt that
// the configuration calls sensitive now is withheld from earlier requests too.
func (m *maker) words(s *subject, of *state.Request) *string {
	if of == nil || of.Prompt == "" || m.Wordless || s.instance != nil && slices.Contains(s.instance.Sensitive, "prompt") {
		return nil
	}
	return &of.Prompt
}

// local returns a path below the configuration, or "" for any other.
func local(path string) string {
	if !filepath.IsLocal(filepath.FromSlash(path)) {
		return ""
	}
	return path
}

// moment formats a time in UTC, or returns "" for the zero time.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// source returns the address that an image is an edit of, or "".
func (m *maker) source(at string) string {
	if i := m.instances[at]; i != nil {
		if slices.Contains(i.Sensitive, "source") {
			return ""
		}
		return i.Source.Image
	}
	r := m.State.Get(at)
	if r.Asked() == nil || r.Request.Source.Form != state.ContentSource {
		return ""
	}
	for _, needed := range r.DependsOn {
		if from := m.State.Get(needed); from.HasPicture() && from.Knows(r.Request.Source.Value) {
			return needed
		}
	}
	return ""
}

// blockOf removes the keys from an address.
func blockOf(at string) string {
	steps := address.Parse(at)
	for n := range steps {
		steps[n].Key = ""
	}
	return address.Join(steps)
}
