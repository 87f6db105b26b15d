package decide

import (
	"testing"

	"gesso/runner/account"
	"gesso/runner/decide/asking"
	"gesso/runner/plan"
	"gesso/spec/config"
	"gesso/spec/detail"
	"gesso/spec/eval"
	"gesso/state"
)

// A record that cannot tell why has a reason as well.
func TestAPaidChangeHasAReason(t *testing.T) {
	now := state.Request{Kind: "flux", Action: "generate", PromptHash: "h", Model: "m"}
	for name, c := range map[string]*change{
		"no request recorded": changeOf(nil, "k1:0", now),
		"a damaged key":       changeOf(&now, "k1:0", now),
		"the same picture":    changeOf(&now, now.Key(), now), // lost
	} {
		t.Run(name, func(t *testing.T) {
			bought := buy(c)
			if !bought.action.Paid() || len(bought.reasons) == 0 || bought.reasons[0].String() == "" {
				t.Error("it is paid for without a reason")
			}
		})
	}
}

// changeOf is a change from one request to another.
func changeOf(old *state.Request, key state.Key, now state.Request) *change {
	return &change{Image: asking.Image{
		Instance: &eval.Instance{Block: &config.Image{Special: new(config.Special)}, Details: new(detail.Details)}, Buyer: &account.Account{Block: &config.Provider{}},
		Change: &plan.Change{
			Address: "image.a", Request: now, Key: now.Key(),
			Before: &state.Record{Address: "image.a", Request: old, Picture: state.Picture{Key: key, Artifact: "a"}},
		},
	}}
}
