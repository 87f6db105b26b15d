package document

import (
	"time"

	"gesso/runner/money"
	"gesso/runner/plan"
	"gesso/state"
)

// Values are an image's arguments, and what is known of its picture. What there is
// none of, what is not known yet and what is sensitive is left out.
type Values struct {
	Action   string `json:"action,omitempty"` // "generate" or "edit"
	Prompt   string `json:"prompt,omitempty"`
	Model    string `json:"model,omitempty"`
	Size     string `json:"size,omitempty"`
	Source   string `json:"source,omitempty"`   // of an edit: as declared, or as recorded: url:…, sha256:… or url-sha256:…
	Take     int    `json:"take,omitempty"`     // which picture of the request, from 2; not there for the first one
	Path     string `json:"path,omitempty"`     // the output, relative to the configuration
	Provider string `json:"provider,omitempty"` // that it is bought from, such as painter.second; not there for the default one

	SHA256    string   `json:"sha256,omitempty"` // of the picture as delivered
	Format    string   `json:"format,omitempty"` // "png", "jpeg", "webp"
	Width     int      `json:"width,omitempty"`  // pixels
	Height    int      `json:"height,omitempty"` // pixels
	Bytes     int64    `json:"bytes,omitempty"`
	Blank     bool     `json:"blank,omitempty"` // nearly one colour
	Imported  bool     `json:"imported,omitempty"`
	Adopted   *Adopted `json:"adopted,omitempty"` // somebody made it by hand
	Pinned    bool     `json:"pinned,omitempty"`  // the configuration says that it is this picture
	Tainted   string   `json:"tainted,omitempty"` // the condition that the picture fails
	URL       string   `json:"url,omitempty"`     // where the provider had it
	TaskID    string   `json:"task_id,omitempty"`
	TraceID   string   `json:"trace_id,omitempty"`
	Seed      string   `json:"seed,omitempty"`
	Charged   float64  `json:"charged,omitempty"`          // what the provider says that it took
	ChargedIn string   `json:"charged_currency,omitempty"` // the currency of that; the provider's own is called credit
	Generated string   `json:"generated_at,omitempty"`     // RFC 3339
	Output    string   `json:"output_sha256,omitempty"`    // of the file at the path
	Metadata  string   `json:"metadata,omitempty"`         // that the output has: "embed" or "sidecar"

	Review  *Opinion `json:"review,omitempty"`         // what a person has decided about the picture
	Instead string   `json:"instead_sha256,omitempty"` // while it is rejected: of the picture whose output lies in its place

	Derived []DerivedFile `json:"derived,omitempty"` // further files that were made from the picture, by path
}

// Opinion is what a person has decided about a picture.
type Opinion struct {
	Verdict string `json:"verdict"`
	By      string `json:"by,omitempty"`
	Note    string `json:"note,omitempty"`
	At      string `json:"at,omitempty"` // RFC 3339
}

// opinionOf is a review as a document has it; nil is nothing.
func opinionOf(v *state.Review) *Opinion {
	if v == nil {
		return nil
	}
	return &Opinion{Verdict: string(v.Verdict), By: v.By, Note: v.Note, At: moment(v.At)}
}

// Adopted is how a picture that somebody made by hand became an image's.
type Adopted struct {
	Time   string `json:"time"`                   // RFC 3339
	Note   string `json:"note,omitempty"`         // what a user says of it
	File   string `json:"file,omitempty"`         // that it was imported from
	SHA256 string `json:"from_sha256,omitempty"`  // of the picture that it stands in for
	TaskID string `json:"from_task_id,omitempty"` // of that one
}

// adopted is nil where a picture was not made by hand.
func adopted(how *state.Adoption) *Adopted {
	if how == nil {
		return nil
	}
	a := &Adopted{Time: moment(how.Time), Note: how.Note, File: how.File}
	if how.From != nil {
		a.SHA256, a.TaskID = how.From.Artifact, how.From.Task
	}
	return a
}

// Flags name arguments and attributes of an image.
type Flags struct {
	Prompt   bool `json:"prompt,omitempty"`
	Model    bool `json:"model,omitempty"`
	Size     bool `json:"size,omitempty"`
	Take     bool `json:"take,omitempty"`
	Source   bool `json:"source,omitempty"`
	Path     bool `json:"path,omitempty"`
	Provider bool `json:"provider,omitempty"`
	SHA256   bool `json:"sha256,omitempty"`
	Format   bool `json:"format,omitempty"`
	Width    bool `json:"width,omitempty"`
	Height   bool `json:"height,omitempty"`
	Bytes    bool `json:"bytes,omitempty"`
}

// set sets the flag of an argument.
func (f *Flags) set(argument string) {
	switch argument {
	case "prompt":
		f.Prompt = true
	case "model":
		f.Model = true
	case "size":
		f.Size = true
	case "take":
		f.Take = true
	case "source":
		f.Source = true
	case "path":
		f.Path = true
	case "provider":
		f.Provider = true
	}
}

// withhold takes away what must not be shown.
func (v *Values) withhold(secret Flags) {
	if secret.Prompt {
		v.Prompt = ""
	}
	if secret.Model {
		v.Model = ""
	}
	if secret.Size {
		v.Size = ""
	}
	if secret.Source {
		v.Source = ""
	}
	if secret.Path {
		v.Path = ""
	}
}

// recorded are the values of a record, and what is withheld in it.
func recorded(r *state.Record) (Values, Flags) {
	var secret Flags
	v := Values{
		Path: r.Path, Provider: r.Provider, SHA256: r.Artifact, Format: r.Format, Width: r.Width, Height: r.Height, Bytes: r.Bytes,
		Blank: r.Blank, Imported: r.Imported, Adopted: adopted(r.Adopted), Pinned: r.Pinned, Tainted: r.Tainted, URL: r.URL, TaskID: r.Task, TraceID: r.TraceID, Seed: r.Seed,
		Charged: money.Rounded(r.Cost), Generated: moment(r.Generated), Output: r.Output, Metadata: string(r.Metadata),
		Review: opinionOf(r.Review()), Instead: r.Instead,
	}
	if r.Cost > 0 {
		v.ChargedIn = r.Charge.Currency()
	}
	for _, d := range r.Derived {
		v.Derived = append(v.Derived, DerivedFile{Path: d.Path, Output: d.Output})
	}
	if q := r.Request; q != nil {
		v.Action, v.Prompt, v.Model, v.Size, v.Source, v.Take = q.Action, q.Prompt, q.Model, q.Size, q.Source.String(), q.Take
		secret.Prompt = q.Prompt == ""
		secret.Source = q.Source.Form == state.WithheldSource
	}
	v.withhold(secret)
	return v, secret
}

// moment is a time in UTC, or "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// planned are the values that a change leaves, and which of them are not known yet.
func planned(c *plan.Change) (Values, Flags) {
	var unknown Flags
	v := Values{
		Action: c.Request.Action, Prompt: c.Request.Prompt, Model: c.Request.Model, Size: c.Request.Size,
		Take: c.Request.Take, Pinned: c.Declared != nil && c.Declared.Pin != "",
		Source: c.SourceText(), Path: c.Path, Provider: c.Provider,
	}
	for _, r := range c.Reasons {
		if r.Cause == plan.Later {
			unknown.set(r.Argument)
		}
	}
	if p := c.Picture; p != nil && p.Artifact != "" {
		v.SHA256, v.Format, v.Width, v.Height, v.Bytes = p.Artifact, p.Format, p.Width, p.Height, p.Bytes
		v.Adopted = adopted(p.Adopted)
		return v, unknown
	}
	unknown.SHA256, unknown.Format, unknown.Width, unknown.Height, unknown.Bytes = true, true, true, true, true
	return v, unknown
}
