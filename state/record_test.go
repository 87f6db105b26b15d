package state

import "testing"

func TestAWithheldRequestKeepsItsKey(t *testing.T) {
	r := Request{Kind: "flux", Action: "edit", Prompt: "night", PromptHash: HashPrompt("night"), Model: "m", Source: Source{URLSource, "https://x.test/?secret"}}
	withheld := r.WithholdSource()
	withheld.Prompt = ""
	if withheld.Key() != r.Key() {
		t.Error("withholding the prompt and the source changed the key")
	}
	other := r
	other.Source.Value = "https://x.test/?other"
	if other.Key() == r.Key() {
		t.Error("another source has the same key")
	}
}
