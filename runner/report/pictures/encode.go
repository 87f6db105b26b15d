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

// quality is that of JPEG, which only goes to the terminal.
const quality = 85

// encode is a picture as the terminal takes it. No encoder fails on pixels that were laid
// out here, and a buffer takes everything.
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

// kitty is PNG in pieces. The terminal says nothing about it, which would be left in its
// input, and scales it to the columns.
func (t *Terminal) kitty(f Frame) string {
	var b strings.Builder
	_ = kitty.EncodeGraphics(&b, f.Image, &kitty.Options{
		Action: kitty.TransmitAndPut, Transmission: kitty.Direct, Format: kitty.PNG,
		Chunk: true, ChunkFormatter: t.through, Quiet: 2, Columns: f.Columns, DoNotMoveCursor: true,
	})
	return b.String()
}

// iTerm is JPEG, whose size is that of the bytes themselves: some terminals hold it
// against what comes.
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

// through is a sequence that tmux hands on to the terminal that it is in.
func (t *Terminal) through(sequence string) string {
	if t.tmux {
		return ansi.TmuxPassthrough(sequence)
	}
	return sequence
}
