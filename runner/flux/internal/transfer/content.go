package transfer

import (
	"bytes"
	"io"
	"net/http"
	"strings"
)

// Sniffed is how many bytes tell what a file is: what http.DetectContentType
// looks at, by the WHATWG's MIME sniffing standard.
const Sniffed = 512

// Content is an answer whose beginning was read.
type Content struct {
	Head []byte // at most Sniffed bytes
	Err  error  // what ended Head early, to be met again by whoever reads
	Size int64  // as announced, -1 when it was not

	resp *http.Response
	rest io.Reader // what comes after Head
}

// NewContent reads the beginning of an answer. The caller owes a Close.
func NewContent(resp *http.Response) *Content {
	p := &Content{resp: resp, rest: resp.Body, Size: resp.ContentLength, Head: make([]byte, 0, Sniffed)}
	if len(encodings(resp.Header)) > 0 {
		p.rest, p.Size = Decoded(resp.Header, resp.Body), -1
	}
	for len(p.Head) < Sniffed && p.Err == nil {
		var n int
		n, p.Err = p.rest.Read(p.Head[len(p.Head):Sniffed])
		p.Head = p.Head[:len(p.Head)+n]
	}
	return p
}

// Reader reads all of the content, its beginning too. It is to be asked for once.
func (p *Content) Reader() io.Reader {
	if p.Err != nil {
		return io.MultiReader(bytes.NewReader(p.Head), failing{p.Err})
	}
	return io.MultiReader(bytes.NewReader(p.Head), p.rest)
}

// failing is a reader that has come to its end, or to an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// Kind is the media type by the bytes, which servers announce wrongly often
// enough; only where the bytes say nothing does the announcement count.
func (p *Content) Kind() string {
	kind := http.DetectContentType(p.Head)
	if announced := p.resp.Header.Get("Content-Type"); kind == "application/octet-stream" && announced != "" {
		kind = announced
	}
	kind, _, _ = strings.Cut(kind, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// PictureLike accepts what may be a picture of a format unknown to the standard
// library, such as AVIF. Whoever decodes it has the last word.
func (p *Content) PictureLike() bool {
	switch kind := p.Kind(); {
	case strings.HasPrefix(kind, "image/"):
		return true
	case strings.HasPrefix(kind, "text/"), strings.Contains(kind, "json"), strings.Contains(kind, "html"), strings.Contains(kind, "xml"):
		return false
	case http.DetectContentType(p.Head) == "application/octet-stream":
		return true
	}
	return false
}

// Close gives up the answer.
func (p *Content) Close() { p.resp.Body.Close() }
