package sandbox

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"net/http"
	"strconv"
	"time"

	"gesso/runner/sandbox/fault"
)

// parcel decides about a download: words in the prompt, then Faults.
func (o *Options) parcel(d fault.Download) fault.Parcel {
	if p, is := fault.SpokenParcel(d); is {
		return p
	}
	if o.Faults.Deliver == nil {
		return fault.Parcel{}
	}
	return o.Faults.Deliver(d)
}

// send answers a download with damaged bytes of a picture.
func (s *Server) send(w http.ResponseWriter, r *http.Request, data []byte, damage fault.Damage) {
	header := w.Header()
	header.Set("Content-Type", "image/png")
	half := data[:len(data)/2]
	switch damage {
	case fault.Page:
		header.Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<!doctype html><title>Sign in</title><p>Please sign in to see this picture.")
	case fault.Text:
		_, _ = io.WriteString(w, "this is not a picture\n")
	case fault.Zero:
		header.Set("Content-Length", "0")
	case fault.Bomb:
		_, _ = w.Write(bomb())
	case fault.WrongLength:
		header.Set("Content-Length", strconv.Itoa(len(half)))
		_, _ = w.Write(half)
	case fault.Truncated:
		header.Set("Content-Length", strconv.Itoa(len(data)))
		_, _ = w.Write(half)
		_ = http.NewResponseController(w).Flush() // else nothing is sent at all
		panic(http.ErrAbortHandler)
	case fault.Huge:
		zeros := make([]byte, 64<<10)
		for _, err := w.Write(data); err == nil && r.Context().Err() == nil; _, err = w.Write(zeros) {
		}
	case fault.Drip:
		header.Set("Content-Length", strconv.Itoa(len(data)))
		s.drip(w, r, data)
	}
}

// drip sends a byte a second, for as long as the client has patience.
func (s *Server) drip(w http.ResponseWriter, r *http.Request, data []byte) {
	flusher := http.NewResponseController(w)
	for i := range data {
		if _, err := w.Write(data[i : i+1]); err != nil {
			return
		}
		_ = flusher.Flush()
		select {
		case <-s.clock.After(time.Second):
		case <-r.Context().Done():
			return
		case <-s.alive.Done():
			panic(http.ErrAbortHandler)
		}
	}
}

// bomb is a PNG whose header promises more pixels than any memory holds: a real
// one of one pixel, with other numbers.
func bomb() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))) // into memory: cannot fail
	data := b.Bytes()
	// The signature has 8 bytes; then a chunk's length, its name "IHDR", width and
	// height, 5 bytes more, and a checksum of name and content.
	const name, width, sum = 12, 16, 29
	binary.BigEndian.PutUint32(data[width:], 50_000)
	binary.BigEndian.PutUint32(data[width+4:], 50_000)
	binary.BigEndian.PutUint32(data[sum:], crc32.ChecksumIEEE(data[name:sum]))
	return data
}
