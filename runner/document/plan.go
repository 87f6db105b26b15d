package document

import (
	"encoding/json"
	"slices"

	"gesso/runner/plan"
	"gesso/spec/address"
)

// Plan is what apply would do, in the shape of terraform show -json FILE: policies for
// that read it. It has no time and no name of a directory in it: the same plan is the
// same document. It has no prior_state, as before of each change, the unchanged ones too,
// is what is recorded, and no configuration, as a saved plan knows expressions by their
// values alone.
type Plan struct {
	FormatVersion   string                  `json:"format_version"`
	GessoVersion    string                  `json:"gesso_version"`
	Variables       map[string]Variable     `json:"variables,omitempty"`
	PlannedValues   StateValues             `json:"planned_values"`
	ResourceChanges []ResourceChange        `json:"resource_changes"` // of all images, in the order of addresses
	OutputChanges   map[string]OutputChange `json:"output_changes,omitempty"`
	Applyable       bool                    `json:"applyable"` // there is something to do that waits for nobody
	Complete        bool                    `json:"complete"`  // after it nothing is left to do: nothing waits, and the budget leaves out nothing
	Errored         bool                    `json:"errored"`   // always false: what cannot be planned is no plan

	Paid      int        `json:"paid"`                // pictures that are bought
	Cost      Cost       `json:"cost"`                // of all of them
	AtMost    Cost       `json:"at_most"`             // when each takes all of its attempts
	Sandbox   bool       `json:"sandbox"`             // sandboxes make all pictures: nothing is charged
	InDoubt   int        `json:"in_doubt"`            // requests whose fate is not known
	Waiting   int        `json:"waiting"`             // changes that wait for a decision, those in doubt among them
	Unchanged int        `json:"unchanged"`           // images that are as declared
	Stale     int        `json:"stale"`               // pictures that are kept although another one is asked for
	Held      int        `json:"held"`                // pictures that were made by hand, and stay although another one is asked for
	Renames   []Rename   `json:"renames,omitempty"`   // moved blocks that would say what the plan moves without one
	Decisions []Decision `json:"decisions,omitempty"` // of people about pictures, that the plan was made with
	Strays    []Stray    `json:"strays"`              // calls of earlier runs that no image takes up
	Budget    Budget     `json:"budget"`              // that a run keeps to
	Selection *Selection `json:"selection,omitempty"` // what the plan was told to be about; not there when it is about everything
}

// Variable is a value that the plan was made with.
type Variable struct {
	Value     json.RawMessage `json:"value,omitempty"` // not there when it is sensitive
	Sensitive bool            `json:"sensitive,omitempty"`
}

// OutputChange is what becomes of an output, in Terraform's shape. Outputs are not
// recorded: before is what the records say now.
type OutputChange struct {
	Actions         []string        `json:"actions"`
	Before          json.RawMessage `json:"before"`
	After           json.RawMessage `json:"after,omitempty"` // not there while it is not known, or when it is sensitive
	AfterUnknown    bool            `json:"after_unknown"`
	BeforeSensitive bool            `json:"before_sensitive"`
	AfterSensitive  bool            `json:"after_sensitive"`
}

// Budget bounds what a run buys.
type Budget struct {
	MaxImages     *int     `json:"max_images,omitempty"`
	MaxCost       *float64 `json:"max_cost,omitempty"` // in the unit of the price list
	AllowUnpriced bool     `json:"allow_unpriced,omitempty"`
	LeftOut       int      `json:"left_out"` // how many of the paid changes it does not allow
}

// Rename is a moved block.
type Rename struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Selection is what a plan was told to be about.
type Selection struct {
	Targets  []string `json:"targets,omitempty"`
	Excludes []string `json:"excludes,omitempty"`
	Replaces []string `json:"replaces,omitempty"`
	Destroy  bool     `json:"destroy,omitempty"`
}

// About is what a plan document has from elsewhere than the plan.
type About struct {
	Version   string // gesso's
	Variables map[string]Variable
	Outputs   map[string]OutputChange
	Planned   map[string]PlannedOutput
	Selection *Selection
}

// MakePlan is a plan as a document.
func MakePlan(p *plan.Plan, about About) *Plan {
	cost, left := p.Cost(), p.LeftOut()
	out := &Plan{
		FormatVersion: Format, GessoVersion: about.Version, Variables: about.Variables, OutputChanges: about.Outputs,
		Applyable: len(p.Changes)+len(p.Strays) > p.Waiting(), Complete: p.Waiting()+left == 0,
		Paid: cost.Pictures, Cost: MakeCost(cost), AtMost: MakeCost(p.Most()), Sandbox: true,
		InDoubt: p.InDoubt(), Waiting: p.Waiting(), Unchanged: p.AsDeclared(), Stale: len(p.Stale()), Held: p.Held(), Strays: []Stray{}, Decisions: MakeDecisions(p.Decisions),
		Budget: Budget{p.Budget.MaxImages, p.Budget.MaxCost, p.Budget.AllowUnpriced, left}, Selection: about.Selection,
		ResourceChanges: make([]ResourceChange, 0, len(p.Changes)+len(p.Unchanged)),
	}
	if of := p.Selection; of.Partial() {
		out.Complete = out.Complete && of.LeftOut == 0
		if out.Selection == nil {
			out.Selection = &Selection{Targets: of.Targets, Excludes: of.Excludes}
		}
	}
	changes := slices.Concat(p.Changes, p.Unchanged)
	slices.SortStableFunc(changes, func(a, b *plan.Change) int { return address.Compare(a.Address, b.Address) })
	values := newTree()
	for _, c := range changes {
		r := makeChange(c)
		out.ResourceChanges = append(out.ResourceChanges, r)
		out.Sandbox = out.Sandbox && r.Sandbox
		if r.Change.After != nil {
			values.add(r.ModuleAddress, plannedResource(r))
		}
	}
	out.Sandbox = out.Sandbox && len(changes) > 0
	for _, m := range p.Renames {
		out.Renames = append(out.Renames, Rename(m))
	}
	for _, s := range p.Strays {
		out.Strays = append(out.Strays, MakeStray(s))
	}
	out.PlannedValues = StateValues{Outputs: about.Planned, RootModule: values.root()}
	return out
}

// plannedResource is an image as a plan leaves it.
func plannedResource(r ResourceChange) Resource {
	return Resource{
		Address: r.Address, Mode: r.Mode, Type: r.Type, Name: r.Name, Index: r.Index, ProviderName: r.ProviderName,
		Values: *r.Change.After, SensitiveValues: r.Change.AfterSensitive, DependsOn: r.DependsOn,
	}
}
