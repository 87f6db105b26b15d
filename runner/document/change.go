package document

import (
	"encoding/json"
	"slices"

	"gesso/runner/plan"
	"gesso/state"
)

// ResourceChange is what a plan intends for one image, in Terraform's shape.
type ResourceChange struct {
	Address         string          `json:"address"`
	PreviousAddress string          `json:"previous_address,omitempty"` // of its record until now
	ModuleAddress   string          `json:"module_address,omitempty"`
	Mode            string          `json:"mode"`
	Type            string          `json:"type"`
	Name            string          `json:"name"`
	Index           json.RawMessage `json:"index,omitempty"` // a number or a string
	ProviderName    string          `json:"provider_name,omitempty"`
	Change          Change          `json:"change"`
	ActionReason    string          `json:"action_reason,omitempty"` // Terraform's word for the first reason that it has one for

	GessoAction string    `json:"gesso_action"` // what the plan says
	Paid        bool      `json:"paid"`         // a picture is bought
	Waits       bool      `json:"waits,omitempty"`
	Cost        Cost      `json:"cost"`               // with one attempt
	Takes       int       `json:"takes,omitempty"`    // how many pictures are bought, of which the image gets one; one where it is left out
	Attempts    int       `json:"attempts,omitempty"` // how many pictures are bought at most for one that meets the conditions
	Sandbox     bool      `json:"sandbox"`            // a sandbox makes it: nothing is charged
	Reasons     []Reason  `json:"reasons"`
	Shares      string    `json:"shares,omitempty"`   // the image whose picture it takes when that is made
	MadeFor     string    `json:"made_for,omitempty"` // the address that the picture which it takes was made for
	Stale       []Reason  `json:"stale,omitempty"`    // why another picture is asked for than the one that is kept, as the image's regenerate says
	DependsOn   []string  `json:"depends_on,omitempty"`
	Replace     bool      `json:"replace,omitempty"` // a new picture is wanted, whatever there is
	Call        *OpenCall `json:"call,omitempty"`    // of an earlier run, that is collected, or in doubt
	Look        string    `json:"look,omitempty"`    // where a picture that fails a condition can be seen
	Holds       []Reason  `json:"holds,omitempty"`   // why a picture that was made by hand would be replaced: it stays until somebody says so
	Notes       []Note    `json:"notes,omitempty"`

	Derived []Derivation `json:"derived,omitempty"` // the files made from the picture of which something is to be done
}

// Change is what becomes of an image's values.
type Change struct {
	Actions         []string   `json:"actions"`
	Before          *Values    `json:"before"`        // null where there is no record
	After           *Values    `json:"after"`         // null where there will be none
	AfterUnknown    Flags      `json:"after_unknown"` // what is known after apply
	BeforeSensitive Flags      `json:"before_sensitive"`
	AfterSensitive  Flags      `json:"after_sensitive"`
	ReplacePaths    [][]string `json:"replace_paths,omitempty"` // the arguments for which the picture is replaced
	Importing       *Importing `json:"importing,omitempty"`
}

// Importing is what an import block names.
type Importing struct {
	ID string `json:"id"` // a file, or a task
}

// Note is what a change does to a file that is not gesso's, or not any more.
type Note struct {
	Kind string `json:"kind"`
	Path string `json:"path"`
	Text string `json:"text"`
}

// makeChange is a change of a plan.
func makeChange(c *plan.Change) ResourceChange {
	a := ParseAddress(c.Address)
	reason, _ := whyOf(c)
	r := ResourceChange{
		Address: c.Address, PreviousAddress: c.From, ModuleAddress: a.Module, Mode: managed, Type: a.Type, Name: a.Name, Index: a.Index,
		ProviderName: ProviderOf(c), Change: changeOf(c), ActionReason: reason,
		GessoAction: c.Action.String(), Paid: c.Action.Paid(), Waits: c.Action.Waits(), Cost: CostOf(c), Takes: c.Takes, Attempts: c.Attempts(),
		Sandbox: Sandboxed(c), Reasons: ReasonsOf(c), Replace: c.Replace, Look: c.Look, Shares: c.Shares, MadeFor: c.MadeFor,
	}
	if len(c.Stale) > 0 {
		r.Stale = StaleOf(c)
	}
	if len(c.Holds) > 0 {
		r.Holds = holdsOf(c)
	}
	if c.Declared != nil {
		r.DependsOn = c.Declared.Needs
	}
	if c.Call != nil {
		r.Call = makeCall(*c.Call)
	}
	r.Derived = derivationsOf(c)
	for _, n := range c.Notes {
		r.Notes = append(r.Notes, Note{string(n.Kind), n.Path, n.String()})
	}
	return r
}

// managed is the mode of every image.
const managed = "managed"

// sandboxKind is the kind of provider in requests to a sandbox.
const sandboxKind = "sandbox"

// Sandboxed reports whether a change is about a placeholder.
func Sandboxed(c *plan.Change) bool {
	if c.Declared == nil && c.Before != nil && c.Before.Request != nil {
		return c.Before.Request.Kind == sandboxKind
	}
	return c.Request.Kind == sandboxKind
}

// ProviderOf is the name of the account that a change is about.
func ProviderOf(c *plan.Change) string {
	if c.Account != "" || c.Before == nil {
		return c.Account
	}
	return recordedProvider(c.Before)
}

// recordedProvider is what made a record's picture, as far as the record tells.
func recordedProvider(r *state.Record) string {
	if r.Provider == "" && r.Request != nil {
		return r.Request.Kind
	}
	return r.Provider
}

// changeOf tells what becomes of a change's values.
func changeOf(c *plan.Change) Change {
	effect := EffectOf(c)
	out := Change{Actions: effect.Actions(), ReplacePaths: replacePaths(c, effect)}
	if c.Before.HasPicture() {
		before, secret := recorded(c.Before)
		declare(c, &secret)
		before.withhold(secret)
		out.Before, out.BeforeSensitive = &before, secret
	}
	switch effect {
	case Delete, Forget:
		return out
	case NoOp, Update:
		if c.Action == plan.Keep || c.Action == plan.Restore && c.Picture != nil {
			after := kept(c)
			out.After, out.AfterSensitive = after, out.BeforeSensitive
			after.withhold(out.AfterSensitive)
			return out
		}
		out.After, out.AfterSensitive = stays(c, out.Before), out.BeforeSensitive
		return out
	}
	after, unknown := planned(c)
	declare(c, &out.AfterSensitive)
	after.withhold(out.AfterSensitive)
	out.After, out.AfterUnknown = &after, unknown
	if c.Declared.Import != nil && c.Action == plan.Import {
		out.Importing = &Importing{c.Declared.Import.File + c.Declared.Import.Task}
	}
	return out
}

// kept are the values of a picture that somebody has made by hand of the recorded one.
func kept(c *plan.Change) *Values {
	r := *c.Before
	if original := r.Original(); original != nil && c.Picture.Adopted == nil {
		r = *original
	}
	r.Picture, r.Path, r.Output, r.Tainted = *c.Picture, c.Path, c.File, ""
	if c.Places() {
		r.Output = "" // another format has other bytes
	}
	v, _ := recorded(&r)
	return &v
}

// stays are the values of a picture that stays what it is.
func stays(c *plan.Change, before *Values) *Values {
	if before == nil {
		return nil
	}
	after := *before
	if c.Instead != nil {
		after.Output = "" // it is another picture's from then on, or goes
	}
	if c.Places() {
		after.Path, after.Output, after.Metadata = c.Path, "", string(c.Metadata) // another format has other bytes
	}
	return &after
}

// declare sets the flags of the arguments that are declared sensitive.
func declare(c *plan.Change, secret *Flags) {
	if c.Declared == nil {
		return
	}
	for _, argument := range c.Declared.Sensitive {
		secret.set(argument)
	}
}

// replacePaths are the arguments that a picture is replaced for.
func replacePaths(c *plan.Change, effect Effect) [][]string {
	if effect != Replace {
		return nil
	}
	var paths [][]string
	for _, r := range c.Reasons {
		path := []string{r.Argument}
		if r.Argument != "" && !slices.ContainsFunc(paths, func(p []string) bool { return p[0] == r.Argument }) {
			paths = append(paths, path)
		}
	}
	return paths
}
