package picture

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"testing"
	"testing/iotest"
)

func convert(t *testing.T, data []byte, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Convert(&b, bytes.NewReader(data), format); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestConvertGivesTheFormatAskedFor(t *testing.T) {
	for name, from := range map[string][]byte{
		PNG: pngOf(t, stripes(20, 10)), JPEG: jpegOf(t, stripes(20, 10)), WebP: base64Of(t, losslessWebP),
	} {
		for _, to := range []string{PNG, JPEG, WebP} {
			got := convert(t, from, to)
			info, err := Verify(bytes.NewReader(got), 0)
			if err != nil || info.Format != to {
				t.Errorf("%s to %s gave %v, %v", name, to, info, err)
			}
			if !bytes.Equal(got, convert(t, from, to)) {
				t.Errorf("%s to %s differs from one time to the next", name, to)
			}
			if (name == to) != bytes.Equal(got, from) {
				t.Errorf("%s to %s: the same format is copied, another is not", name, to)
			}
		}
	}
}

func TestConvertToPNGKeepsEveryPixel(t *testing.T) {
	from := jpegOf(t, stripes(20, 10))
	want, _, err := Decode(bytes.NewReader(from), 0)
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := Decode(bytes.NewReader(convert(t, from, PNG)), 0)
	if err != nil {
		t.Fatal(err)
	}
	for y := range 10 {
		for x := range 20 {
			r1, g1, b1, _ := want.At(x, y).RGBA()
			r2, g2, b2, _ := got.At(x, y).RGBA()
			if r1>>8 != r2>>8 || g1>>8 != g2>>8 || b1>>8 != b2>>8 {
				t.Fatalf("at %d,%d: %v became %v", x, y, want.At(x, y), got.At(x, y))
			}
		}
	}
}

func TestTransparencyIsLaidOnWhite(t *testing.T) {
	clear := image.NewNRGBA(image.Rect(0, 0, 16, 16))
	for i := range 16 * 8 { // the upper half is half-transparent black
		clear.SetNRGBA(i%16, i/16, color.NRGBA{A: 128})
	}
	img, _, err := Decode(bytes.NewReader(convert(t, pngOf(t, clear), JPEG)), 0)
	if err != nil {
		t.Fatal(err)
	}
	for y, want := range map[int]uint32{2: 127, 13: 255} {
		if r, _, _, _ := img.At(8, y).RGBA(); r>>8 < want-3 || r>>8 > want+3 {
			t.Errorf("row %d is %d, want %d", y, r>>8, want)
		}
	}
}

func TestConvertWritesNothingOfABadPicture(t *testing.T) {
	data := pngOf(t, stripes(20, 10))
	for name, c := range map[string]struct {
		data   []byte
		format string
	}{
		"truncated": {data[:len(data)-5], PNG},
		"no format": {data, "gif"},
		"text":      {[]byte("hello"), JPEG},
	} {
		var b bytes.Buffer
		if err := Convert(&b, bytes.NewReader(c.data), c.format); err == nil || b.Len() != 0 {
			t.Errorf("%s: %v, %d bytes written", name, err, b.Len())
		}
	}
	for _, format := range []string{JPEG, WebP} {
		full := errors.New("disk full")
		if err := Convert(failingWriter{full}, bytes.NewReader(data), format); !errors.Is(err, full) {
			t.Errorf("%s to a full disk: %v", format, err)
		}
	}
	if err := Convert(&bytes.Buffer{}, &failing{bytes.NewReader(data), 50, iotest.ErrTimeout}, PNG); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("from a slow disk: %v", err)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }
