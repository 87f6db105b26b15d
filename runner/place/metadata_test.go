package place

import (
	"bytes"
	"testing"
	"time"

	"gesso/runner/picture"
	"gesso/runner/picture/container"
	"gesso/runner/provenance"
	"gesso/state"
)

// What stands in an output says what the record does, in every format, and the pixels
// are those of the picture.
func TestPutEmbeds(t *testing.T) {
	for _, path := range []string{"a.png", "a.webp"} {
		b := newBench(t, nil, path)
		record := &state.Record{Address: "image.a", Picture: b.stored(9), Request: &state.Request{Kind: "flux", Prompt: "a fox", Model: "flux-dev"}}
		record.Seed, record.Generated = "42", time.Unix(1e9, 0)
		var first []byte
		for range 2 {
			if err := b.Put(t.Context(), Output{Address: "image.a", Path: path, Metadata: state.Embedded}, record); err != nil {
				t.Fatal(err)
			}
			got := b.read(path)
			if facts, ours := provenance.Parse(container.Read(bytes.NewReader(got)).XMP); facts != provenance.Of(record, "") || !ours {
				t.Errorf("%s: %+v", path, facts)
			}
			was, _, err1 := picture.PixelHash(bytes.NewReader(grey(9)))
			is, _, err2 := picture.PixelHash(bytes.NewReader(got))
			if was != is || err1 != nil || err2 != nil {
				t.Errorf("%s: other pixels, or %v, %v", path, err1, err2)
			}
			if first != nil && !bytes.Equal(first, got) {
				t.Errorf("%s: other bytes the second time", path)
			}
			first = got
		}
	}
}
