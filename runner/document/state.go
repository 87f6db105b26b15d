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

// Record is what is recorded of one image.
type Record struct {
	FormatVersion string `json:"format_version"`
	Resource
}

// MakeRecord is one record as a document.
func MakeRecord(r *state.Record) *Record { return &Record{Format, makeResource(r)} }

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
	return out
}

// StateList is the addresses of what is recorded.
type StateList struct {
	FormatVersion string   `json:"format_version"`
	Addresses     []string `json:"addresses"`
}

// MakeStateList lists addresses as they are given.
func MakeStateList(addresses []string) *StateList {
	if addresses == nil {
		addresses = []string{}
	}
	return &StateList{Format, addresses}
}
