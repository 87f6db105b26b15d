package picture

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// DefaultMaxPixels is the cap where the caller gives none: 100 megapixels, some
// twenty-five times the largest picture that a model makes. Of pixels with
// more than 8 bits a channel there may be fewer: see DefaultMaxBytes.
const DefaultMaxPixels = 100_000_000

// Info is what a picture's header says of it, and what its pixels do.
type Info struct {
	Format        string // PNG, JPEG or WebP; "" before the format is known
	Width, Height int    // pixels; 0 before they are known
	Blank         bool   // it is nearly one colour: told by Verify alone
}

// String is "png 1024x1024", or "png" where the size is not known.
func (i Info) String() string {
	if i.Width == 0 {
		return i.Format
	}
	return fmt.Sprintf("%s %dx%d", i.Format, i.Width, i.Height)
}

// codec is how one format is known and read.
type codec struct {
	format string
	header func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// codecOf tells the format by the first bytes; nil when it is none of ours.
func codecOf(head []byte) *codec {
	switch {
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return &codec{PNG, png.DecodeConfig, png.Decode}
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return &codec{JPEG, jpeg.DecodeConfig, jpeg.Decode}
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return &codec{WebP, webp.DecodeConfig, decodeWebP}
	}
	return nil
}

// Inspect reads a picture's header and nothing more, so it says neither that the
// picture is whole nor that its pixels decode: see [Verify]; and the sides are those
// of the stored pixels, which EXIF may have viewers turn. It fails with an
// [*Error] when the bytes are not a picture or claim more than maxPixels (0 and
// less: DefaultMaxPixels), and with r's own error when reading fails. It reads
// ahead: r's position afterwards is unspecified.
func Inspect(r io.Reader, maxPixels int) (Info, error) {
	_, head, err := inspect(r, maxPixels)
	return head.Info, err
}

func inspect(r io.Reader, maxPixels int) (*codec, header, error) {
	if maxPixels <= 0 {
		maxPixels = DefaultMaxPixels
	}
	source := &watched{r: r}
	buffered := bufio.NewReaderSize(source, sniffLen)
	head, _ := buffered.Peek(sniffLen)
	if source.err != nil {
		return nil, header{}, fmt.Errorf("reading picture: %w", source.err)
	}
	c := codecOf(head)
	if c == nil {
		return nil, header{}, &Error{Problem: NotPicture, Looks: looksLike(head)}
	}
	info := Info{Format: c.format}
	config, err := guard(func() (image.Config, error) { return c.header(buffered) })
	if err != nil {
		return nil, header{Info: info}, source.blame(info, err)
	}
	info.Width, info.Height = config.Width, config.Height
	found := header{info, c.bytesEach(config.ColorModel)}
	if info.Width <= 0 || info.Height <= 0 {
		return nil, found, &Error{Problem: Damaged, Info: info, Err: errors.New("it has no pixels")}
	}
	maxPixels = min(maxPixels, int(DefaultMaxBytes/found.each))
	// By division: a product of hostile sides could overflow.
	if info.Width > maxPixels/info.Height {
		return nil, found, &Error{Problem: TooLarge, Info: info, Max: maxPixels}
	}
	return c, found, nil
}

// guard runs a decoder on bytes that strangers sent: should it panic, the bytes
// are at fault, not the program.
func guard[T any](decode func() (T, error)) (result T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", errPanic, p)
		}
	}()
	return decode()
}

// watched remembers why reading failed, so that a broken disk or connection is
// never reported as a broken picture, whatever a decoder makes of it.
type watched struct {
	r   io.Reader
	err error // the first error that is not the end of the file
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && err != io.EOF && w.err == nil {
		w.err = err
	}
	return n, err
}

// blame turns a decoder's error into one about reading, where that failed, or
// about the picture.
func (w *watched) blame(info Info, err error) error {
	if w.err != nil {
		return fmt.Errorf("reading picture: %w", w.err)
	}
	problem := Damaged
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		problem = Truncated
	}
	return &Error{Problem: problem, Info: info, Err: err}
}
