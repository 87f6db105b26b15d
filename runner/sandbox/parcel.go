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
)

// Parcel is what a download gives in place of the picture. The zero Parcel is
// the picture.
type Parcel struct {
	Refuse   *Failure // the whole answer
	Redirect string   // where it sends the client
	Stranger bool     // it sends the client to a server whose certificate nobody signed
	Expire   bool     // the link is dead from now on; the task has a new one
	Gone     bool     // the picture is gone from now on
	Recoded  bool     // the same pixels in other bytes, which the link decides
	Notice   bool     // a dead link gives a picture that says so
	Damage   Damage   // what is wrong with the bytes
}

// Damage is what is wrong with the bytes of a download.
type Damage int

const (
	Whole       Damage = iota
	Truncated          // half of it, and a broken connection
	WrongLength        // half of it, announced as the whole
	Page               // an HTML page
	Zero               // no bytes
	Text               // text that is announced as a picture
	WrongSize          // half the width and height
	Bomb               // a header of 50,000 x 50,000 pixels
	Huge               // bytes without end
	Drip               // one byte a second
)

// linkLocal has no service behind it, and is what a server must not be able to
// make a client ask: a cloud's metadata are at such an address.
const linkLocal = "http://169.254.1.1/"

// parcelOf is what one fault makes of a download.
func parcelOf(name string) Parcel {
	switch name {
	case "gone":
		return Parcel{Gone: true}
	case "expired-once":
		return Parcel{Expire: true}
	case "recoded":
		return Parcel{Recoded: true}
	case "notice":
		return Parcel{Notice: true}
	case "download-500":
		return Parcel{Refuse: failureOf("500")}
	case "redirect-file":
		return Parcel{Redirect: "file:///etc/passwd"}
	case "redirect-private":
		return Parcel{Redirect: linkLocal}
	case "certificate":
		return Parcel{Stranger: true}
	}
	for d, word := range [...]string{Truncated: "truncated", WrongLength: "wrong-length", Page: "page", Zero: "zero", Text: "text",
		WrongSize: "wrong-size", Bomb: "bomb", Huge: "huge", Drip: "drip"} {
		if word == name {
			return Parcel{Damage: Damage(d)}
		}
	}
	panic("sandbox: a fault without a parcel: " + name)
}

// parcel decides about a download: words in the prompt, then Faults.
func (o *Options) parcel(d Download) Parcel {
	for name, value := range spoken(d.Prompt) {
		if known, ok := findFault(name); ok && known.stage == delivering && d.Times <= limitOf(value) {
			return parcelOf(name)
		}
	}
	if o.Faults.Deliver == nil {
		return Parcel{}
	}
	return o.Faults.Deliver(d)
}

// send answers a download with damaged bytes of a picture.
func (s *Server) send(w http.ResponseWriter, r *http.Request, data []byte, damage Damage) {
	header := w.Header()
	header.Set("Content-Type", "image/png")
	half := data[:len(data)/2]
	switch damage {
	case Page:
		header.Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<!doctype html><title>Sign in</title><p>Please sign in to see this picture.")
	case Text:
		_, _ = io.WriteString(w, "this is not a picture\n")
	case Zero:
		header.Set("Content-Length", "0")
	case Bomb:
		_, _ = w.Write(bomb())
	case WrongLength:
		header.Set("Content-Length", strconv.Itoa(len(half)))
		_, _ = w.Write(half)
	case Truncated:
		header.Set("Content-Length", strconv.Itoa(len(data)))
		_, _ = w.Write(half)
		_ = http.NewResponseController(w).Flush() // else nothing is sent at all
		panic(http.ErrAbortHandler)
	case Huge:
		zeros := make([]byte, 64<<10)
		for _, err := w.Write(data); err == nil && r.Context().Err() == nil; _, err = w.Write(zeros) {
		}
	case Drip:
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
