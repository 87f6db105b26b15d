package document

import (
	"iter"

	"gesso/state"
)

// State is what is recorded, in the shape of terraform show -json.
type State struct {
	FormatVersion string      `json:"format_version"`
	GessoVersion  string      `json:"gesso_version"`
	Values        StateValues `json:"values"`
}

// MakeState is what records say, given in the order of addresses.
func MakeState(records iter.Seq[*state.Record], version string) *State {
	values := newTree()
	for r := range records {
		values.add(ParseAddress(r.Address).Module, makeResource(r))
	}
	return &State{Format, version, StateValues{RootModule: values.root()}}
}

func makeResource(r *state.Record) Resource {
	a := ParseAddress(r.Address)
	values, secret := recorded(r)
	out := Resource{
		Address: r.Address, Mode: managed, Type: a.Type, Name: a.Name, Index: a.Index, ProviderName: recordedProvider(r),
		Values: values, SensitiveValues: secret, DependsOn: r.DependsOn, Tainted: r.Tainted != "",
	}
	for _, call := range r.Pending {
		out.Calls = append(out.Calls, *makeCall(call))
	}
	for _, v := range r.Rivals {
		rival, _ := recorded(&state.Record{Request: v.Request, Picture: v.Picture, Path: v.Path, Output: v.Output})
		out.Rivals = append(out.Rivals, rival)
	}
	return out
}

// StateList is the addresses of what is recorded.
type StateList struct {
	FormatVersion string   `json:"format_version"`
	Addresses     []string `json:"addresses"`
}

// MakeStateList lists the addresses of records, as they are given.
func MakeStateList(records []*state.Record) *StateList {
	list := &StateList{Format, make([]string, len(records))}
	for i, r := range records {
		list.Addresses[i] = r.Address
	}
	return list
}
