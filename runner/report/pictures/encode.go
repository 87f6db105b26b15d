package pictures

import (
	"bytes"
	"encoding/base64"
	"image/jpeg"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/iterm2"
	"github.com/charmbracelet/x/ansi/kitty"
	"github.com/charmbracelet/x/ansi/sixel"
)

// quality is the JPEG quality, for the terminal only.
const quality = 85

// encode returns a picture as the terminal understands it. Encoding cannot fail: the pixels
// were made here, and a buffer takes everything.
func (t *Terminal) encode(f Frame) string {
	switch t.Way {
	case Kitty:
		return t.kitty(f)
	case ITerm2:
		return t.through(iTerm(f))
	default:
		return sixels(f)
	}
}

// kitty sends PNG in pieces. It suppresses the terminal's reply, which would be left in its
// input. The terminal scales the picture to the columns.
func (t *Terminal) kitty(f Frame) string {
	var b strings.Builder
	_ = kitty.EncodeGraphics(&b, f.Image, &kitty.Options{
		Action: kitty.TransmitAndPut, Transmission: kitty.Direct, Format: kitty.PNG,
		Chunk: true, ChunkFormatter: t.through, Quiet: 2, Columns: f.Columns, DoNotMoveCursor: true,
	})
	return b.String()
}

// iTerm sends JPEG with the exact number of bytes, which some terminals check.
func iTerm(f Frame) string {
	var file bytes.Buffer
	_ = jpeg.Encode(&file, f.Image, &jpeg.Options{Quality: quality})
	return ansi.ITerm2(iterm2.File{
		Size: int64(file.Len()), Width: iterm2.Cells(f.Columns), Height: iterm2.Cells(f.Rows), Inline: true,
		Content: base64.StdEncoding.AppendEncode(nil, file.Bytes()),
	})
}

func sixels(f Frame) string {
	var payload bytes.Buffer
	_ = new(sixel.Encoder).Encode(&payload, f.Image)
	return ansi.SixelGraphics(0, 1, 0, payload.Bytes())
}

// through wraps a sequence so that tmux passes it on to the outer terminal.
func (t *Terminal) through(sequence string) string {
	if t.tmux {
		return ansi.TmuxPassthrough(sequence)
	}
	return sequence
}
