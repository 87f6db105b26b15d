package front

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"
	"unicode"
)

// Most is how many calls the page shows.
const Most = 200

// The paths beside the page's own.
const (
	EventsPath = "/sandbox/live"
	LooksPath  = "/sandbox/looks/"
)

// Mood is how a call ended, or goes.
type Mood string

// The moods.
const (
	Good Mood = "good" // its pictures are there
	Wait Mood = "wait" // they are not, yet or for ever, or the answer was lost
	Bad  Mood = "bad"  // there will be none
)

// Call is one that the sandbox was asked. Its texts may be anything.
type Call struct {
	Number   int // counted from 1, among all
	Prompt   string
	Model    string
	Size     string
	Source   string // of an edit
	Outcome  string
	Mood     Mood
	Pictures []string // their names; none where there is nothing to see
}

// Facts are what the page says of a call beside its prompt.
func (c Call) Facts() string {
	var facts []string
	for _, fact := range []string{c.Model, c.Size, c.Source} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	return strings.Join(facts, " · ")
}

// Absence is what stands in the place of a picture.
func (c Call) Absence() string {
	switch c.Mood {
	case Wait:
		return "not made yet"
	case Bad:
		return "no picture"
	}
	return "nothing to see"
}

// Long reports whether a prompt may be cut after the lines that there is room for: it can be
// focused, by a key as by a finger, and is whole then.
func (c Call) Long() bool { return len(c.Prompt) > 80 || strings.Contains(c.Prompt, "\n") }

// State is what the page shows.
type State struct {
	Base                        string // by which clients reach the sandbox
	Accepted, Pictures, Refused int
	Latest                      []Call // the newest first, at most Most
	Earlier                     int    // calls before them
}

// Page serves all that the page is made of. It is safe for concurrent use when its
// functions are.
type Page struct {
	State   func(*http.Request) State
	Changed func() <-chan struct{}                                 // closed when the state becomes another one
	Ended   <-chan struct{}                                        // closed when the sandbox ends
	Draw    func(ctx context.Context, name string) ([]byte, error) // nil bytes: there is no such picture
	After   func(time.Duration) <-chan time.Time
}

//go:embed page.html
var shell string

//go:embed page.css
var style string

//go:embed page.js
var script string

// policy lets the browser run our script, and load from the sandbox alone.
func policy() string {
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self' data:; connect-src 'self'" +
		"; style-src " + hash(style) + "; script-src " + hash(script)
}

// ServeHTTP is the page.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Parsed whenever it is asked for: most sandboxes never show it.
	page := template.Must(template.New("page").Parse(shell))
	state := p.State(r)
	for i := range state.Latest {
		call := &state.Latest[i]
		for _, text := range []*string{&call.Prompt, &call.Model, &call.Size, &call.Source, &call.Outcome} {
			*text = visible(*text)
		}
	}
	var out bytes.Buffer
	err := page.Execute(&out, struct {
		State
		Style  template.CSS
		Script template.JS
	}{state, template.CSS(style), template.JS(script)}) // both are files of this package
	if err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", policy())
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-store")
	_, _ = out.WriteTo(w) // it fails only when the client has gone
}

// longest is how many bytes of a text are shown.
const longest = 4000

// visible shows what else would be invisible, or turn round the text after it.
func visible(text string) string {
	var out strings.Builder
	for i, r := range text {
		if i >= longest {
			out.WriteString(" …")
			break
		}
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) && r != '\u200d' {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// Look is a picture as the page shows it: nothing is counted, and no fault strikes.
func (p *Page) Look(w http.ResponseWriter, r *http.Request) {
	data, err := p.Draw(r.Context(), r.PathValue("name"))
	switch {
	case err != nil:
		http.Error(w, "the picture could not be drawn", http.StatusInternalServerError)
		return
	case data == nil:
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", http.DetectContentType(data))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	_, _ = w.Write(data) // it fails only when the client has gone
}

const (
	calm  = 300 * time.Millisecond // between two events
	pulse = 15 * time.Second       // without one, to find out who has gone
)

// Events tells as server-sent events that the page is another one, until the client goes
// or the sandbox ends.
func (p *Page) Events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	for line := ": this is the sandbox\n\n"; ; {
		changed := p.Changed()
		if _, err := w.Write([]byte(line)); err != nil || out.Flush() != nil {
			return
		}
		select {
		case <-changed:
			line = "data: \n\n"
		case <-p.After(pulse):
			line = ":\n\n"
			continue
		case <-r.Context().Done():
			return
		case <-p.Ended:
			return
		}
		select {
		case <-p.After(calm):
		case <-r.Context().Done():
			return
		case <-p.Ended:
			return
		}
	}
}
