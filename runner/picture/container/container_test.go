package container

import (
	"bytes"
	"encoding/binary"
	"image"
	stdjpeg "image/jpeg"
	stdpng "image/png"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// files are a picture in each container.
func files(t testing.TB) map[string][]byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 3, 5))
	var p, j bytes.Buffer
	if err := stdpng.Encode(&p, img); err != nil {
		t.Fatal(err)
	}
	if err := stdjpeg.Encode(&j, img, nil); err != nil {
		t.Fatal(err)
	}
	lossless := "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
	return map[string][]byte{"png": p.Bytes(), "jpeg": j.Bytes(), "webp": []byte(lossless)}
}

func set(t testing.TB, data []byte, m Metadata) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Set(&b, bytes.NewReader(data), m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What is set is what is read, whatever was there before; the rest stays.
func TestSetAndRead(t *testing.T) {
	exif := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00")
	first := Metadata{EXIF: exif, Profile: bytes.Repeat([]byte("p"), 200_000), XMP: []byte("<first/>")}
	second := Metadata{EXIF: exif, Profile: []byte("odd"), XMP: []byte("<second/>")}
	for name, data := range files(t) {
		once := set(t, data, first)
		twice := set(t, once, second)
		for want, got := range map[*Metadata][]byte{&first: once, &second: twice} {
			if diff := cmp.Diff(*want, Read(bytes.NewReader(got))); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		if diff := cmp.Diff(first.Profile, Read(bytes.NewReader(set(t, once, Metadata{XMP: []byte("x")}))).Profile); diff != "" {
			t.Errorf("%s: the profile is lost", name)
		}
		if Orientation(Read(bytes.NewReader(once)).EXIF) != 6 {
			t.Errorf("%s: the orientation is lost", name)
		}
		if !bytes.Equal(set(t, once, Metadata{XMP: []byte("<first/>")}), set(t, set(t, once, second), first)) && name == "webp" {
			t.Errorf("%s: other bytes for the same", name)
		}
		if bytes.Count(twice, []byte("first")) != 0 {
			t.Errorf("%s: the old packet is there still", name)
		}
	}
}

func TestDensity(t *testing.T) {
	for _, want := range []Density{
		{11811.02, 11811.02, Metre}, {5906, 11811.02, Metre}, {2834.65, 2834.65, Metre}, {2, 1, NoUnit},
	} {
		for name, data := range files(t) {
			got := Read(bytes.NewReader(set(t, data, Metadata{Density: want}))).Density
			if got.Unit != want.Unit || got.X/want.X < 0.998 || got.X/want.X > 1.002 || got.Y/want.Y < 0.998 || got.Y/want.Y > 1.002 {
				t.Errorf("%s: %v became %v", name, want, got)
			}
		}
	}
	for name, data := range files(t) {
		if got := Read(bytes.NewReader(data)); got.Density != (Density{}) {
			t.Errorf("%s: %v, of which nothing is said", name, got.Density)
		}
	}
}

// The directory of a thumbnail says nothing of the picture.
func TestThumbnailIsNotThePicture(t *testing.T) {
	o := binary.LittleEndian
	exif := append([]byte("II*\x00"), o.AppendUint32(nil, 8)...)
	exif = o.AppendUint32(o.AppendUint16(exif, 0), 14) // no entry; the next directory
	exif = o.AppendUint16(exif, 1)
	exif = o.AppendUint32(o.AppendUint16(o.AppendUint16(exif, tagOrientation), typeShort), 1)
	exif = o.AppendUint32(o.AppendUint32(exif, 6), 0)
	if got := Orientation(exif); got != Upright {
		t.Errorf("orientation %d", got)
	}
}

// A profile that is packed into little bounds what is unpacked.
func TestPackedProfileIsBounded(t *testing.T) {
	data := set(t, files(t)["png"], Metadata{Profile: make([]byte, maxPart+1)})
	if got := Read(bytes.NewReader(data)); got.Profile != nil {
		t.Errorf("%d bytes", len(got.Profile))
	}
}

// FuzzSet holds what is done to strangers' files to what is promised: no panic, and what
// was set is what is read, where the file could be copied.
func FuzzSet(f *testing.F) {
	for _, data := range files(f) {
		f.Add(data)
		f.Add(set(f, data, Metadata{EXIF: []byte("II*\x00\x08\x00\x00\x00"), Profile: []byte("p"), XMP: []byte("x"), Density: Density{300, 300, Metre}}))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		found := Read(bytes.NewReader(data))
		Orientation(found.EXIF)
		var b, again bytes.Buffer
		if err := Set(&b, bytes.NewReader(data), Metadata{XMP: []byte("<ours/>")}); err != nil {
			return
		}
		if got := Read(bytes.NewReader(b.Bytes())); string(got.XMP) != "<ours/>" {
			t.Fatalf("read %q", got.XMP)
		}
		if err := Set(&again, bytes.NewReader(b.Bytes()), Metadata{XMP: []byte("<ours/>")}); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Fatalf("the second time other bytes, or %v", err)
		}
	})
}
