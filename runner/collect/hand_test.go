package collect

import (
	"bytes"
	"image/png"
	"testing"

	"gesso/runner/picture"
	"gesso/state"
	"gesso/state/disk/disktest"
)

// packed is a picture in other bytes that show the same.
func packed(t *testing.T, content []byte) []byte {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What shows something else than all pictures that it may be of is the work of a hand, once:
// what was packed in another way, or converted, or what gesso has made itself, is not.
func TestByHand(t *testing.T) {
	b := newBench(t)
	request := state.Request{Kind: "sandbox", Prompt: "a fox"}
	of := func(content []byte) state.Picture {
		p, err := b.Adopt(t.Context(), bytes.NewReader(content), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		p.Key = request.Key()
		return p
	}
	bought, painted, near := of(shade(1)), of(shade(2)), of(shade(3))
	bought.Task, painted.Adopted = "t", &state.Adoption{Time: now}
	w := disktest.Open(t, b.dir)
	for _, p := range []state.Picture{bought, painted} {
		disktest.Happen(t, w, state.Event{Kind: state.Collected, Time: now, Address: "image.a", Record: &state.Record{Request: &request, Picture: p}})
	}
	var jpeg bytes.Buffer
	if err := picture.Convert(&jpeg, bytes.NewReader(shade(1)), picture.JPEG); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		lay  []byte
		path string
		want bool
	}{
		{"another picture", shade(7), "a.png", true},
		{"one that was bought", shade(1), "a.png", false},
		{"the same, packed", packed(t, shade(1)), "a.png", false},
		{"the same, as an output of another format", jpeg.Bytes(), "a.jpg", false},
		{"that, where the output has the picture's format", jpeg.Bytes(), "a.png", true},
		{"what is told of already", shade(2), "a.png", false},
		{"that, packed", packed(t, shade(2)), "a.png", false},
		{"one that is near, packed", packed(t, shade(3)), "a.png", false},
		{"no picture", []byte("notes"), "a.png", false},
	} {
		in, err := b.Store.Create()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := in.Write(test.lay); err != nil {
			t.Fatal(err)
		}
		sha, _, err := in.Commit()
		if err != nil {
			t.Fatal(err)
		}
		made, is := b.ByHand(w.Ledger())(t.Context(), sha, test.path, request.Key(), &near)
		if is != test.want || is && made.Artifact != sha {
			t.Errorf("%s: %v, %+v", test.name, is, made)
		}
	}
}
