package sheet

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"path/filepath"
	"strings"

	"gesso/runner/gallery"
	"gesso/runner/typeface"
)

// quality is that of sheets as JPEG.
const quality = 85

// Write writes the sheets of a gallery: the first in the file of that name, further pages
// beside it, as in review-2.png. What earlier sheets of the name left of further pages is
// removed. It returns the names of the files. The caller has asked Check.
func Write(ctx context.Context, name string, g *gallery.Gallery, o Options, pictures Pictures) (names []string, err error) {
	kind, err := formatOf(name)
	if err != nil {
		return nil, err
	}
	face := typeface.New()
	c, bands := compose(g, o, face)
	pages := paginate(c, bands)
	for i := range pages {
		names = append(names, pageName(name, i+1))
	}
	// All are asked before the first is written.
	for _, name := range names {
		if err := replaceable(name); err != nil {
			return nil, err
		}
	}
	for i, p := range pages {
		err := replace(names[i], func(w io.Writer) error {
			return encode(ctx, w, kind, p, canvas{face: face, pictures: pictures})
		})
		if err != nil {
			return names[:i], fmt.Errorf("writing the sheet %s: %w", names[i], err)
		}
	}
	return names, forget(name, len(pages)+1)
}

// pageName is the file of a page: the first has the name itself.
func pageName(name string, page int) string {
	if page == 1 {
		return name
	}
	end := filepath.Ext(name)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, end), page, end)
}

// encode writes one page.
func encode(ctx context.Context, w io.Writer, kind format, p page, c canvas) error {
	s := newScroll(ctx, p, c)
	var err error
	if kind == asJPEG {
		err = jpeg.Encode(&marker{w: w, after: len(jpegStart), mark: jpegMark()}, image.Image(s), &jpeg.Options{Quality: quality})
	} else {
		err = png.Encode(&marker{w: w, after: pngHeader, mark: pngMark()}, s)
	}
	if s.err != nil {
		return s.err
	}
	return err
}

// mark is what all sheets say of themselves, where each format has its comments.
const mark = "gesso contact sheet"

const (
	jpegStart = "\xff\xd8"
	pngHeader = 33 // the signature, and the chunk IHDR with its 13 bytes
)

// jpegMark is a comment segment.
func jpegMark() []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, 0xfe}, uint16(len(mark)+2)), mark...)
}

// pngMark is a text chunk.
func pngMark() []byte {
	named := []byte("tEXtSoftware\x00" + mark)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(named)-4)) // the name is not counted
	return binary.BigEndian.AppendUint32(append(chunk, named...), crc32.ChecksumIEEE(named))
}

// marked reports whether a file that begins so is a sheet.
func marked(head []byte) bool {
	return bytes.HasPrefix(head, append([]byte(jpegStart), jpegMark()...)) ||
		len(head) > pngHeader && bytes.HasPrefix(head[pngHeader:], pngMark())
}

// marker puts a mark into what is written, so many bytes after its beginning.
type marker struct {
	w     io.Writer
	after int
	mark  []byte
}

func (m *marker) Write(p []byte) (n int, err error) {
	if m.mark != nil && len(p) >= m.after {
		if n, err = m.w.Write(p[:m.after]); err == nil {
			_, err = m.w.Write(m.mark)
		}
		if m.mark = nil; err != nil {
			return n, err
		}
		p = p[n:]
	} else if m.mark != nil {
		m.after -= len(p)
	}
	more, err := m.w.Write(p)
	return n + more, err
}
