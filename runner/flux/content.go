package flux

import (
	"bytes"
	"io"
	"net/http"
	"strings"
)

// sniffed is how many bytes tell what a file is: what http.DetectContentType
// looks at, by the WHATWG's MIME sniffing standard.
const sniffed = 512

// content is an answer whose beginning was read.
type content struct {
	resp *http.Response
	head []byte
	rest io.Reader // what comes after head
	err  error     // what ended head early, to be met again by Read
	size int64     // as announced, -1 when it was not
}

func newContent(resp *http.Response) *content {
	p := &content{resp: resp, rest: resp.Body, size: resp.ContentLength, head: make([]byte, 0, sniffed)}
	if len(encodings(resp.Header)) > 0 {
		p.rest, p.size = decoded(resp.Header, resp.Body), -1
	}
	for len(p.head) < sniffed && p.err == nil {
		var n int
		n, p.err = p.rest.Read(p.head[len(p.head):sniffed])
		p.head = p.head[:len(p.head)+n]
	}
	return p
}

func (p *content) reader() io.Reader {
	if p.err != nil {
		return io.MultiReader(bytes.NewReader(p.head), failing{p.err})
	}
	return io.MultiReader(bytes.NewReader(p.head), p.rest)
}

// failing is a reader that has come to its end, or to an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// kind is the media type by the bytes, which servers announce wrongly often
// enough; only where the bytes say nothing does the announcement count.
func (p *content) kind() string {
	kind := http.DetectContentType(p.head)
	if announced := p.resp.Header.Get("Content-Type"); kind == "application/octet-stream" && announced != "" {
		kind = announced
	}
	kind, _, _ = strings.Cut(kind, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// pictureLike accepts what may be a picture of a format unknown to the standard
// library, such as AVIF. Whoever decodes it has the last word.
func (p *content) pictureLike() bool {
	switch kind := p.kind(); {
	case strings.HasPrefix(kind, "image/"):
		return true
	case strings.HasPrefix(kind, "text/"), strings.Contains(kind, "json"), strings.Contains(kind, "html"), strings.Contains(kind, "xml"):
		return false
	case http.DetectContentType(p.head) == "application/octet-stream":
		return true
	}
	return false
}

func (p *content) close() { p.resp.Body.Close() }
