package state

import "testing"

func TestAWithheldRequestKeepsItsKey(t *testing.T) {
	r := Request{Kind: "flux", Action: "edit", Prompt: "night", PromptHash: HashPrompt("night"), Model: "m", Source: "url:https://x.test/?secret"}
	withheld := r.WithholdSource()
	withheld.Prompt = ""
	if withheld.Key() != r.Key() {
		t.Error("withholding the prompt and the source changed the key")
	}
	other := r
	other.Source = "url:https://x.test/?other"
	if other.Key() == r.Key() {
		t.Error("another source has the same key")
	}
}
