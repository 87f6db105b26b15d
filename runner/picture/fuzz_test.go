package picture

import (
	"bytes"
	"errors"
	"testing"
)

// FuzzVerify holds Verify to what its callers rely on: it answers with a picture
// within the cap or with an *Error, the same every time, and what passes converts
// to a picture of the same size.
func FuzzVerify(f *testing.F) {
	f.Add(pngOf(f, stripes(9, 7)))
	f.Add(jpegOf(f, stripes(9, 7)))
	f.Add(base64Of(f, losslessWebP))
	f.Add(base64Of(f, lossyWebP))
	f.Add([]byte("<html>"))
	f.Add([]byte{})
	const maxPixels = 1 << 16
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := Verify(bytes.NewReader(data), maxPixels)
		again, errAgain := Verify(bytes.NewReader(data), maxPixels)
		if info != again || (err == nil) != (errAgain == nil) {
			t.Fatalf("%v, %v, and then %v, %v", info, err, again, errAgain)
		}
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Error() == "" {
				t.Fatalf("an error that is not about the bytes: %v", err)
			}
			return
		}
		if info.Width*info.Height > maxPixels || info.Width*info.Height <= 0 {
			t.Fatalf("%v passes", info)
		}
		var b bytes.Buffer
		if err := Convert(&b, bytes.NewReader(data), PNG); err != nil {
			t.Fatalf("%v passes but does not convert: %v", info, err)
		}
		converted, err := Verify(&readSeeker{bytes.NewReader(b.Bytes())}, maxPixels)
		if err != nil || converted.Width != info.Width || converted.Height != info.Height {
			t.Fatalf("%v became %v, %v", info, converted, err)
		}
	})
}

// readSeeker hides what else a bytes.Reader can do.
type readSeeker struct{ r *bytes.Reader }

func (r *readSeeker) Read(p []byte) (int, error)              { return r.r.Read(p) }
func (r *readSeeker) Seek(o int64, whence int) (int64, error) { return r.r.Seek(o, whence) }
