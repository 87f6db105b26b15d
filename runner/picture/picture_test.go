package picture

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// stripes is a picture with something in every corner.
func stripes(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{uint8(x * 8), uint8(y * 8), uint8(x * y), 255})
		}
	}
	return img
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The smallest WebP pictures of both kinds, a pixel each.
const (
	losslessWebP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="
	lossyWebP    = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"
)

func base64Of(t testing.TB, s string) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func problemOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Problem.String()
	}
	if err != nil {
		return "another error: " + err.Error()
	}
	return ""
}

func TestVerifyKnowsPicturesByTheirContent(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		want Info
	}{
		{"png", pngOf(t, stripes(31, 17)), Info{Format: PNG, Width: 31, Height: 17}},
		{"jpeg", jpegOf(t, stripes(31, 17)), Info{Format: JPEG, Width: 31, Height: 17}},
		{"lossless webp", base64Of(t, losslessWebP), Info{Format: WebP, Width: 1, Height: 1, Blank: true}},
		{"lossy webp", base64Of(t, lossyWebP), Info{Format: WebP, Width: 1, Height: 1, Blank: true}},
		{"bytes after the end", append(pngOf(t, stripes(31, 3)), "trailing"...), Info{Format: PNG, Width: 31, Height: 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := bytes.NewReader(c.data)
			r.Seek(5, io.SeekStart) // Verify starts at the start, wherever r stands
			got, err := Verify(r, 0)
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("Verify: %v\n%s", err, diff)
			}
			c.want.Blank = false // a header does not tell
			got, err = Inspect(bytes.NewReader(c.data), 0)
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("Inspect: %v\n%s", err, diff)
			}
		})
	}
}

func TestWhatIsNoPictureIsNamed(t *testing.T) {
	for data, want := range map[string]string{
		"":                                       "nothing (it is empty)",
		"\n\n  ":                                 "white space",
		"<!DOCTYPE html><title>502</title>":      "HTML",
		"\xef\xbb\xbf  <HTML lang=en>":           "HTML",
		`{"error": {"code": "used_up"}}`:         "JSON",
		`[1]`:                                    "JSON",
		`<?xml version="1.0"?><Error/>`:          "XML",
		`<?xml version="1.0"?><svg width="10"/>`: "SVG",
		"%PDF-1.7":                               "PDF",
		"GIF89a":                                 "a GIF",
		"II*\x00":                                "a TIFF",
		"PK\x03\x04":                             "a ZIP archive",
		"\x1f\x8b\x08":                           "gzip data",
		"\x00\x00\x00\x1cftypavif":               "AVIF",
		"\x00\x00\x00\x1cftypheic\x00\x00\x00\x00mif1":             "HEIC",
		"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00heicavif":         "AVIF",
		"\x00\x00\x00\x1cftypisom\x00\x00\x02\x00avc1":             "video",
		"\x00\x00\x00\x0cftypmif1":                                 "AVIF, HEIC or video",
		"\xff\xff\xff\xffftypqt  ":                                 "video",
		"8BPS\x00\x01":                                             "a Photoshop document",
		"\xff\x0a\x00":                                             "JPEG XL",
		"RIFF\x04\x00\x00\x00WAVE":                                 "a RIFF file that is not WebP",
		"data:image/png;base64,AAAA":                               "a data URL",
		"Not found":                                                "text",
		"找不到图片":                                                    "text",
		"\x00\x01\x02\x03":                                         "binary data",
		"version https://git-lfs.github.com/spec/v1\noid sha256:0": "a Git LFS pointer (git lfs pull fetches the picture)",
		strings.Repeat("x", sniffLen-1) + "é":                      "text", // a rune cut in two by the end of what is looked at
	} {
		info, err := Verify(strings.NewReader(data), 0)
		var e *Error
		if !errors.As(err, &e) || e.Problem != NotPicture || e.Looks != want || info != (Info{}) {
			t.Errorf("%.30q: got %v, want it to look like %s", data, err, want)
		}
	}
}

func TestPointsTo(t *testing.T) {
	sum := strings.Repeat("0a", 32)
	pointer := "version https://git-lfs.github.com/spec/v1\noid sha256:" + sum + "\nsize 12345\n"
	for _, text := range []string{pointer, strings.ReplaceAll(pointer, "\n", "\r\n"), strings.Replace(pointer, "oid", "ext-0-x sha256:1\noid", 1)} {
		if got, ok := PointsTo([]byte(text)); !ok || got != sum {
			t.Errorf("%q points to %q, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "hello", pointer[5:], strings.Replace(pointer, sum, sum[2:], 1), strings.Replace(pointer, sum, strings.ToUpper(sum), 1), pointer + strings.Repeat(" ", maxPointer)} {
		if got, ok := PointsTo([]byte(text)); ok {
			t.Errorf("%q points to %q", text, got)
		}
	}
}

// A download that stops early has a valid header and may even show: cut at every
// byte, no picture passes.
func TestEveryCutIsFound(t *testing.T) {
	for name, data := range map[string][]byte{
		"png":           pngOf(t, stripes(24, 24)),
		"jpeg":          jpegOf(t, stripes(24, 24)),
		"lossless webp": base64Of(t, losslessWebP),
		"lossy webp":    base64Of(t, lossyWebP),
	} {
		for n := range data {
			if _, err := Verify(bytes.NewReader(data[:n]), 0); problemOf(err) == "" {
				t.Fatalf("%s cut to %d of %d bytes passes", name, n, len(data))
			}
		}
		half := data[:len(data)-3]
		if _, err := Verify(bytes.NewReader(half), 0); problemOf(err) != "truncated" {
			t.Errorf("%s without its last bytes: %v, want it to be called truncated", name, err)
		}
	}
}

func TestDamageIsFound(t *testing.T) {
	data := pngOf(t, stripes(24, 24))
	data[len(data)/2] ^= 0x40
	if info, err := Verify(bytes.NewReader(data), 0); problemOf(err) != "damaged" || info != (Info{Format: PNG, Width: 24, Height: 24}) {
		t.Errorf("got %v, %v", info, err)
	}
}

// claim rewrites the size in a PNG's header, and the header's checksum with it.
func claim(t *testing.T, data []byte, w, h uint32) []byte {
	t.Helper()
	header := pngOf(t, image.NewGray(image.Rect(0, 0, 1, 1)))[:33]
	binary.BigEndian.PutUint32(header[16:], w)
	binary.BigEndian.PutUint32(header[20:], h)
	binary.BigEndian.PutUint32(header[29:], crcOf(header[12:29]))
	return append(header, data[33:]...)
}

func crcOf(b []byte) uint32 {
	crc := ^uint32(0)
	for _, v := range b {
		crc ^= uint32(v)
		for range 8 {
			crc = crc>>1 ^ 0xedb88320&-(crc&1)
		}
	}
	return ^crc
}

func TestPixelsAreCappedBeforeDecoding(t *testing.T) {
	honest := pngOf(t, stripes(10, 10))
	if _, err := Verify(bytes.NewReader(honest), 100); err != nil {
		t.Errorf("exactly as many pixels as allowed: %v", err)
	}
	for name, c := range map[string]struct {
		data []byte
		max  int
	}{
		"one more than allowed": {honest, 99},
		"a bomb":                {claim(t, honest, 60000, 60000), 0},
		"sides that overflow":   {claim(t, honest, 1<<31-1, 1<<31-1), 0},
	} {
		_, err := Verify(bytes.NewReader(c.data), c.max)
		if problemOf(err) != "too large" && name != "sides that overflow" {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			t.Errorf("%s passes", name)
		}
		if _, err := Inspect(bytes.NewReader(c.data), c.max); err == nil {
			t.Errorf("%s passes Inspect", name)
		}
	}
}

// A failing disk is not a bad picture: the caller must not throw it away.
func TestReadErrorsAreTheReadersOwn(t *testing.T) {
	broken := errors.New("disk on fire")
	data := pngOf(t, stripes(64, 64))
	for _, n := range []int{0, 3, 40, len(data) / 2, len(data) - 1} {
		r := &failing{bytes.NewReader(data), int64(n), broken}
		if _, err := Verify(r, 0); !errors.Is(err, broken) || strings.HasPrefix(problemOf(err), "da") {
			t.Errorf("failing after %d bytes: %v", n, err)
		}
	}
	if _, err := Inspect(iotest.ErrReader(broken), 0); !errors.Is(err, broken) {
		t.Errorf("Inspect: %v", err)
	}
}

// failing reads up to a place and then fails there, every time.
type failing struct {
	*bytes.Reader
	at  int64
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	here, _ := f.Reader.Seek(0, io.SeekCurrent)
	if here >= f.at {
		return 0, f.err
	}
	return f.Reader.Read(p[:min(int64(len(p)), f.at-here)])
}

func TestPanickingDecoderIsDamage(t *testing.T) {
	_, err := guard(func() (image.Image, error) { panic("index out of range") })
	err = new(watched).blame(Info{Format: PNG}, err)
	if problemOf(err) != "damaged" || !errors.Is(err, errPanic) {
		t.Errorf("got %v", err)
	}
}

func TestFormatOf(t *testing.T) {
	for path, want := range map[string]string{
		"a.png": PNG, "a/b.PNG": PNG, "a.jpg": JPEG, "a.Jpeg": JPEG,
		"a.webp": WebP, "a.WEBP": WebP, "a.gif": "", "png": "", "a.png.bak": "", "": "",
	} {
		if got, ok := FormatOf(path); got != want || ok != (want != "") {
			t.Errorf("FormatOf(%q) = %q, %v", path, got, ok)
		}
	}
}

func TestDimensions(t *testing.T) {
	for size, want := range map[string][2]int{"1024x768": {1024, 768}, "1x1": {1, 1}, "99999x5": {99999, 5}} {
		if w, h, ok := Dimensions(size); !ok || w != want[0] || h != want[1] {
			t.Errorf("Dimensions(%q) = %d, %d, %v", size, w, h, ok)
		}
	}
	for _, size := range []string{"", "x", "16:9", "0x5", "5x0", "+5x5", "-5x5", " 5x5", "5x5 ", "05x5", "5X5", "5x5x5", "100000x5", "５x5"} {
		if w, h, ok := Dimensions(size); ok {
			t.Errorf("Dimensions(%q) = %d, %d", size, w, h)
		}
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		size          string
		width, height int
		want          bool
	}{
		{"", 5, 7, true}, {"auto", 5, 7, true}, {"16:0", 5, 7, true}, {"16:9:1", 5, 7, true},
		{"1024x768", 1024, 768, true}, {"1024x768", 768, 1024, false}, {"1024x768", 1024, 767, false},
		{"16:9", 1392, 752, true}, {"16:9", 1024, 576, true}, {"16:9", 640, 640, false}, {"16:9", 752, 1392, false}, {"16:9", 1216, 832, false},
		{"9:16", 752, 1392, true}, {"9:16", 1392, 752, false}, {"1:1", 1024, 1024, true}, {"1:1", 1024, 1000, true}, {"1:1", 1280, 1024, false},
		{"21:9", 1568, 672, true}, {"21:9", 1392, 752, false}, {"3:2", 1248, 832, true}, {"4:3", 1248, 832, false}, {"1:1", 0, 0, true},
	} {
		if got := Matches(c.size, c.width, c.height); got != c.want {
			t.Errorf("%s and %dx%d: %v", c.size, c.width, c.height, got)
		}
	}
}
