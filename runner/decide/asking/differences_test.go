package asking

import (
	"reflect"
	"testing"

	"gesso/runner/account"
	"gesso/runner/plan"
	"gesso/spec/config"
	"gesso/spec/detail"
	"gesso/spec/eval"
	"gesso/state"
)

// Whatever of a request changes its key is told as a reason by its name: a field
// that is added to it fails here until Differences knows it.
func TestEveryFieldOfARequestIsAReason(t *testing.T) {
	arguments := map[string]string{
		"Kind": "provider", "Action": "action", "PromptHash": "prompt", "Model": "model", "Size": "size", "Take": "take", "Source": "source",
	}
	base := state.Request{Take: 1, Kind: "flux", Action: "generate", Prompt: "p", PromptHash: "h", Model: "m", Size: "s", Source: state.Source{Form: state.ContentSource, Value: state.HashPrompt("s")}}
	for i := range reflect.TypeFor[state.Request]().NumField() {
		field := reflect.TypeFor[state.Request]().Field(i)
		t.Run(field.Name, func(t *testing.T) {
			now := base
			switch v := reflect.ValueOf(&now).Elem().Field(i); v.Kind() {
			case reflect.Struct: // the source
				v.Field(1).SetString(state.HashPrompt("x"))
			case reflect.String:
				v.SetString(v.String() + "x")
			case reflect.Int:
				v.SetInt(v.Int() + 1)
			case reflect.Bool:
				v.SetBool(!v.Bool())
			default:
				t.Fatalf("no other value of a %s", v.Kind())
			}
			reasons := reasonsFor(&base, now)
			if now.Key() == base.Key() {
				if len(reasons) > 0 {
					t.Errorf("the key is the same, and %v", reasons)
				}
				return
			}
			if len(reasons) != 1 || reasons[0].Cause != plan.Changed || reasons[0].Argument != arguments[field.Name] {
				t.Errorf("got %+v, want that %q changed", reasons, arguments[field.Name])
			}
		})
	}
}

func reasonsFor(old *state.Request, now state.Request) []plan.Reason {
	image := Image{
		Instance: &eval.Instance{Block: &config.Image{Special: new(config.Special)}, Details: new(detail.Details)}, Buyer: &account.Account{Block: &config.Provider{}},
		Change: &plan.Change{
			Address: "image.a", Request: now, Key: now.Key(),
			Before: &state.Record{Address: "image.a", Request: old, Picture: state.Picture{Key: old.Key(), Artifact: "a"}},
		},
	}
	return image.Differences()
}
