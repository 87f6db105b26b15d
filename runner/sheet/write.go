package sheet

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"path/filepath"
	"strings"

	"gesso/runner/gallery"
	"gesso/runner/gallery/publish"
	"gesso/runner/typeface"
)

// quality is that of sheets as JPEG.
const quality = 85

// Sheet is a file that was written.
type Sheet struct {
	Name  string // as it is called in messages
	Bytes int64
}

// Write writes the sheets of a gallery: the first into the file of that name, further pages
// beside it, as review-2.png; said is what it is called in messages. What earlier sheets of
// the name left of further pages is removed. The error may be a *publish.Error, of Pictures,
// or the context's.
func Write(ctx context.Context, name, said string, g *gallery.Gallery, o Options, pictures Pictures) (written []Sheet, err error) {
	kind, err := formatOf(name)
	if err != nil {
		return nil, err
	}
	face := typeface.New()
	pages := paginate(compose(g, o, face))
	at := func(page int) publish.Place { return place(pageName(name, page), pageName(said, page)) }
	// All are asked before the first is written.
	for i := range pages {
		if err := publish.CheckFile(at(i + 1)); err != nil {
			return nil, err
		}
	}
	for i, p := range pages {
		size, err := publish.File(at(i+1), math.MaxInt64, func(w io.Writer) error {
			return encode(ctx, w, kind, p, canvas{face: face, pictures: pictures})
		})
		if err != nil {
			return written, err
		}
		written = append(written, Sheet{pageName(said, i+1), size})
	}
	for page := len(pages) + 1; ; page++ {
		if was, err := publish.Remove(at(page)); err != nil || !was {
			return written, err
		}
	}
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
	buffered := bufio.NewWriterSize(w, 64<<10)
	m := &marker{w: buffered, after: pngHeader, mark: pngMark()}
	var err error
	if kind == asJPEG {
		m.after, m.mark = len(jpegStart), jpegMark()
		err = jpeg.Encode(m, s, &jpeg.Options{Quality: quality})
	} else {
		err = png.Encode(m, s)
	}
	if s.err != nil {
		return s.err
	}
	return errors.Join(err, buffered.Flush())
}

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
