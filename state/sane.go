package state

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

// What a record says is checked when it is read: a file in version control can
// have been written by anybody. What gesso cannot have written is refused by the
// name of its field, before it is an index into something, a file's name or a
// sum of money.

const (
	maxSide  = math.MaxInt32 // pixels; no format of pictures has more
	maxBytes = 1 << 50
	maxTake  = math.MaxInt32
	maxCall  = 1000 // pictures of one call; gesso asks for a handful
	maxPrice = 1e12
)

// A FieldError is a field of a record, or of an entry, that cannot be what gesso
// wrote.
type FieldError struct {
	Field   string // such as pending[0].index
	Problem string
	Task    string // of the call that the field is one of, if it has one
}

func (e *FieldError) Error() string { return e.Field + " " + e.Problem }

// in returns the error of a part as one of the whole.
func in(part string, err error) error {
	var field *FieldError
	if errors.As(err, &field) {
		inner := *field
		inner.Field = part + "." + field.Field
		return &inner
	}
	return err
}

// WrongType returns the error of decoding a record as a *FieldError, by the name
// that the field has in JSON, where it is of a value of the wrong kind, such as a
// number that no integer holds. Any other error is returned as it is.
func WrongType(err error) error {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) || wrong.Field == "" {
		return err
	}
	field := strings.TrimPrefix(strings.NewReplacer("Picture.", "", "Charge.", "").Replace(wrong.Field), "Record.")
	return &FieldError{Field: field, Problem: "is a " + cut(wrong.Value, 100) + ", which it cannot be"}
}

// Check refuses a record that gesso cannot have written. The error is a
// *FieldError of the first field that is wrong, in the order of a record's JSON.
func (r *Record) Check() error {
	if err := r.Picture.check(r.Request); err != nil {
		return err
	}
	if err := cmp.Or(hashed("output_sha256", r.Output), hashed("former_sha256", r.Former)); err != nil {
		return err
	}
	if err := checkDerived(r.Derived); err != nil {
		return err
	}
	if err := r.Metadata.check(); err != nil {
		return err
	}
	if err := cmp.Or(hashed("sidecar_sha256", r.Sidecar), hashed("instead_sha256", r.Instead), checkReviews(r.Reviews)); err != nil {
		return err
	}
	if r.Request != nil {
		if err := r.Request.check(); err != nil {
			return in("request", err)
		}
	}
	for i := range r.Pending {
		if err := r.Pending[i].check(); err != nil {
			return in(fmt.Sprintf("pending[%d]", i), err)
		}
	}
	for i := range r.Rivals {
		if err := r.Rivals[i].check(); err != nil {
			return in(fmt.Sprintf("rivals[%d]", i), err)
		}
	}
	for i := range r.Unmade {
		if err := r.Unmade[i].check(); err != nil {
			return in(fmt.Sprintf("unmade[%d]", i), err)
		}
	}
	if len(r.Rivals) > 0 && r.Artifact == "" {
		return &FieldError{Field: "rivals", Problem: "are of a picture that is not recorded"}
	}
	return nil
}

func (v *Rival) check() error {
	if v.Artifact == "" {
		return &FieldError{Field: "artifact", Problem: "is missing"}
	}
	if err := v.Picture.check(v.Request); err != nil {
		return err
	}
	if v.Request != nil {
		if err := v.Request.check(); err != nil {
			return in("request", err)
		}
	}
	return hashed("output_sha256", v.Output)
}

// check takes the first field that is wrong, in the order of the line. It is
// done for each of many records, so that nothing is allocated where all is well.
func (p *Picture) check(of *Request) error {
	if p.Artifact != "" {
		if err := p.Key.check(of); err != nil {
			return err
		}
	}
	here := p.delivery()
	if err := here.check(); err != nil {
		return err
	}
	if err := within("position", int64(p.Position), maxCall); err != nil {
		return err
	}
	if p.Origin != nil {
		if err := p.Origin.check(); err != nil {
			return in("origin", err)
		}
	}
	if p.Adopted != nil {
		if err := p.Adopted.check(of); err != nil {
			return in("adopted", err)
		}
	}
	if len(p.Also) > maxAlso {
		return &FieldError{Field: "also_sha256", Problem: fmt.Sprintf("has %d hashes, and at most %d are recorded", len(p.Also), maxAlso)}
	}
	for _, sha := range p.Also {
		if err := hashed("also_sha256", sha); err != nil {
			return err
		}
	}
	if err := p.Charge.check(); err != nil {
		return err
	}
	return moment("generated_at", p.Generated)
}

func (d *Delivery) check() error {
	if err := hashed("artifact", d.Artifact); err != nil {
		return err
	}
	if err := within("width", int64(d.Width), maxSide); err != nil {
		return err
	}
	if err := within("height", int64(d.Height), maxSide); err != nil {
		return err
	}
	return within("bytes", d.Bytes, maxBytes)
}

func (r *Request) check() error { return within("take", int64(r.Take), maxTake) }

func (p *Call) check() error {
	err := p.refused()
	var field *FieldError
	if errors.As(err, &field) {
		field.Task = p.Task
	}
	return err
}

func (p *Call) refused() error {
	if p.Intent == "" {
		return &FieldError{Field: "intent", Problem: "is missing"}
	}
	if err := within("index", int64(p.Index), maxCall-1); err != nil {
		return err
	}
	if err := within("count", int64(p.Count), maxCall); err != nil {
		return err
	}
	if p.Count > 0 && p.Index >= p.Count {
		return &FieldError{Field: "index", Problem: fmt.Sprintf("is %d, and the call asked for %d pictures", p.Index, p.Count)}
	}
	if p.Further < 0 || p.Further > max(0, p.Count-p.Index-1) {
		return &FieldError{Field: "further", Problem: fmt.Sprintf("is %d, of a call for %d pictures", p.Further, p.Count)}
	}
	if err := p.Request.check(); err != nil {
		return in("request", err)
	}
	if err := p.Key.check(&p.Request); err != nil {
		return err
	}
	if p.Price != nil {
		if err := money("price", *p.Price); err != nil {
			return err
		}
	}
	if err := currency("currency", p.Currency); err != nil {
		return err
	}
	if err := p.Charge.check(); err != nil {
		return err
	}
	return moment("time", p.Time)
}

// check refuses a key that is not that of the request, under the rule that the
// key was made by. Where the request is not recorded it cannot be compared.
func (k Key) check(of *Request) error {
	if k == "" {
		return &FieldError{Field: "key", Problem: "is missing"}
	}
	rule, digits, _ := strings.Cut(string(k), ":")
	var made Key
	known := true
	if of != nil {
		made, known = of.keyUnder(rule)
	}
	switch {
	case !IsHash(digits):
		return &FieldError{Field: "key", Problem: fmt.Sprintf("is %q, which is not a key", cut(string(k), 100))}
	case !known:
		return &FieldError{Field: "key", Problem: fmt.Sprintf("is of the rule %q, which this gesso does not know: upgrade it, if a newer one wrote the file", cut(rule, 20))}
	case of != nil && made != k:
		return &FieldError{Field: "key", Problem: "is not the key of the request"}
	}
	return nil
}

// IsHash reports whether s is a SHA-256 in lower-case hexadecimal.
func IsHash(s string) bool {
	return len(s) == 2*sha256.Size && strings.Trim(s, "0123456789abcdef") == ""
}

func hashed(field, value string) error {
	if value == "" || IsHash(value) {
		return nil
	}
	return &FieldError{Field: field, Problem: fmt.Sprintf("is %q, which is not a SHA-256", cut(value, 100))}
}

func within(field string, value, most int64) error {
	if value >= 0 && value <= most {
		return nil
	}
	return &FieldError{Field: field, Problem: fmt.Sprintf("is %d, which is not a whole number from 0 to %d", value, most)}
}

func money(field string, value float64) error {
	if value >= 0 && value <= maxPrice { // false for what is not a number
		return nil
	}
	return &FieldError{Field: field, Problem: fmt.Sprintf("is %g, which is no amount", value)}
}

func (c *Charge) check() error {
	if err := money("cost", c.Cost); err != nil {
		return err
	}
	return currency("cost_currency", c.CostIn)
}

// maxCurrency is longer than any name of a currency.
const maxCurrency = 16

// currency refuses what is no plain word: it is printed beside amounts.
func currency(field, value string) error {
	if len(value) <= maxCurrency && strings.Trim(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == "" {
		return nil
	}
	return &FieldError{Field: field, Problem: fmt.Sprintf("is %q, which is no currency", cut(value, 100))}
}

// moment refuses a time that could not be written again.
func moment(field string, t time.Time) error {
	if datable(t) {
		return nil
	}
	return &FieldError{Field: field, Problem: "is " + t.String() + ", which is no date of the years 1 to 9999"}
}

// datable reports whether a time can be written as RFC 3339 in UTC. It may be
// zero.
func datable(t time.Time) bool { return t.UTC().Year() >= 1 && t.UTC().Year() <= 9999 }

// cut is the beginning of a text that may be of any length.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}
