package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"

	"github.com/HugoSmits86/nativewebp"

	"gesso/runner/picture/container"
)

// JPEGQuality is the quality that Convert writes JPEG with: high enough that the
// difference from the artifact is not seen, far below the size of lossless.
const JPEGQuality = 92

// maxWebPSide is the longest side that WebP has. maxWebPPixels bounds what its encoder
// takes: some fifty bytes of memory for each.
const (
	maxWebPSide   = 1 << 14
	maxWebPPixels = 40_000_000
)

// Encoding is what pixels are to become: PNG, JPEG or WebP, which is lossless.
type Encoding struct {
	Format  string
	Quality int    // of JPEG, 1 to 100; 0: JPEGQuality
	Traits  Traits // a profile of other colours than the pixels' is left out
}

// Encode writes pixels in a format, the same bytes each time on one version of Go. For
// JPEG, which has no transparency, they are laid on white. The error is w's own, or that
// the format cannot be written, or not of so many pixels: then nothing is written.
func Encode(w io.Writer, img image.Image, e Encoding) error {
	var file bytes.Buffer
	to := w
	traits := e.Traits.fitting(img, e.Format)
	if !traits.none() {
		to = &file
	}
	if err := encode(to, img, e); err != nil {
		return fmt.Errorf("writing %s: %w", e.Format, err)
	}
	if traits.none() {
		return nil
	}
	said := container.Metadata{Profile: traits.Profile, Density: traits.Density}
	if err := container.Set(w, bytes.NewReader(file.Bytes()), said); err != nil {
		return fmt.Errorf("writing %s: %w", e.Format, err)
	}
	return nil
}

func encode(w io.Writer, img image.Image, e Encoding) error {
	switch e.Format {
	case PNG:
		return encodePNG(w, img)
	case JPEG:
		quality := e.Quality
		if quality == 0 {
			quality = JPEGQuality
		}
		return jpeg.Encode(w, onWhite(img), &jpeg.Options{Quality: quality})
	case WebP:
		return encodeWebP(w, img)
	}
	return errNoEncoder(e.Format)
}

func errNoEncoder(format string) error {
	return fmt.Errorf("cannot write format %q: only %s, %s and %s", format, PNG, JPEG, WebP)
}

// encodePNG compresses lightly: what is converted to PNG was a JPEG, whose noise
// hardly compresses, and an output can be made again at any time.
func encodePNG(w io.Writer, img image.Image) error {
	if lossy, ok := img.(*image.YCbCr); ok {
		// The encoder converts this layout pixel by pixel; package draw does it
		// many times faster.
		plain := image.NewRGBA(lossy.Bounds())
		draw.Draw(plain, plain.Bounds(), lossy, lossy.Bounds().Min, draw.Src)
		img = plain
	}
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	return encoder.Encode(w, img)
}

// encodeWebP writes through memory: the encoder does not tell what w says.
func encodeWebP(w io.Writer, img image.Image) error {
	b := img.Bounds()
	if b.Dx() > maxWebPSide || b.Dy() > maxWebPSide || b.Dx() > maxWebPPixels/b.Dy() {
		return fmt.Errorf("%dx%d is too large: no side may be longer than %d, nor may there be more than %d pixels", b.Dx(), b.Dy(), maxWebPSide, maxWebPPixels)
	}
	if _, few := img.(*image.Paletted); few {
		img = flat(img) // of a palette the encoder takes only small ones
	}
	var file bytes.Buffer
	if err := nativewebp.Encode(&file, img, nil); err != nil {
		return err
	}
	_, err := w.Write(file.Bytes())
	return err
}

// onWhite flattens transparency. Pictures without any are returned as they are
// where the JPEG encoder takes their layout directly.
func onWhite(img image.Image) image.Image {
	switch img := img.(type) {
	case *image.YCbCr, *image.Gray:
		return img
	case *image.RGBA:
		if img.Opaque() {
			return img
		}
	}
	flat := image.NewRGBA(img.Bounds())
	draw.Draw(flat, flat.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), img, img.Bounds().Min, draw.Over)
	return flat
}
