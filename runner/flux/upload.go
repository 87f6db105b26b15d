package flux

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"

	"gesso/runner/flux/internal/transfer"
	"gesso/runner/provider"
)

// uploadTimeout bounds one attempt, by the slowest line that is waited for.
func uploadTimeout(size int64) time.Duration {
	return time.Minute + time.Duration(size/transfer.Slowest)*time.Second
}

// Upload puts size bytes of content on the provider's server, under something
// like name, and returns the URL to edit them from. It is free.
//
// It is retried if content is an io.Seeker, as a file is, and otherwise only
// until the first byte was read. Errors of content are returned as they are.
// After Upload returns nothing reads content any more.
func (c *Client) Upload(ctx context.Context, name string, content io.Reader, size int64) (string, error) {
	if size <= 0 {
		return "", c.invalid("the picture to upload is empty")
	}
	source := &source{content: content, size: size}
	if seeker, ok := content.(io.Seeker); ok {
		// A pipe is a Seeker that cannot seek.
		if start, err := seeker.Seek(0, io.SeekCurrent); err == nil {
			source.seeker, source.start = seeker, start
		}
	}
	address := ""
	err := c.retry(ctx, func() (err error) {
		address, err = c.upload(ctx, name, source)
		return err
	})
	var failed *provider.Error
	if errors.As(err, &failed) {
		// What is refused here is not what the image asks for, and may be refused
		// for the want of another token.
		what := "the upload of " + c.censor.line(path.Base(filepath.ToSlash(name)))
		if failed.Message = joined(what, failed.Message); failed.Class == provider.Authentication && c.uploadKey == c.token {
			failed.Message = joined(failed.Message, "it may need the token of the platform: ACEDATACLOUD_PLATFORM_TOKEN, or upload_token in the provider block")
		}
	}
	return c.discreet(address), err
}

func (c *Client) upload(ctx context.Context, name string, s *source) (string, error) {
	if err := s.rewind(); err != nil {
		return "", backoff.Permanent(err)
	}
	form, head, tail := envelope(name)
	wait := uploadTimeout(s.size)
	ctx, cancel := context.WithTimeoutCause(ctx, wait, timedOut(wait))
	defer cancel()
	r, err := c.send(ctx, call{
		url:     c.files,
		token:   c.uploadKey,
		header:  http.Header{"Content-Type": {form}, "Accept": {"application/json"}},
		content: io.MultiReader(bytes.NewReader(head), s, bytes.NewReader(tail)),
		size:    int64(len(head)) + s.size + int64(len(tail)),
	})
	switch {
	case s.err != nil:
		return "", backoff.Permanent(s.err)
	case err == nil && fine(r.status):
		return c.uploaded(r)
	case err == nil:
		failed := c.refused(free, r)
		if o, ok := parseObject(r.body); ok && failed.Class == provider.OnTheWay && o.Detail != "" {
			failed.Class, failed.Remedy = provider.Authentication, remedies[provider.Authentication] // the platform has a form of its own for it
		}
		err = failed
	}
	if s.spent() {
		return "", backoff.Permanent(err)
	}
	return "", err
}

// stored is an answer to an upload: most of the documents have file_url, some
// have url.
type stored struct {
	FileURL text `json:"file_url"`
	URL     text `json:"url"`
}

// uploaded finds the URL in the answer to an upload.
func (c *Client) uploaded(r *reply) (string, error) {
	var answer struct {
		stored
		Data stored `json:"data"`
	}
	_ = json.Unmarshal(r.body, &answer) // what it cannot read is not there
	for _, address := range []text{answer.FileURL, answer.URL, answer.Data.FileURL, answer.Data.URL} {
		if fetchable(string(address)) {
			return string(address), nil
		}
	}
	if r.cut != nil {
		return "", c.broken(provider.Network, r.cut)
	}
	o, ok := parseObject(r.body)
	f := o.fault()
	if !ok {
		f.Message = text(page(string(r.body)))
	}
	// Not one that is repeated: the file was taken, and would be taken again.
	class := provider.Invalid
	if o.refusal() {
		class = classify(free, r.status, f)
	}
	failed := c.failure(class, f, o)
	failed.Status, failed.Err = r.status, errors.New("the answer to the upload has no address")
	return "", failed
}

// envelope is what stands around the content of a form with one file.
func envelope(name string) (contentType string, head, tail []byte) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	name = clean(path.Base(filepath.ToSlash(name)))
	kind := map[string]string{".png": "image/png", ".webp": "image/webp", ".gif": "image/gif"}[strings.ToLower(path.Ext(name))]
	if kind == "" {
		kind = "image/jpeg"
	}
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name)
	// A bytes.Buffer takes everything, so there is no error to look at.
	_, _ = form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {fmt.Sprintf(`form-data; name="file"; filename="%s"`, quoted)},
		"Content-Type":        {kind},
	})
	n := b.Len()
	_ = form.Close()
	return form.FormDataContentType(), b.Bytes()[:n], b.Bytes()[n:]
}

// source is the content of an upload. It gives size bytes or an error.
type source struct {
	content io.Reader
	size    int64
	seeker  io.Seeker // nil when content cannot start over
	start   int64

	given int64
	err   error // of content, to be told from the network's
}

func (s *source) Read(p []byte) (int, error) {
	if s.given == s.size {
		return 0, io.EOF
	}
	n, err := s.content.Read(p[:min(int64(len(p)), s.size-s.given)])
	s.given += int64(n)
	if err == io.EOF && s.given < s.size {
		err = fmt.Errorf("the picture to upload has %d bytes, not %d: %w", s.given, s.size, io.ErrUnexpectedEOF)
	}
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// rewind goes back to where content was when Upload got it.
func (s *source) rewind() error {
	if s.given == 0 {
		return nil
	}
	s.given = 0
	_, err := s.seeker.Seek(s.start, io.SeekStart)
	return err
}

// spent reports whether content cannot be sent again.
func (s *source) spent() bool { return s.seeker == nil && s.given > 0 }
