package gallery_test

import (
	"testing"

	"gesso/runner/gallery"
	"gesso/spec/address"
	"gesso/state"
	"gesso/state/statetest"
)

// TestHostileAddresses: whatever addresses a state of somebody's has, each is shown.
func TestHostileAddresses(t *testing.T) {
	for _, at := range []string{
		"image", ".", "[", "image.", `image.x["`, `image.x["a`, `image.x[a]`, `image.x[-1]`, `image.x[99999999999999999999]`, "module.a", `module.a["k"].`, "image.x[0][1]", "\x00", `image.x["<script>"]`,
		`image.x["` + "\u202e" + `"]`, "image..x", `module["x"].image.y`, "image.x[]",
	} {
		for _, f := range []gallery.Facts{facts(statetest.Record(at, 1)), broken(facts(statetest.Record(at, 1))), base(undeclared(facts()), statetest.Record(at, 1))} {
			image(t, gallery.Make(f, gallery.Wishes{Planned: true}), at)
		}
	}
}

func FuzzAddress(f *testing.F) {
	f.Add(`module.a["k"].image.b[3]`, `image.x["a/b"]`)
	f.Fuzz(func(t *testing.T, a, b string) {
		if a == "" || b == "" || a == b || len(address.Parse(a)) == 0 || len(address.Parse(b)) == 0 {
			return
		}
		records := []*state.Record{statetest.Record(a, 1), statetest.Record(b, 2)}
		for _, facts := range []gallery.Facts{facts(records...), broken(facts(records...)), base(facts(records[0]), records[1])} {
			if n := len(gallery.Make(facts, gallery.Wishes{}).Images); n < 1 || n > 2 {
				t.Errorf("%d images", n)
			}
		}
	})
}
