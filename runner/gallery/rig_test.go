package gallery_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"gesso/runner/account"
	"gesso/runner/gallery"
	"gesso/runner/plan"
	"gesso/runner/timeline"
	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/detail"
	"gesso/spec/eval"
	"gesso/spec/repeat"
	"gesso/state"
	"gesso/state/disk/history"
	"gesso/state/statetest"
)

var provider = &config.Provider{Name: "flux", Price: map[string]float64{"flux-dev": 0.02}, Currency: "USD"}

// accounts are those of a configuration that buys from the service.
func accounts() account.List {
	a := account.New(provider, "https://api.example")
	a.Kind = "flux"
	return account.List{a}
}

// declared is an image of a configuration.
func declared(at string, change ...func(*eval.Instance)) *eval.Instance {
	i := &eval.Instance{
		Address: at, Block: &config.Image{Special: new(config.Special), Provider: provider}, Details: new(detail.Details), Prompt: "a fox", Model: "flux-dev", Size: "256x256", Path: "images/" + address.Parse(at)[0].Block + ".png",
	}
	for _, do := range change {
		do(i)
	}
	return i
}

// keyed is one of a for_each.
func keyed(i *eval.Instance, key string) *eval.Instance {
	i.Occurrence = repeat.Occurrence{Key: address.NameKey(key), Name: "each"}
	return i
}

// facts are what is known where only some records are.
func facts(records ...*state.Record) gallery.Facts {
	f := gallery.Facts{Title: "test", Accounts: accounts(), State: state.New(records), Archive: timeline.NewArchive(records, nil, nil), Here: func(string) bool { return true }}
	for _, r := range records {
		f.Declared = append(f.Declared, declared(r.Address))
	}
	return f
}

// past adds to facts that a run has recorded something.
func past(f gallery.Facts, records ...*state.Record) gallery.Facts {
	log := &history.Log{}
	var now []*state.Record
	for r := range f.State.All() {
		now = append(now, r)
	}
	for n, r := range append(records, now...) {
		log.Batches = append(log.Batches, history.Batch{Run: history.Run{Serial: n + 1, Time: statetest.At(n)}, All: []history.Change{{Serial: n + 1, Address: r.Address, Record: history.Bare(r)}}})
	}
	f.Archive = timeline.NewArchive(now, nil, log)
	return f
}

// planned adds a plan with changes.
func planned(f gallery.Facts, changes ...*plan.Change) gallery.Facts {
	f.Plan = &plan.Plan{Changes: changes}
	return f
}

// the image of an address in a gallery.
func image(t *testing.T, g *gallery.Gallery, at string) gallery.Image {
	t.Helper()
	for _, i := range g.Images {
		if i.Address == at {
			return i
		}
	}
	t.Fatalf("%s is not in the gallery", at)
	return gallery.Image{}
}

// written is a gallery as JSON.
func written(t *testing.T, g *gallery.Gallery) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// with is a record that something else is known of.
func with(r *state.Record, change func(*state.Record)) *state.Record {
	next := *r
	change(&next)
	return &next
}
