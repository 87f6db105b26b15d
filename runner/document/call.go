package document

import (
	"gesso/runner/plan"
	"gesso/state"
)

// OpenCall is a paid call that is not settled.
type OpenCall struct {
	State    string   `json:"state"` // "in doubt", "to collect" or "lost"
	Sent     string   `json:"sent_at,omitempty"`
	Endpoint string   `json:"endpoint"`
	Provider string   `json:"provider,omitempty"` // such as painter.second; not there for the default one
	Prompt   string   `json:"prompt,omitempty"`   // where it may be recorded
	Model    string   `json:"model,omitempty"`
	TaskID   string   `json:"task_id,omitempty"`
	TraceID  string   `json:"trace_id,omitempty"`
	URLs     []string `json:"urls,omitempty"`
	Price    *float64 `json:"price,omitempty"`    // of one picture, in the unit of the price list
	Currency string   `json:"currency,omitempty"` // of the price, where its provider block named one
	Problem  string   `json:"problem,omitempty"`  // what is known of why it is not settled
}

// The states of an OpenCall.
const (
	CallInDoubt   = "in doubt"
	CallToCollect = "to collect"
	CallLost      = "lost"
)

func makeCall(call state.Call) *OpenCall {
	c := &OpenCall{
		State: CallToCollect, Sent: moment(call.Time), Endpoint: call.Endpoint, Provider: call.Provider,
		Prompt: call.Request.Prompt, Model: call.Request.Model, TaskID: call.Task, TraceID: call.TraceID, URLs: call.URLs,
		Price: call.Price, Currency: call.Currency, Problem: call.Problem,
	}
	switch {
	case call.InDoubt():
		c.State = CallInDoubt
	case call.Lost:
		c.State = CallLost
	}
	return c
}

// Stray is a call of an earlier run whose request nothing declares any more. Its
// picture goes to the store.
type Stray struct {
	Address     string    `json:"address"`      // that it was made for
	GessoAction string    `json:"gesso_action"` // "resume" or "in doubt"
	Stranded    bool      `json:"stranded,omitempty"`
	Reasons     []Reason  `json:"reasons"`
	Call        *OpenCall `json:"call"`
}

// MakeStray is a stray call of a plan.
func MakeStray(s plan.Call) Stray {
	action, reasons := plan.Resume, s.Reasons()
	if s.InDoubt() {
		action, reasons = plan.InDoubt, []plan.Reason{{Cause: plan.Unanswered}}
	}
	return Stray{s.Address, action.String(), s.Stranded(), MakeReasons(reasons), makeCall(s.Call)}
}
