package sandbox

import (
	"bytes"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"gesso/runner/picture"
	"gesso/runner/sandbox/internal/studio"
)

// Another link gives the same pixels in other bytes; one link the same bytes.
func TestRecode(t *testing.T) {
	b := weathered(t, every("recoded"))
	plain := newBench(t, Options{})
	for _, prompt := range []string{"a fox", "a photo of a fox"} {
		link := b.generate(prompt)
		first, _ := b.download(link)
		again, _ := b.download(link)
		other, _ := b.download(link + "?" + url.Values{"v": {"1"}}.Encode())
		drawn, _ := plain.download(plain.generate(prompt))
		if !bytes.Equal(first, again) || bytes.Equal(first, other) || bytes.Equal(first, drawn) {
			t.Errorf("%s: the same at one link %v, at another %v, as drawn %v", prompt, bytes.Equal(first, again), bytes.Equal(first, other), bytes.Equal(first, drawn))
		}
		want, format, err := picture.Decode(bytes.NewReader(drawn), 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, data := range [][]byte{first, other} {
			if _, err := picture.Verify(bytes.NewReader(data), 0); err != nil {
				t.Errorf("%s: %v", prompt, err)
			}
			got, gotFormat, err := picture.Decode(bytes.NewReader(data), 0)
			if err != nil || gotFormat != format || got.Bounds() != want.Bounds() || got.At(9, 9) != want.At(9, 9) {
				t.Errorf("%s: %v of %v, error %v", prompt, gotFormat, got.Bounds(), err)
			}
		}
	}
	for _, data := range [][]byte{[]byte("\xff\xd8\xff\xd9")} {
		if got := string(studio.Recode(data, "x")); got != "\xff\xd8\xff\xfe\x00\x08link x\xff\xd9" {
			t.Errorf("a JPEG: %q", got)
		}
	}
}

// A dead link can give a picture, which is not the one that it led to.
func TestNotice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{Expire: time.Minute})
		link := b.generate("a fox [sandbox:notice]")
		alive, _ := b.download(link)
		time.Sleep(time.Hour)
		dead, _ := b.download(link)
		if info, err := picture.Verify(bytes.NewReader(dead), 0); err != nil || info.Width == 0 || bytes.Equal(alive, dead) {
			t.Errorf("the same picture %v, %+v, error %v", bytes.Equal(alive, dead), info, err)
		}
	})
}
