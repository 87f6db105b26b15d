package drift_test

import (
	"context"
	"image/png"
	"testing"

	"gesso/runner/drift"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/home"
	"gesso/state/home/shelf/shelftest"
)

// TestLookAtHome: where other machines have the project a file may be of before what they
// did, and is a hand's only where it is nothing that was ever recorded.
func TestLookAtHome(t *testing.T) {
	first, recorded := encoded(t, drawing(3), png.BestCompression), encoded(t, drawing(3), png.NoCompression)
	mine, imported := encoded(t, drawing(3), png.BestSpeed), encoded(t, drawing(12), png.BestCompression)
	for _, test := range []struct {
		name, lies   string
		home, folder drift.Kind
	}{
		{"packed in another way than there", mine, drift.Same, drift.Packed},
		{"as it was delivered, before it was packed", first, drift.Made, drift.Made},
		{"what somebody has imported", imported, drift.Made, drift.Edited},
		{"painted", encoded(t, drawing(20), png.BestCompression), drift.Edited, drift.Edited},
		{"spoilt", "text", drift.Spoilt, drift.Spoilt},
	} {
		for _, shared := range []bool{true, false} {
			f, want := newFolder(t), test.folder
			if shared {
				want = test.home
				if err := f.w.UseHome(home.On(new(shelftest.Memory), home.Options{}), disk.HomeOptions{Context: context.WithoutCancel(t.Context())}); err != nil {
					t.Fatal(err)
				}
			}
			f.place(&state.Record{Address: "image.owl", Path: "owl.png", Picture: state.Picture{Artifact: f.store(imported), Format: "png", Imported: true}}, imported)
			picture := state.Picture{Artifact: f.store(recorded), Format: "png", Origin: &state.Delivery{Artifact: f.store(first), Format: "png"}}
			r := f.place(&state.Record{Address: "image.fox", Request: &state.Request{}, Path: "fox.png", Picture: picture}, recorded)
			f.lie("fox.png", test.lies)
			seen, err := drift.Look(t.Context(), f.w, f.s, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := seen.At(r); got.Kind != want {
				t.Errorf("%s, with a home %v: got %+v, want %d", test.name, shared, got, want)
			}
		}
	}
}
