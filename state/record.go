package state

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"
)

// Request is what decides the pixels. Two equal requests have one Key, and
// nothing has to be paid for the second.
//
// The prompt may be withheld (a sensitive one): then Prompt is "" and
// PromptHash alone stands for it. PromptHash is always set.
type Request struct {
	Kind       string `json:"kind"`   // of the provider: the name of a kind, or "sandbox"
	Action     string `json:"action"` // "generate" or "edit"
	Prompt     string `json:"prompt,omitempty"`
	PromptHash string `json:"prompt_sha256"`
	Model      string `json:"model"`
	Size       string `json:"size,omitempty"`
	Take       int    `json:"take,omitempty"`
	Source     Source `json:"source,omitzero"`
}

// Key is the versioned hash of a request in canonical form: "k1:" and 64
// hexadecimal digits. The zero Key belongs to no request. See Wanted and Recorded
// for which keys belong together.
type Key string

// HashPrompt returns the hexadecimal SHA-256 of a prompt.
func HashPrompt(prompt string) string {
	var text [1 << 10]byte // for most: every plan hashes every prompt
	sum := sha256.Sum256(append(text[:0], prompt...))
	var room [2 * sha256.Size]byte
	return string(hex.AppendEncode(room[:0], sum[:]))
}

// Bare is the key of the request without its source: equal ones ask for the same to be made of
// something.
func (r Request) Bare() Key {
	r.Source = Source{}
	return r.Key()
}

// Key returns the request's key. The prompt enters by its hash, and a source's
// URL likewise, so that a record that withholds them still has the same key.
func (r Request) Key() Key {
	r.Prompt = ""
	if r.Take == 1 {
		r.Take = 0 // the first one, as it was asked for before there were others
	}
	r = r.WithholdSource()
	var room [512]byte
	sum := sha256.Sum256(r.canonical(room[:0]))
	key := append(room[:0], "k1:"...)
	return Key(hex.AppendEncode(key, sum[:]))
}

// canonical appends the request as encoding/json writes it, its fields in the order
// of their declaration. Every record's key is compared when it is read, so it is
// written here where its texts are as they are in JSON, as nearly all are.
func (r Request) canonical(b []byte) []byte {
	source := r.Source.String()
	if r.Prompt != "" || !plainJSON(r.Kind, r.Action, r.PromptHash, r.Model, r.Size, source) {
		data, err := json.Marshal(r)
		if err != nil {
			panic("state: a request of strings cannot be encoded: " + err.Error())
		}
		return append(b, data...)
	}
	b = append(append(b, `{"kind":"`...), r.Kind...)
	b = append(append(b, `","action":"`...), r.Action...)
	b = append(append(b, `","prompt_sha256":"`...), r.PromptHash...)
	b = append(append(b, `","model":"`...), r.Model...)
	if r.Size != "" {
		b = append(append(b, `","size":"`...), r.Size...)
	}
	b = append(b, '"')
	if r.Take != 0 {
		b = strconv.AppendInt(append(b, `,"take":`...), int64(r.Take), 10)
	}
	if source != "" {
		b = append(append(append(b, `,"source":"`...), source...), '"')
	}
	return append(b, '}')
}

// plainJSON reports whether texts are written in JSON as they are.
func plainJSON(texts ...string) bool {
	for _, text := range texts {
		for i := range len(text) {
			if c := text[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
				return false
			}
		}
	}
	return true
}

// keyUnder returns the request's key under a rule, the prefix of a Key, and
// whether this program knows that rule.
func (r Request) keyUnder(rule string) (Key, bool) {
	if rule == "k1" {
		return r.Key(), true
	}
	return "", false
}

// Withholds reports whether something of the request is withheld, because it is
// sensitive.
func (r Request) Withholds() bool {
	return r.Prompt == "" && r.PromptHash != "" || r.Source.Form == WithheldSource
}

// WithholdSource returns the request with the URL of its source, which may hold
// a secret, replaced by its hash. The key stays the same.
func (r Request) WithholdSource() Request {
	r.Source = r.Source.Withheld()
	return r
}

// Picture is one paid picture: what it was asked for with, its bytes, and what
// the provider told of it.
type Picture struct {
	Key       Key       `json:"key,omitempty"`
	Artifact  string    `json:"artifact,omitempty"` // SHA-256 of the bytes as delivered, hexadecimal
	Format    string    `json:"format,omitempty"`   // "png", "jpeg", "webp": by content
	Width     int       `json:"width,omitempty"`    // pixels
	Height    int       `json:"height,omitempty"`   // pixels
	Bytes     int64     `json:"bytes,omitempty"`
	Imported  bool      `json:"imported,omitempty"` // an import block brought it: nothing was paid for it here
	Blank     bool      `json:"blank,omitempty"`    // nearly one colour; also false in a record from before this was looked at
	Task      string    `json:"task_id,omitempty"`
	TraceID   string    `json:"trace_id,omitempty"`
	URL       string    `json:"url,omitempty"`
	Seed      string    `json:"seed,omitempty"`
	Charge              // for it alone
	Generated time.Time `json:"generated_at,omitzero"`
	Provider  string    `json:"provider,omitempty"`    // that it was bought from, such as painter.second; "" for the default one
	Position  int       `json:"position,omitempty"`    // among its task's pictures, from 1; 0: that is not known, or, in older records, it is the only one
	Origin    *Delivery `json:"origin,omitempty"`      // the first delivery, when this is a later one that differs; see Redelivered
	Also      []string  `json:"also_sha256,omitempty"` // what came for the first on other branches, sorted; see Lineage
	Adopted   *Adoption `json:"adopted,omitempty"`     // somebody made it by hand; nil: nobody did, as far as is known
}

// Charge is what a provider says that it took. The zero Charge is that it said nothing.
type Charge struct {
	Cost   float64 `json:"cost,omitempty"`
	CostIn string  `json:"cost_currency,omitempty"` // such as USD; "" is the provider's own credit
}

// Currency is that of the charge, also where it is the provider's own.
func (c Charge) Currency() string { return cmp.Or(c.CostIn, "credit") }

// Triggers are the values, by reference and as hashes, that a picture was made
// under: when one of them changes it is to be made anew. A map of this type is
// never changed.
type Triggers map[string]string

// Record is what the state knows of one address. A record with no Artifact
// exists only for its Pending and Unmade calls and its Reviews, and has nothing but them.
//
// A Record that a State or a Journal returned is never changed afterwards, by
// anybody: a later event puts another in its place. So it is a snapshot that
// can be kept and read from any goroutine.
type Record struct {
	Address string   `json:"address"`
	Request *Request `json:"request,omitempty"`
	Picture
	Path      string   `json:"path,omitempty"`           // the output, slash-separated, relative to the configuration
	Output    string   `json:"output_sha256,omitempty"`  // of the file at Path; "" while it was not placed
	Former    string   `json:"former_sha256,omitempty"`  // while it was not: of the output that was placed at Path before, of another picture
	Metadata  Metadata `json:"metadata,omitempty"`       // that was placed with the picture
	Sidecar   string   `json:"sidecar_sha256,omitempty"` // of the file beside the one at Path; "" without one
	Tainted   string   `json:"tainted,omitempty"`        // why the picture was not placed: the condition that it fails; Path and Output are then of the one before it
	Unwanted  string   `json:"unwanted,omitempty"`       // why a user has tainted the picture by hand: the next run replaces it. "": nobody has
	Pinned    bool     `json:"pinned,omitempty"`         // the configuration says that it is this picture
	Instead   string   `json:"instead_sha256,omitempty"` // while the picture is rejected: the one whose output lies at Path in its place
	Withdrawn bool     `json:"withdrawn,omitempty"`      // its output was taken away, since it is rejected and there is no other one; Former is what it was
	DependsOn []string `json:"depends_on,omitempty"`     // addresses, sorted
	Triggers  Triggers `json:"triggers,omitempty"`
	Pending   []Call   `json:"pending,omitempty"`
	Rivals    []Rival  `json:"rivals,omitempty"` // of the picture, since two branches were merged
	Unmade    []Unmade `json:"unmade,omitempty"` // calls that made nothing, sorted by key

	Derived []Derivative `json:"derived,omitempty"` // further files that were made from the picture, by path
	Reviews []Review     `json:"reviews,omitempty"` // of it, and of others that the address had: all that are rejected, and the last one that was approved, sorted by artifact
}

// LastOutput is the hash of what gesso placed at Path last, be it of the picture or of
// one before it; "" where nothing is recorded of that.
func (r *Record) LastOutput() string { return cmp.Or(r.Output, r.Former) }

// Shows reports whether what is recorded as the output is the picture's, and not that of
// one before it.
func (r *Record) Shows() bool { return r.Tainted == "" && r.Instead == "" && !r.Withdrawn }

// Unplaced is the record of a picture that is about to take the place of the one
// whose output lies at Path: whatever ends the run before it is placed, it is known what
// lies there.
func (r *Record) Unplaced() *Record {
	next := *r
	if r.Output != "" {
		next.Former = r.Output
	}
	next.Output, next.Instead, next.Withdrawn = "", "", false
	return &next
}

// Asked is what the recorded picture was asked for with; nil: there is none, or nobody knows.
func (r *Record) Asked() *Request {
	if !r.HasPicture() {
		return nil
	}
	return r.Request
}

// HasPicture reports whether a picture is recorded. A nil Record has none, and
// so has one of which only the calls are known.
func (r *Record) HasPicture() bool { return r != nil && r.Artifact != "" }

// Call is a call that was begun and whose picture is not in the store. With
// a Task, or with the URLs of its pictures, it can be collected without paying;
// without both it is in doubt.
type Call struct {
	Intent   string    `json:"intent"`            // the intent event's ID
	Index    int       `json:"index"`             // which picture of the call this address wants, from 0
	Count    int       `json:"count,omitempty"`   // how many pictures the call asked for; 0: not known
	Further  int       `json:"further,omitempty"` // how many of these, the last ones, are for the store
	Key      Key       `json:"key"`
	Request  Request   `json:"request"`
	Endpoint string    `json:"endpoint"`
	Provider string    `json:"provider,omitempty"` // such as painter.second; "" for the default one
	Time     time.Time `json:"time"`
	Price    *float64  `json:"price,omitempty"`    // of one picture; nil: unknown
	Currency string    `json:"currency,omitempty"` // of Price, such as USD; "": nobody says
	Replace  bool      `json:"replace,omitempty"`
	Triggers Triggers  `json:"triggers,omitempty"`
	Task     string    `json:"task_id,omitempty"`
	TraceID  string    `json:"trace_id,omitempty"`
	URLs     []string  `json:"urls,omitempty"`    // of the call's pictures, when its answer brought them
	Problem  string    `json:"problem,omitempty"` // what is known of why it is pending
	Lost     bool      `json:"lost,omitempty"`    // paid for, and at the last try no longer at the provider
	Charge             // for the picture, where it is lost
}

// EndpointBuiltin is the endpoint of the stand-in that lives inside a gesso
// process. What it was asked for dies with that process, and is free.
const EndpointBuiltin = "sandbox"

// Pictures is how many pictures stand or fall with this one: it, and those for the store
// of a call that nobody else waits for.
func (p Call) Pictures() int { return 1 + p.Further }

// InDoubt reports whether nothing tells if the provider accepted the call.
func (p Call) InDoubt() bool { return p.Task == "" && len(p.URLs) == 0 }
