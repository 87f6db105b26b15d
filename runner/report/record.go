package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gesso/runner/money"
	formats "gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/runner/report/literal"
	"gesso/runner/report/quote"
	"gesso/spec/eval"
	"gesso/spec/pin"
	"gesso/state"
)

// Record prints what the state knows about one address.
func Record(s *Screen, r *state.Record) {
	s.printf("%s\n", s.paint(bold, quote.Line(r.Address)))
	text := func(name, value string) {
		if value != "" {
			s.hanging(fmt.Sprintf("    %-12s = ", name), value)
		}
	}
	if r.Request != nil {
		request(text, r.Request)
	}
	if r.Artifact != "" {
		text("path", quote.Text(r.Path))
		text("metadata", string(r.Metadata))
		text("picture", pictureText(r))
		if r.Pinned {
			text("pinned", quote.Text(pin.Text(r.Artifact)))
		}
		text("tainted", quote.Line(r.Tainted))
		text("unwanted", quote.Line(r.Unwanted))
		text("review", quote.Line(reviewText(r)))
		if r.Instead != "" {
			text("instead", quote.Text(pin.Text(r.Instead)))
		}
		if r.Imported {
			text("imported", "true, nothing was paid for it here")
		}
		if len(r.Derived) > 0 {
			text("derived", quote.Text(derivedPaths(r)))
		}
		text("adopted", adoptedText(r.Adopted))
		text("sha256", quote.Line(r.Artifact))
		text("bought_from", quote.Line(r.Provider))
		text("url", quote.Line(r.URL))
		if r.Cost > 0 {
			text("cost", money.In(r.Cost, r.Charge.Currency())+", by the provider")
		}
		text("seed", quote.Line(r.Seed))
		text("task_id", quote.Line(r.Task))
		text("trace_id", quote.Line(r.TraceID))
		text("generated_at", r.Generated.UTC().Format(time.RFC3339))
	}
	for _, v := range r.Rivals {
		text("rival", quote.Line(rivalText(v)))
	}
	for _, u := range r.Unmade {
		text("unmade", unmadeText(u))
	}
	for _, p := range r.Pending {
		text("pending", quote.Line(pendingText(p)))
	}
	s.printf("\n")
}

// request prints the request of a picture.
func request(text func(name, value string), q *state.Request) {
	prompt := "(sensitive)"
	if q.Prompt != "" {
		prompt = quote.Text(q.Prompt)
	}
	text("prompt", prompt)
	text("action", q.Action)
	text("model", quote.Line(q.Model))
	text("size", quote.Line(q.Size))
	if q.Take > 1 {
		text("take", strconv.Itoa(q.Take))
	}
	text("source", quote.Line(q.Source.String()))
	text("provider", quote.Line(q.Kind))
}

// adoptedText says how a picture that was made by hand became the image's, or "".
func adoptedText(how *state.Adoption) string {
	if how == nil {
		return ""
	}
	text := "made by hand, " + how.Time.UTC().Format(time.RFC3339)
	if from := how.From; from != nil {
		text += ", in place of sha256 " + from.Artifact
		if from.Task != "" {
			text += ", task " + from.Task
		}
	}
	if how.File != "" {
		text += ", from " + how.File
	}
	if how.Note != "" {
		text += ": " + how.Note
	}
	return quote.Line(text)
}

// rivalText describes a picture of another branch.
func rivalText(v state.Rival) string {
	text := "another branch's, generated " + v.Generated.UTC().Format(time.RFC3339)
	if v.Task != "" {
		text += ", task " + v.Task
	}
	return text + ", sha256 " + v.Artifact
}

// unmadeText describes a call that made nothing.
func unmadeText(u state.Unmade) string {
	what := "accepted, and made nothing, perhaps charged"
	if u.Moderated {
		what = "refused by the provider's moderation"
	}
	return "a request, " + u.Time.UTC().Format(time.RFC3339) + ": " + what
}

// pictureText describes a recorded picture.
func pictureText(r *state.Record) string {
	text := fmt.Sprintf("%s, %d x %d, %d bytes", quote.Line(r.Format), r.Width, r.Height, r.Bytes)
	if r.Blank {
		text += ", nearly one colour"
	}
	if q := r.Request; q != nil && !formats.Matches(q.Size, r.Width, r.Height) {
		text += ", not " + quote.Line(q.Size) + " as asked for"
	}
	return text
}

// derivedPaths lists the files that were made from a picture.
func derivedPaths(r *state.Record) string {
	var paths []string
	for _, d := range r.Derived {
		paths = append(paths, d.Path)
	}
	return strings.Join(paths, ", ")
}

// pendingText describes a call in a few words.
func pendingText(p state.Call) string {
	switch {
	case p.InDoubt():
		return "in doubt, sent " + p.Time.UTC().Format(time.RFC3339)
	case p.Task == "":
		return strings.Join(p.URLs, " ") + ", not collected yet"
	}
	return "task " + p.Task + ", not collected yet"
}

// Outputs prints outputs by name. Sensitive ones are not shown.
func Outputs(s *Screen, values []eval.OutputValue) {
	for _, v := range values {
		if v.Sensitive {
			s.printf("%s = (sensitive)\n", v.Name)
			continue
		}
		s.printf("%s = %s\n", v.Name, literal.Of(v.Value, ""))
	}
}

// reviewText says what a person has decided about a record's picture, or "".
func reviewText(r *state.Record) string {
	if v := r.Review(); v != nil {
		return plan.Decided(v).String()
	}
	return ""
}
