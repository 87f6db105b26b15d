package state

import "cmp"

// Delivery is what of a picture depends on how its bytes were delivered.
type Delivery struct {
	Artifact string `json:"artifact"`
	Format   string `json:"format,omitempty"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
	Bytes    int64  `json:"bytes,omitempty"`
	URL      string `json:"url,omitempty"`
}

// A provider may deliver one picture more than once, at another link and in
// other bytes: re-encoded, or with another comment in it. It was made once and
// paid for once, so it stays the picture that it was: whatever asks which picture
// this is (the key of an edit, a trigger, an expression) gets the first delivery
// for an answer, and only who needs bytes asks for Artifact.

// First is the picture's first delivery. One without an artifact, as a damaged
// record may have it, tells nothing.
func (p *Picture) First() Delivery {
	if p.Origin != nil && p.Origin.Artifact != "" {
		return *p.Origin
	}
	return p.delivery()
}

func (p *Picture) delivery() Delivery {
	return Delivery{Artifact: p.Artifact, Format: p.Format, Width: p.Width, Height: p.Height, Bytes: p.Bytes, URL: p.URL}
}

// Identity is the artifact that the picture was when it was first delivered. It
// never changes, however often the picture is delivered anew.
func (p *Picture) Identity() string { return p.First().Artifact }

// Redelivered is the picture with the bytes, and the URL if there is one, of a
// later delivery of it. All else that is known of it stays.
func (p Picture) Redelivered(d Picture) Picture {
	first := p.First()
	p.Artifact, p.Format, p.Width, p.Height, p.Bytes = d.Artifact, d.Format, d.Width, d.Height, d.Bytes
	p.URL = cmp.Or(d.URL, p.URL)
	p.Origin = &first
	if p.delivery() == first {
		p.Origin = nil
	}
	return p
}
