package machine

import (
	"encoding/json"

	"gesso/runner/document"
)

// Head is what every line has.
type Head struct {
	Level     string `json:"@level"`     // "info", "warn" or "error"
	Message   string `json:"@message"`   // the line for people
	Module    string `json:"@module"`    // gesso.ui
	Timestamp string `json:"@timestamp"` // RFC 3339, with microseconds
	Type      string `json:"type"`
}

// The types of lines.
const (
	TypeVersion       = "version"
	TypePlannedChange = "planned_change"
	TypeStrayCall     = "stray_call"
	TypeDecision      = "decision"
	TypeChangeSummary = "change_summary"
	TypeOutputs       = "outputs"
	TypeDiagnostic    = "diagnostic"
	TypeLog           = "log"
	TypeThrottled     = "throttled"
	TypeApplyStart    = "apply_start"
	TypeApplyProgress = "apply_progress"
	TypeApplyComplete = "apply_complete"
	TypeApplyErrored  = "apply_errored"
	TypeApplySkipped  = "apply_skipped"
	TypeHomeWaiting   = "home_waiting"
	TypeHomeTakenOver = "home_taken_over"
	TypeHomeDeposed   = "home_deposed"
)

// Version is the first line.
type Version struct {
	Head
	Gesso         string `json:"gesso"`
	UI            string `json:"ui"` // the format's version, as Terraform calls it
	FormatVersion string `json:"format_version"`
}

// PlannedChange is what the plan intends for one image.
type PlannedChange struct {
	Head
	Change Change `json:"change"`
}

// Change is what a plan intends.
type Change struct {
	Resource         Resource          `json:"resource"`
	PreviousResource *Resource         `json:"previous_resource,omitempty"` // of its record until now
	Action           string            `json:"action"`                      // Terraform's word
	Reason           string            `json:"reason,omitempty"`            // Terraform's word, where it has one
	GessoAction      string            `json:"gesso_action"`                // what the plan says
	Paid             bool              `json:"paid"`
	Waits            bool              `json:"waits,omitempty"` // for a decision
	Sandbox          bool              `json:"sandbox"`         // a sandbox makes it: nothing is charged
	Cost             document.Cost     `json:"cost"`
	Reasons          []document.Reason `json:"reasons"`
	Stale            []document.Reason `json:"stale,omitempty"` // why another picture is asked for than the one that is kept
}

// Resource is an image.
type Resource struct {
	Addr            string          `json:"addr"`
	Module          string          `json:"module"`
	Resource        string          `json:"resource"` // the address in its module
	ImpliedProvider string          `json:"implied_provider"`
	ResourceType    string          `json:"resource_type"`
	ResourceName    string          `json:"resource_name"`
	ResourceKey     json.RawMessage `json:"resource_key"` // a number, a string or null
}

// Decision is what becomes of what somebody has decided about a picture.
type Decision struct {
	Head
	Decision document.Decision `json:"decision"`
}

// StrayCall is a call of an earlier run whose request nothing declares any more.
type StrayCall struct {
	Head
	Stray document.Stray `json:"stray"`
}

// ChangeSummary counts what is planned, or what was done.
type ChangeSummary struct {
	Head
	Changes Changes `json:"changes"`
	Plan    *Plan   `json:"plan,omitempty"`   // when the operation is plan
	Result  *Result `json:"result,omitempty"` // when it is apply or destroy
}

// Changes are Terraform's counts. What replaces a picture is added and removed.
type Changes struct {
	Add       int    `json:"add"`
	Change    int    `json:"change"`
	Import    int    `json:"import"`
	Remove    int    `json:"remove"`
	Operation string `json:"operation"` // "plan", or what is carried out: "apply", "destroy", "undo", "adopt", "restore", "import"
}

// Plan is what a plan comes to.
type Plan struct {
	Actions   map[string]int `json:"actions"` // how many changes have each of gesso's actions
	Paid      int            `json:"paid"`
	Cost      document.Cost  `json:"cost"`
	AtMost    document.Cost  `json:"at_most"` // when each takes all of its attempts
	Unchanged int            `json:"unchanged"`
	Stale     int            `json:"stale"`   // kept, although another picture is asked for
	Waiting   int            `json:"waiting"` // for a decision
	InDoubt   int            `json:"in_doubt"`
	LeftOut   int            `json:"left_out"` // by the budget
	Partial   bool           `json:"partial"`  // -target or -exclude leave something out

	Selection  *document.Selection `json:"selection,omitempty"`  // what they say
	Deselected int                 `json:"deselected,omitempty"` // changes that they leave out
}

// Result is what became of a run.
type Result struct {
	Done           map[string]int     `json:"done"`      // how many changes of each of gesso's actions were carried out
	Unchanged      int                `json:"unchanged"` // planned to be made anew, and found to be the same
	Failed         int                `json:"failed"`
	Skipped        int                `json:"skipped"`
	Uncollected    int                `json:"uncollected"` // paid for, and left for the next run to collect
	InDoubt        int                `json:"in_doubt"`
	LeftOut        int                `json:"left_out"`
	Cost           document.Cost      `json:"cost"`                      // of the requests that were accepted
	Perhaps        document.Cost      `json:"perhaps"`                   // of those that may be charged besides
	ToCollect      document.Cost      `json:"to_collect"`                // of those that are paid for and not collected
	Slowed         float64            `json:"slowed_seconds"`            // how long nothing was submitted because a provider wanted fewer requests
	Charged        float64            `json:"charged"`                   // as far as the provider says, in its own credit
	ChargedAmounts map[string]float64 `json:"charged_amounts,omitempty"` // the same by currency; the provider's own is called credit
	Interrupted    bool               `json:"interrupted"`
}

// Outputs are the outputs' values, as far as they may be shown.
type Outputs struct {
	Head
	Outputs map[string]document.PlannedOutput `json:"outputs"`
}

// Diagnostic is a mistake or a warning.
type Diagnostic struct {
	Head
	Diagnostic document.Diagnostic `json:"diagnostic"`
}

// Log is something that a person may want to know, and that has no other type.
type Log struct {
	Head
}

// Throttled is that a provider wants fewer requests.
type Throttled struct {
	Head
	Provider    string  `json:"provider,omitempty"` // such as painter.second; not there for a configuration's only one
	WaitSeconds float64 `json:"wait_seconds"`       // how long nothing is sent
}

// Apply is the lines about one image that is worked on.
type Apply struct {
	Head
	Hook Hook `json:"hook"`
}

// Hook is an image that is worked on, and how far it has come.
type Hook struct {
	Resource       Resource `json:"resource"`
	Action         string   `json:"action"`                    // Terraform's word
	GessoAction    string   `json:"gesso_action"`              // what the plan says, or what it turned out to be
	ElapsedSeconds *float64 `json:"elapsed_seconds,omitempty"` // since its apply_start
	Stage          string   `json:"stage,omitempty"`           // what is being done
	Percent        *int     `json:"percent,omitempty"`         // of the download, where its size is known
	IDKey          string   `json:"id_key,omitempty"`          // "path"
	IDValue        string   `json:"id_value,omitempty"`        // the output
	State          string   `json:"state,omitempty"`           // how it ended
	Price          *float64 `json:"price,omitempty"`           // of a picture that was paid for in this run, where it has one
	Why            string   `json:"why,omitempty"`             // it is not done
	Charge         string   `json:"charge,omitempty"`          // what the failure may have cost: "not charged", "perhaps charged" or "already paid"
}
