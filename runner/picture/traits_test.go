package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gesso/runner/picture/container"
)

// profile is an ICC profile of nothing but a head, for a space of colours.
func profile(space string, size int) []byte {
	p := make([]byte, size)
	binary.BigEndian.PutUint32(p, uint32(size))
	copy(p[16:], space)
	copy(p[36:], "acsp")
	p[131] = 1 // tag
	copy(p[132:], "cprt\x00\x00\x00\x90\x00\x00\x00\x0ctext\x00\x00\x00\x00our\x00")
	return p
}

// said puts metadata into a picture.
func said(t testing.TB, data []byte, m container.Metadata) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := container.Set(&b, bytes.NewReader(data), m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func webpOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Encode(&b, img, Encoding{Format: WebP}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// 300 dots an inch down, and half as many across.
var density = container.Density{X: 5905.5, Y: 11811, Unit: container.Metre}

func near(a, b container.Density) bool {
	return a.Unit == b.Unit && math.Abs(a.X/b.X-1) < 0.005 && math.Abs(a.Y/b.Y-1) < 0.005
}

func TestConvertKeepsProfileAndDensity(t *testing.T) {
	rgb := profile("RGB ", 100_000) // of two segments of a JPEG
	for name, from := range map[string][]byte{
		PNG: pngOf(t, stripes(20, 10)), JPEG: jpegOf(t, stripes(20, 10)), WebP: webpOf(t, stripes(20, 10)),
	} {
		from = said(t, from, container.Metadata{Profile: rgb, Density: density, XMP: []byte("<x/>"), EXIF: nil})
		for _, to := range []string{PNG, JPEG, WebP} {
			got := container.Read(bytes.NewReader(convert(t, from, to)))
			if !bytes.Equal(got.Profile, rgb) || !near(got.Density, density) {
				t.Errorf("%s to %s: a profile of %d bytes, %v", name, to, len(got.Profile), got.Density)
			}
			if (got.XMP != nil) != (name == to) {
				t.Errorf("%s to %s: XMP is %q", name, to, got.XMP)
			}
			if got := decoded(t, convert(t, from, to)); got.Bounds().Dx() != 20 {
				t.Errorf("%s to %s: %v", name, to, got.Bounds())
			}
		}
	}
}

// A picture that is turned has its density turned too.
func TestDensityIsTurned(t *testing.T) {
	from := jpegWith(t, exifOf(byteOrders[0], 6))
	from = said(t, from, container.Metadata{Density: density})
	for _, to := range []string{PNG, WebP} {
		got := container.Read(bytes.NewReader(convert(t, from, to)))
		if !near(got.Density, density.Swapped()) || container.Orientation(got.EXIF) != container.Upright {
			t.Errorf("%s: %v", to, got.Density)
		}
	}
}

// A profile is of certain colours, and is kept only where the pixels have them still.
func TestProfileOfOtherColoursIsLeftOut(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 9, 9))
	for _, c := range []struct {
		space string
		img   image.Image
		to    string
		kept  bool
	}{
		{"GRAY", grey, JPEG, true}, {"GRAY", grey, WebP, false}, {"RGB ", grey, JPEG, false}, {"RGB ", grey, WebP, true},
		{"GRAY", stripes(9, 9), JPEG, false}, {"CMYK", stripes(9, 9), JPEG, false}, {"RGB ", stripes(9, 9), WebP, true},
	} {
		from := said(t, pngOf(t, c.img), container.Metadata{Profile: profile(c.space, 200)})
		if got := container.Read(bytes.NewReader(convert(t, from, c.to))); (got.Profile != nil) != c.kept {
			t.Errorf("%s of %T to %s: kept is %v", c.space, c.img, c.to, got.Profile != nil)
		}
	}
	cmyk := said(t, read(t, "testdata/cmyk.jpg"), container.Metadata{Profile: profile("CMYK", 200)})
	for _, to := range []string{PNG, WebP} {
		if got := container.Read(bytes.NewReader(convert(t, cmyk, to))); got.Profile != nil {
			t.Errorf("CMYK to %s: the profile is kept", to)
		}
	}
}

// What is written is what other programs read.
func TestTraitsAgreeWithExiftool(t *testing.T) {
	if _, err := exec.LookPath("exiftool"); err != nil {
		t.Skip("exiftool is not installed")
	}
	from := said(t, pngOf(t, stripes(20, 10)), container.Metadata{Profile: profile("RGB ", 70_000), Density: density})
	for format, ext := range map[string]string{PNG: "png", JPEG: "jpg", WebP: "webp"} {
		name := filepath.Join(t.TempDir(), "a."+ext)
		if err := os.WriteFile(name, convert(t, from, format), 0o666); err != nil {
			t.Fatal(err)
		}
		got := run(t, "exiftool", "-s", "-G", "-n", "-ColorSpaceData", "-XResolution", "-YResolution", "-PixelsPerUnitX", "-PixelsPerUnitY", "-ImageWidth", "-Warning", name)
		want := []string{"ColorSpaceData                  : RGB", ": 20\n"}
		if format == PNG {
			want = append(want, "PixelsPerUnitX                  : 5906", "PixelsPerUnitY                  : 11811")
		} else {
			want = append(want, "XResolution                     : 150", "YResolution                     : 300")
		}
		for _, line := range want {
			if !strings.Contains(got, line) || strings.Contains(got, "Warning") {
				t.Errorf("%s: no %q in\n%s", format, line, got)
			}
		}
	}
}
