package transfer

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"
	"slices"
	"strings"
)

// maxEncodings bounds how often a body may be compressed. Real ones are once.
const maxEncodings = 2

// Decoded undoes the compression of a body, which nobody asked for: all calls
// say Accept-Encoding: identity, and some servers and proxies compress all the
// same. What comes out is not bounded here; its reader has to stop. A body that
// is not what its header says is given as it is.
func Decoded(h http.Header, body io.Reader) io.Reader {
	encodings := encodings(h)
	if len(encodings) > maxEncodings {
		return body
	}
	for _, encoding := range slices.Backward(encodings) {
		body = &inflating{source: bufio.NewReader(body), encoding: encoding}
	}
	return body
}

// encodings are how a body was compressed, in the order in which it was.
func encodings(h http.Header) []string {
	var all []string
	for _, line := range h.Values("Content-Encoding") {
		for _, word := range strings.Split(line, ",") {
			switch word = strings.ToLower(strings.TrimSpace(word)); word {
			case "gzip", "x-gzip", "deflate":
				all = append(all, word)
			}
		}
	}
	return all
}

// inflating undoes one compression, and looks at it at its first Read: before
// that a stream may have nothing to look at.
type inflating struct {
	source   *bufio.Reader
	encoding string
	from     io.Reader // nil before the first Read
}

func (i *inflating) Read(p []byte) (int, error) {
	if i.from == nil {
		from, err := i.open()
		if err != nil {
			return 0, err
		}
		i.from = from
	}
	return i.from.Read(p)
}

// open goes by the first bytes: a proxy may have undone the compression and left
// the header, and deflate is used for two formats.
func (i *inflating) open() (io.Reader, error) {
	head, err := i.source.Peek(2)
	if len(head) < 2 {
		if err == io.EOF {
			return i.source, nil
		}
		return nil, err
	}
	switch {
	case i.encoding != "deflate":
		if head[0] == 0x1f && head[1] == 0x8b { // RFC 1952, 2.3.1
			return gzip.NewReader(i.source)
		}
	case head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0: // RFC 1950, 2.2
		return zlib.NewReader(i.source)
	case head[0] != '{' && head[0] != '[' && head[0] != '<':
		return flate.NewReader(i.source), nil
	}
	return i.source, nil
}
