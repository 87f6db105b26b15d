package savedplan

import (
	"encoding/json"
	"time"

	"gesso/runner/plan"
)

// File is what a plan file holds.
type File struct {
	Gesso   string            `json:"gesso_version"`     // that made the plan
	Made    time.Time         `json:"made,omitzero"`     // when
	Files   map[string]string `json:"files,omitempty"`   // what evaluating read or looked for, by name, with a digest of what it found
	Outputs map[string]string `json:"outputs,omitempty"` // files in the place of outputs that the plan replaces, with their digests
	Values  []Value           `json:"values,omitempty"`  // of the root's variables, by name
	Results json.RawMessage   `json:"results,omitempty"` // what becomes of the configuration's outputs, for whoever shows the plan: nothing goes by it
	Options Options           `json:"options,omitzero"`
	State   State             `json:"state,omitzero"`
	Ledger  Ledger            `json:"ledger,omitzero"`
	Plan    *plan.Plan        `json:"-"` // without what is sensitive
}

// Value is what a variable had for a value.
type Value struct {
	Name    string          `json:"name"`
	From    string          `json:"from"`              // in words: the option -var style
	Content json.RawMessage `json:"value,omitempty"`   // with its type; nil for one that is withheld
	Secret  bool            `json:"secret,omitempty"`  // it is sensitive or ephemeral, and withheld
	Ordered bool            `json:"ordered,omitempty"` // it came from the command line or an answer, which go before anything that lies about
}

// Options are those of the command line that decide what a plan is of. Budgets and
// what is replaced are in the plan.
type Options struct {
	Destroy     bool   `json:"destroy,omitempty"`
	ReplaceLost bool   `json:"replace_lost,omitempty"`
	Workspace   string `json:"workspace,omitempty"` // "" is the default one
}

// State is which records a plan was made on.
type State struct {
	Digest  string `json:"digest,omitempty"`
	Records int    `json:"records,omitempty"`
}

// Ledger is how much of a ledger was there when a plan was made.
type Ledger struct {
	Entries int    `json:"entries,omitempty"`
	Digest  string `json:"digest,omitempty"` // of these entries
}

// Secrets are the names of the variables whose values the file does not have.
func (f *File) Secrets() []string {
	var names []string
	for _, v := range f.Values {
		if v.Secret {
			names = append(names, v.Name)
		}
	}
	return names
}
