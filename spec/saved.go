package spec

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/eval"
)

// Saved is a value as a saved plan has it.
type Saved struct {
	JSON    json.RawMessage // the value and its type, as Values writes them
	Ordered bool            // it was given on the command line then: what lies about was weaker
}

// Value is the value of a variable of the root as plain data.
type Value struct {
	Name   string
	JSON   json.RawMessage // with its type; nil for what is sensitive or ephemeral
	Secret bool
	eval.Origin
}

// Values are those of the root's variables, by name. The error is of a value that cannot
// be written, of which there is none in a configuration that loads.
func Values(c *eval.Config) ([]Value, error) {
	var values []Value
	for _, name := range slices.Sorted(maps.Keys(c.Values)) {
		v := Value{Name: name, Origin: c.Origins[name], Secret: c.Root.Variables[name].Secret()}
		if !v.Secret {
			bare, _ := c.Values[name].UnmarkDeep()
			var err error
			if v.JSON, err = ctyjson.Marshal(bare, cty.DynamicPseudoType); err != nil {
				return nil, err
			}
		}
		values = append(values, v)
	}
	return values, nil
}

// order marks what a value file of the command line has given.
func (c *inputs) order(given map[string]input, file string) {
	for name, in := range given {
		if in.rng != nil && in.rng.Filename == file {
			in.ordered = true
			given[name] = in
		}
	}
}

// fromSaved puts a saved plan's values before all others, and notes where these say
// something else: what was weaker then and still is says nothing.
func (c *inputs) fromSaved(given map[string]input, saved map[string]Saved) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, name := range slices.Sorted(maps.Keys(saved)) {
		v := c.Root.Variables[name]
		if v == nil || v.Secret() || v.Broken {
			continue // the configuration is another one, as its files show
		}
		value, err := ctyjson.Unmarshal(saved[name].JSON, cty.DynamicPseudoType)
		if err != nil {
			diags = append(diags, diag.Problem("Invalid value in a saved plan", "The plan file has no readable value for the variable %q. Make the plan again.", name)...)
			continue
		}
		if other, ok := given[name]; ok && !other.broken && (other.ordered || !saved[name].Ordered) && !c.agrees(v, other.value, value) {
			c.Disputed = append(c.Disputed, eval.Dispute{Variable: name, Origin: other.origin})
		}
		given[name] = input{value: value, origin: "the plan file"}
	}
	return diags
}

// agrees reports whether two values are one to a variable.
func (c *inputs) agrees(v *config.Variable, a, b cty.Value) bool {
	a, err := v.Conform(a)
	if err != nil {
		return false
	}
	if a, diags := eval.Convert(v, a); !diags.HasErrors() {
		return a.RawEquals(b)
	}
	return false
}
