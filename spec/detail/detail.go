// Package detail is what most images do not say of themselves, or say as all do: beside
// the prompt, the model, the size and the path, whatever an instance has.
//
// Its promises: instances whose details are the same share them, so that ten thousand
// plain images have one set; and what is shared does not change, since each evaluation
// begins with details of its own.
//
//	d := shared.Blank()
//	d.Take = 2
//	instance.Details = shared.Keep(d)
package detail

import (
	"gesso/spec/derive/block"
	"gesso/spec/trigger"
)

// Details are those of one instance. They are read only once they are kept.
type Details struct {
	Plain
	Tags map[string]string

	// Derived are the files that are made from the picture, as they are declared.
	Derived block.Found
	// Unknown names the arguments whose values depend on pictures that are not
	// made yet. Their fields are zero until the instance is refreshed.
	Unknown []string
	// Sensitive names the arguments that must not be shown or written down.
	Sensitive []string
	// DependsOn are the addresses of the instances whose values the arguments
	// and conditions use, and those of depends_on. Sorted, without repetition.
	DependsOn []string
	// Common are those of them that all instances of the block depend on: through count
	// or for_each, depends_on, and the modules around it.
	Common []string
	// Triggers are the references of lifecycle.replace_triggered_by.
	Triggers []trigger.Trigger
}

// Plain are the details that can be compared at once.
type Plain struct {
	Source   Source
	Take     int    // which picture of its request, from 1
	Pin      string // the SHA-256 of the picture that it has whatever it asks for; "" for none
	Metadata string // one of lang.Metadata

	// DefaultSized says that nobody has named a size: it goes by the model.
	DefaultSized bool
	// TagsUnknown says that tags depend on pictures that are not made yet.
	TagsUnknown bool
	// Regenerate is when another picture may be made: one of lang.Regenerations.
	Regenerate string
	// Share lets other images that say so too have the same picture.
	Share bool
	// Attempts is how many pictures are bought at most for one that meets the
	// postconditions; 1 and more.
	Attempts int
}

// Source is what an edit starts from. At most one field is set; none is set
// when the image is made from words alone, or while its source is unknown.
type Source struct {
	Image string // the address of another image
	File  string // a local file, slash-separated, relative to the configuration
	URL   string // http or https
}

// IsZero reports whether there is no source.
func (s Source) IsZero() bool { return s == Source{} }

// isPlain reports whether there is nothing that cannot be compared at once.
func (d *Details) isPlain() bool {
	return len(d.Tags)+len(d.Unknown)+len(d.Sensitive)+len(d.DependsOn)+len(d.Common)+len(d.Triggers) == 0 && d.Derived.IsZero()
}

// Shared are the details that the instances of an evaluation share. It is not safe for
// concurrent use.
type Shared struct {
	usual *Details // that were kept last, of those that can be shared
	spare *Details // that were not kept: the next are written there
}

// Blank are details that nobody shares.
func (s *Shared) Blank() *Details {
	d := s.spare
	if s.spare = nil; d == nil {
		return new(Details)
	}
	*d = Details{}
	return d
}

// Keep are the same details, or those of an earlier instance that are equal: the ones
// given to it, which are of Blank, are not to be used any more.
func (s *Shared) Keep(d *Details) *Details {
	switch {
	case !d.isPlain():
		return d
	case s.usual != nil && s.usual.Plain == d.Plain:
		s.spare = d
	default:
		s.usual = d
	}
	return s.usual
}
