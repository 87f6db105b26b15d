package state

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A picture stays the one that it was first, however often it is delivered, and
// all that is known of it but its bytes stays too.
func TestRedelivered(t *testing.T) {
	first := Picture{Key: "k1:1", Artifact: "a", Format: "png", Width: 4, Height: 3, Bytes: 9, URL: "first", Imported: true, Task: "t", Seed: "7"}
	second := first.Redelivered(Picture{Artifact: "b", Format: "jpeg", Width: 4, Height: 3, Bytes: 5, URL: "second"})
	third := second.Redelivered(Picture{Artifact: "c", Format: "jpeg", Width: 4, Height: 3, Bytes: 6})
	want := first
	want.Artifact, want.Format, want.Bytes, want.URL = "c", "jpeg", 6, "second"
	want.Origin = &Delivery{Artifact: "a", Format: "png", Width: 4, Height: 3, Bytes: 9, URL: "first"}
	if diff := cmp.Diff(want, third); diff != "" {
		t.Error(diff)
	}
	for _, p := range []Picture{first, second, third} {
		if p.Identity() != "a" || p.First() != first.First() {
			t.Errorf("%s is %s, first %+v", p.Artifact, p.Identity(), p.First())
		}
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var read Picture
		if err := json.Unmarshal(data, &read); err != nil || read.Identity() != "a" {
			t.Errorf("%s is read back as %+v, error %v", data, read, err)
		}
	}
	if back := third.Redelivered(first); back.Origin != nil || !cmp.Equal(back, first) {
		t.Errorf("when it comes as it was first, it is %+v", back)
	}
}
