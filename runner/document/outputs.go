package document

import (
	"encoding/json"

	"github.com/zclconf/go-cty/cty"

	"gesso/spec/eval"
)

// MakePlannedOutputs are outputs as far as they are known and may be shown.
func MakePlannedOutputs(values []eval.OutputValue) (map[string]PlannedOutput, error) {
	all := map[string]PlannedOutput{}
	for _, v := range values {
		out := PlannedOutput{Sensitive: v.Sensitive, Type: Type(v.Value.Type())}
		var err error
		if out.Value, err = shown(v); err != nil {
			return nil, err
		}
		all[v.Name] = out
	}
	return all, nil
}

// shown is the value of an output, or nil where it is not known or must not be shown.
func shown(v eval.OutputValue) (json.RawMessage, error) {
	if v.Sensitive || !v.Value.IsWhollyKnown() {
		return nil, nil
	}
	return value(v.Value)
}

// MakeOutputChanges compares the outputs as the records have them with those after a
// plan, by name.
func MakeOutputChanges(before, after []eval.OutputValue) (map[string]OutputChange, error) {
	old := map[string]eval.OutputValue{}
	for _, v := range before {
		old[v.Name] = v
	}
	all := map[string]OutputChange{}
	for _, v := range after {
		was, had := old[v.Name]
		had = had && was.Value.IsWhollyKnown()
		out := OutputChange{
			Actions: outputEffect(was.Value, v.Value, had).Actions(), AfterUnknown: !v.Value.IsWhollyKnown(),
			BeforeSensitive: v.Sensitive, AfterSensitive: v.Sensitive,
		}
		var err error
		if out.After, err = shown(v); err != nil {
			return nil, err
		}
		if had {
			if out.Before, err = shown(was); err != nil {
				return nil, err
			}
		}
		all[v.Name] = out
	}
	return all, nil
}

// outputEffect is what becomes of an output that had a value, or had none.
func outputEffect(before, after cty.Value, had bool) Effect {
	switch {
	case !had:
		return Create
	case after.IsWhollyKnown() && before.RawEquals(after):
		return NoOp
	}
	return Update
}
