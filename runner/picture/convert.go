package picture

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
)

// JPEGQuality is the quality that Convert writes JPEG with: high enough that the
// difference from the artifact is not seen, far below the size of lossless.
const JPEGQuality = 92

// Convert writes the picture in r to w in the given format, PNG or JPEG. A
// picture that already has the format is verified and then copied, byte for byte:
// encoding JPEG again would only lose quality. For JPEG, which has no
// transparency, the picture is laid on white. Another format has no orientation of
// its own: its pixels are turned as viewers show the picture.
//
// It reads r from its start. Errors are Verify's with DefaultMaxPixels, w's own,
// or, before anything is read, that the format cannot be written. Nothing is
// written before the whole of r is known to be good.
func Convert(w io.Writer, r io.ReadSeeker, format string) error {
	if format != PNG && format != JPEG {
		return fmt.Errorf("cannot write format %q: only %s and %s", format, PNG, JPEG)
	}
	img, info, turned, err := decode(r, 0)
	if err != nil {
		return err
	}
	switch {
	case info.Format == format:
		return copyFrom(w, r)
	case format == PNG:
		err = encodePNG(w, turn(img, turned))
	default:
		err = jpeg.Encode(w, turn(onWhite(img), turned), &jpeg.Options{Quality: JPEGQuality})
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", format, err)
	}
	return nil
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

func copyFrom(w io.Writer, r io.ReadSeeker) error {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("reading picture: %w", err)
	}
	if _, err := io.Copy(w, r); err != nil {
		return fmt.Errorf("copying picture: %w", err)
	}
	return nil
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
