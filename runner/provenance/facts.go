package provenance

import (
	"time"
	"unicode/utf8"

	"gesso/state"
)

// Facts are what is told of a picture. What there is none of is "".
type Facts struct {
	Prompt   string
	Action   string
	Model    string
	Size     string
	Seed     string
	Task     string
	Key      string
	Artifact string // SHA-256 of the picture as delivered
	Made     SourceType
	Created  time.Time
	Tool     string // that wrote it down, such as "gesso 0.1.0"
}

// SourceType is one of the IPTC's digital source types, by its name in their list.
type SourceType string

const (
	Trained   SourceType = "trainedAlgorithmicMedia" // a model made it
	Algorithm SourceType = "algorithmicMedia"        // a program without a model drew it
)

// maxPrompt bounds the prompt in a packet, in bytes: a JPEG holds 64 KB of it all, and
// what XML escapes takes six bytes.
const maxPrompt = 8 << 10

// Of are the facts of a recorded picture; version is gesso's. Of a file that a user
// brought nobody knows how it was made, so that it is told by its bytes alone.
func Of(r *state.Record, version string) Facts {
	f := Facts{Artifact: r.Artifact, Tool: "gesso " + version}
	if r.Imported && r.Task == "" {
		return f
	}
	f.Seed, f.Task, f.Key, f.Created = r.Seed, r.Task, string(r.Key), r.Generated.UTC().Truncate(time.Second)
	f.Made = Trained
	q := r.Request
	if q == nil {
		return f
	}
	f.Prompt, f.Action, f.Model, f.Size = cut(q.Prompt), q.Action, q.Model, q.Size
	if q.Kind == "sandbox" {
		f.Made = Algorithm
	}
	return f
}

// cut is the beginning of a prompt that is too long.
func cut(prompt string) string {
	if len(prompt) <= maxPrompt {
		return prompt
	}
	at := maxPrompt
	for !utf8.RuneStart(prompt[at]) {
		at--
	}
	return prompt[:at] + "…"
}
