package plan

import (
	"cmp"
	"slices"
)

// Declaration is what a run needs to know of how an image is declared.
type Declaration struct {
	Block  string `json:"block"` // that declares it, without keys: image.hero
	*Terms        // never nil
}

// Terms are what is declared of an image, and of thousands of others in the same words: they
// share one value, and who changes it makes another one first.
type Terms struct {
	Needs      []string  `json:"needs,omitempty"`      // the addresses that it depends on, sorted
	Edit       bool      `json:"edit,omitempty"`       // it is made from another picture, be its source known or not
	Source     Source    `json:"source,omitzero"`      // of an edit
	Pinned     bool      `json:"pinned,omitempty"`     // lifecycle.ignore_changes holds on to the recorded source
	Pin        string    `json:"pin,omitempty"`        // the artifact that it has, whatever it asks for
	Import     *Existing `json:"import,omitempty"`     // the picture that an import block gives to it; nil without
	Triggers   []Trigger `json:"triggers,omitempty"`   // the references of lifecycle.replace_triggered_by
	Regenerate string    `json:"regenerate,omitempty"` // when a changed request makes another picture; "": by itself
	Attempts   int       `json:"attempts"`             // how many pictures are bought at most for one that meets the postconditions
	Derives    []File    `json:"derives,omitempty"`    // the files that are made from the picture
	OnDrift    string    `json:"on_drift,omitempty"`   // what becomes of a file that was changed by hand; "": it stays
	Sensitive  []string  `json:"sensitive,omitempty"`  // arguments that must not be shown or written down
	Judged     bool      `json:"judged,omitempty"`     // it has postconditions
	Undecided  bool      `json:"undecided,omitempty"`  // some of its conditions look at pictures that are not made yet
}

// Like reports whether two terms say the same, for who keeps one of them for both.
// Those with triggers or an import are taken for different ones.
func (t *Terms) Like(other *Terms) bool {
	own := t.Import != nil || other.Import != nil || len(t.Triggers)+len(other.Triggers) > 0
	return !own && t.Edit == other.Edit && t.Source == other.Source && t.Pinned == other.Pinned && t.Pin == other.Pin &&
		t.Regenerate == other.Regenerate && t.Attempts == other.Attempts && t.OnDrift == other.OnDrift && t.Judged == other.Judged &&
		t.Undecided == other.Undecided && slices.Equal(t.Needs, other.Needs) && slices.Equal(t.Derives, other.Derives) && slices.Equal(t.Sensitive, other.Sensitive)
}

// Source is what an edit starts from. At most one field is set; none is while it is
// not known.
type Source struct {
	Image string `json:"image,omitempty"` // the address of another image
	File  string `json:"file,omitempty"`  // a local file, slash-separated, relative to the configuration
	URL   string `json:"url,omitempty"`   // http or https
}

// String is the source as it was declared.
func (s Source) String() string { return cmp.Or(s.Image, s.File, s.URL) }

// Existing is a picture that is there already. One field is set.
type Existing struct {
	File string `json:"file,omitempty"` // slash-separated, relative to the configuration
	Task string `json:"task,omitempty"` // the provider's id of a task
}

// Trigger is a reference whose change makes a picture be made anew.
type Trigger struct {
	Name  string   `json:"name"`            // the reference, with its key: image.base["aria"].sha256
	Hash  string   `json:"hash,omitempty"`  // of the value; "" while that depends on pictures that are not made yet
	Older []string `json:"older,omitempty"` // hashes that the value had by the rules of earlier versions
}

// Is reports whether a recorded hash is that of the value, by the rules of now or
// of then.
func (t Trigger) Is(hash string) bool {
	return t.Hash != "" && (hash == t.Hash || slices.Contains(t.Older, hash))
}
