package paint

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
)

// press makes files of pictures.
type press struct {
	png   pngBuffer
	file  bytes.Buffer
	plain plain // of a canvas, for JPEG
}

// pngBuffer lets one encoder's buffers serve the next.
type pngBuffer struct{ kept *png.EncoderBuffer }

func (b *pngBuffer) Get() *png.EncoderBuffer  { return b.kept }
func (b *pngBuffer) Put(e *png.EncoderBuffer) { b.kept = e }

// print encodes a picture. The bytes are the caller's.
func (p *press) print(img image.Image, asJPEG bool) ([]byte, error) {
	p.file.Reset()
	var err error
	if asJPEG {
		if paletted, ok := img.(*image.Paletted); ok {
			img = p.plain.of(paletted) // the encoder reads it several times faster so
		}
		err = jpeg.Encode(&p.file, img, &jpeg.Options{Quality: 88})
	} else {
		encoder := png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: &p.png}
		err = encoder.Encode(&p.file, img)
	}
	if err != nil {
		return nil, err
	}
	return slices.Clone(p.file.Bytes()), nil
}
