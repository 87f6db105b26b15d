package state

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Source is what an edit is made from, as it stands in a Request. The zero Source
// is that of a picture that is generated. Sources can be compared with ==.
//
// Its text, which is also its JSON, is "" or a form and a value:
//
//	url:<URL>           anything on the web, or what a provider keeps
//	sha256:<hex>        a picture or a file, by its bytes
//	url-sha256:<hex>    a URL that is withheld, by its hash
type Source struct {
	Form  SourceForm
	Value string // the URL, or a SHA-256 in lower-case hexadecimal; of UnknownSource the whole text
}

// SourceForm is the closed set of what a Source says of an edit's source.
type SourceForm int

const (
	NoSource       SourceForm = iota // nothing is edited
	URLSource                        // its URL
	ContentSource                    // the hash of its bytes
	WithheldSource                   // the hash of its URL, which may hold a secret
	UnknownSource                    // nothing that this program understands
)

// prefix begins the text of a source of a form that has a value of its own.
func (f SourceForm) prefix() string {
	switch f {
	case URLSource:
		return "url:"
	case ContentSource:
		return "sha256:"
	case WithheldSource:
		return "url-sha256:"
	}
	return ""
}

// hashes reports whether the value of a source of this form is a SHA-256.
func (f SourceForm) hashes() bool { return f == ContentSource || f == WithheldSource }

// ParseSource is the inverse of String. It takes every text, and
// gives it back byte for byte: a picture is paid for, whatever its record
// says that it was made from. What is no form, or no hash where there must be one,
// is an UnknownSource, from which nothing can be bought.
func ParseSource(text string) Source {
	if text == "" {
		return Source{}
	}
	for _, form := range []SourceForm{URLSource, ContentSource, WithheldSource} {
		if value, ok := strings.CutPrefix(text, form.prefix()); ok && (!form.hashes() || IsHash(value)) {
			return Source{form, value}
		}
	}
	return Source{UnknownSource, text}
}

// String is the text of a source: what ParseSource has parsed.
func (s Source) String() string { return s.Form.prefix() + s.Value }

// MarshalText is String, for JSON. Its error is nil.
func (s Source) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText is ParseSource, for JSON. Its error is nil.
func (s *Source) UnmarshalText(text []byte) error {
	*s = ParseSource(string(text))
	return nil
}

// Withheld is the source with its URL, if it says one, replaced by the URL's hash.
func (s Source) Withheld() Source {
	if s.Form != URLSource {
		return s
	}
	sum := sha256.Sum256([]byte(s.Value))
	return Source{WithheldSource, hex.EncodeToString(sum[:])}
}

// plain is the source as JSON gives it back.
func (s Source) plain() Source {
	s.Value = utf8Of(s.Value)
	return s
}
