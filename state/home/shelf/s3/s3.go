// Package s3 is a shelf in a bucket of Amazon S3 or of a compatible service with
// conditional writes: Cloudflare R2, Ceph, MinIO, SeaweedFS and others.
//
// # Promises
//
//   - An object is created by one PUT with If-None-Match: *, never in parts, to which
//     services do not apply the condition. The request has Content-MD5 and a signed SHA-256,
//     which buckets with Object Lock require, and no trailing checksums, which break some
//     services.
//   - A request without an answer is repeated, for half a minute at most. If it meets itself,
//     the error is fs.ErrExist, as for any existing name.
//   - A connection on which nothing moves is closed, and everything ends with its context. A
//     download that breaks off continues where it broke, from the same object.
//   - Every list is sorted and has only what was asked for, whatever the service answers.
//   - No error and no String contains a credential or a signed URL.
//
// # Not for
//
// Finding out whether the service obeys conditions: see shelf.Probe. Buckets that list in
// no order (directory buckets of S3 Express) cannot be shelves.
//
// # Example
//
//	s, err := s3.Open(s3.Settings{Bucket: "studio-pictures", Prefix: "autumn", Region: "eu-central-1"})
//	err = shelf.Probe(ctx, s)
package s3

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/encrypt"
	"github.com/minio/minio-go/v7/pkg/s3utils"

	"gesso/state/home/shelf"
)

// Settings say which bucket, and how to reach it. None is a secret: credentials come from
// the environment, from files, or from the machine, in this order.
type Settings struct {
	Bucket     string
	Prefix     string // of all object names, without slashes around it; "": none
	Region     string // "": AWS_REGION or AWS_DEFAULT_REGION; only Amazon's service needs one
	Endpoint   string // URL of the service; "": AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, or Amazon's
	PathStyle  bool   // the bucket is in the path of URLs, not in the host
	CAFile     string // certificates to trust besides the system's
	Encryption string // by the service: "", "AES256" or "aws:kms"
	KeyID      string // of aws:kms; "": the bucket's
	Profile    string // of the shared files; "": AWS_PROFILE, or default

	Environ   func(string) string // nil: os.Getenv
	Transport http.RoundTripper   // nil: its own
}

// Timeouts.
const (
	stall    = 15 * time.Second // without any progress
	patience = 30 * time.Second // no retry after this
)

// Shelf is a shelf in a bucket. It is safe for concurrent use.
type Shelf struct {
	calls    calls
	bucket   string
	prefix   string // ends in a slash, or is empty
	host     string
	renew    func() // looks for credentials again
	chain    *chain
	answered *answered
}

var (
	_ shelf.Shelf = (*Shelf)(nil)
	_ shelf.Named = (*Shelf)(nil)
)

// Open returns the shelf that settings describe. It makes no request.
func Open(s Settings) (*Shelf, error) {
	if s.Environ == nil {
		s.Environ = os.Getenv
	}
	endpoint, err := s.endpoint()
	if err != nil {
		return nil, err
	}
	region, err := s.region(endpoint)
	if err != nil {
		return nil, err
	}
	transport := s.Transport
	if transport == nil {
		if transport, err = newTransport(s, endpoint); err != nil {
			return nil, err
		}
	}
	shelf := &Shelf{bucket: s.Bucket, host: endpoint.Hostname(), answered: new(answered)}
	if prefix := strings.Trim(s.Prefix, "/"); prefix != "" {
		shelf.prefix = prefix + "/"
	}
	sse, err := s.encryption()
	if err != nil {
		return nil, err
	}
	shelf.chain = newChain(s, region)
	creds := credentials.New(shelf.chain)
	shelf.renew = creds.Expire
	lookup := minio.BucketLookupAuto
	if s.PathStyle {
		lookup = minio.BucketLookupPath
	}
	client, err := minio.New(endpoint.Host, &minio.Options{
		Creds:        creds,
		Secure:       endpoint.Scheme == "https",
		Region:       region,
		BucketLookup: lookup,
		MaxRetries:   1, // try repeats, since each outcome matters
		Transport:    &watched{next: transport, stall: stall, answered: shelf.answered},
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", endpoint.Host, err)
	}
	shelf.calls = callsOf(client, s.Bucket, sse)
	return shelf, nil
}

// endpoint returns the URL of the service.
func (s Settings) endpoint() (*url.URL, error) {
	text := s.Endpoint
	for _, name := range []string{"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"} {
		if text == "" {
			text = s.Environ(name)
		}
	}
	if text == "" {
		text = "https://s3.amazonaws.com"
	}
	return ParseEndpoint(text)
}

// ParseEndpoint parses the URL of a service, which must have a scheme, a host, optionally a
// port, and nothing else.
func ParseEndpoint(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case strings.Contains(text, "@"): // it may contain a password
		return nil, errors.New("the endpoint has a user in it; credentials come from the environment or from files")
	case err != nil:
		return nil, fmt.Errorf("the endpoint %q is no address such as https://s3.studio.internal", text)
	case u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return nil, fmt.Errorf("the endpoint %q is no address such as https://s3.studio.internal", text)
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("the endpoint %q has more than a host and a port; bucket and prefix have arguments of their own", text)
	}
	return u, nil
}

// region returns the region that requests are signed for.
func (s Settings) region(endpoint *url.URL) (string, error) {
	for _, region := range []string{s.Region, s.Environ("AWS_REGION"), s.Environ("AWS_DEFAULT_REGION"), s3utils.GetRegionFromURL(*endpoint)} {
		if region != "" {
			return region, nil
		}
	}
	if s3utils.IsAmazonEndpoint(*endpoint) {
		return "", errors.New("it is not known which region the bucket is in: say region in the backend block, or set AWS_REGION")
	}
	return "us-east-1", nil // services without regions accept it
}

func (s Settings) encryption() (encrypt.ServerSide, error) {
	switch s.Encryption {
	case "":
		return nil, nil
	case "AES256":
		return encrypt.NewSSE(), nil
	case "aws:kms":
		return encrypt.NewSSEKMS(s.KeyID, nil)
	}
	return nil, fmt.Errorf("%q is no encryption: it is AES256 or aws:kms", s.Encryption)
}

// String implements shelf.Shelf.
func (s *Shelf) String() string {
	return "s3://" + strings.TrimSuffix(s.bucket+"/"+s.prefix, "/")
}

// Stat implements shelf.Shelf.
func (s *Shelf) Stat(ctx context.Context, name string) (int64, error) {
	var size int64
	err := s.try(ctx, "stat", name, func() (err error) {
		size, err = s.calls.stat(ctx, s.prefix+name)
		return err
	})
	if err == nil && size < 0 {
		err = s.failed("stat", name, errNoSize)
	}
	return size, err
}

var errNoSize = errors.New("the service does not say how long it is")

// Remove implements shelf.Shelf. A versioned bucket keeps what was removed.
func (s *Shelf) Remove(ctx context.Context, name string) error {
	err := s.try(ctx, "remove", name, func() error {
		return s.calls.remove(ctx, s.prefix+name)
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
