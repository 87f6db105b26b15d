package s3_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"gesso/state/home/shelf"
	"gesso/state/home/shelf/s3"
	"gesso/state/home/shelf/s3/s3test"
)

// first lets other do with the first n requests of a method, and next with all others.
func first(n int64, method string, other func(http.ResponseWriter, *http.Request, http.Handler)) func(http.Handler) http.Handler {
	var count atomic.Int64
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == method && count.Add(1) <= n {
				other(w, r, next)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// answerLost does what was asked for and closes the connection.
func answerLost(_ http.ResponseWriter, r *http.Request, next http.Handler) {
	next.ServeHTTP(discard{http.Header{}}, r)
	panic(http.ErrAbortHandler)
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(p []byte) (int, error) { return len(p), nil }
func (d discard) WriteHeader(int)             {}

// refusal answers with an error of the service.
func refusal(status int, code, message string, header ...string) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		_, _ = io.Copy(io.Discard, r.Body)
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		if code != "" && r.Method != http.MethodHead {
			fmt.Fprintf(w, "<Error><Code>%s</Code><Message>%s</Message></Error>", code, message)
		}
	}
}

func create(t *testing.T, s shelf.Shelf, name, text string) error {
	t.Helper()
	return s.Create(t.Context(), name, strings.NewReader(text), int64(len(text)))
}

func read(t *testing.T, s shelf.Shelf, name string) (string, error) {
	t.Helper()
	body, _, err := s.Read(t.Context(), name)
	if err != nil {
		return "", err
	}
	defer body.Close()
	data, err := io.ReadAll(body)
	return string(data), err
}

// TestRetryAfterLostAnswerMeetsItself: what is known as the lock that an S3 client takes from
// itself. The name is taken, and whoever reads it finds its own bytes.
func TestRetryAfterLostAnswerMeetsItself(t *testing.T) {
	s := open(t, s3test.Serve(t, first(1, http.MethodPut, answerLost)).Settings("autumn"))
	if err := create(t, s, "log/0000000001", "mine"); !errors.Is(err, fs.ErrExist) {
		t.Fatalf("%v; want fs.ErrExist", err)
	}
	if got, err := read(t, s, "log/0000000001"); got != "mine" || err != nil {
		t.Errorf("it holds %q (%v), want what was sent", got, err)
	}
}

// TestPassingRefusals: what passes is tried again, and is not told.
func TestPassingRefusals(t *testing.T) {
	for name, refuse := range map[string]func(http.ResponseWriter, *http.Request, http.Handler){
		"a conflict in flight":  refusal(409, "ConditionalRequestConflict", "another request is under way"),
		"too many requests":     refusal(503, "SlowDown", "reduce your request rate"),
		"an internal error":     refusal(500, "InternalError", "we encountered an internal error"),
		"a gateway without one": refusal(502, "", ""),
		"a closed connection":   func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // it waits for most of its time
			for _, method := range []string{http.MethodPut, http.MethodGet, http.MethodHead, http.MethodDelete} {
				s := open(t, s3test.Serve(t, first(2, method, refuse)).Settings(""))
				if err := create(t, s, "home", "x"); err != nil {
					t.Errorf("%s: Create: %v", method, err)
				}
				if _, err := s.Stat(t.Context(), "home"); err != nil {
					t.Errorf("%s: Stat: %v", method, err)
				}
				if got, err := read(t, s, "home"); got != "x" || err != nil {
					t.Errorf("%s: Read: %q, %v", method, got, err)
				}
				for _, err := range s.List(t.Context(), "", "") {
					if err != nil {
						t.Errorf("%s: List: %v", method, err)
					}
				}
				if err := s.Remove(t.Context(), "home"); err != nil {
					t.Errorf("%s: Remove: %v", method, err)
				}
			}
		})
	}
}

// TestRefusals: what does not pass is told in words that can be acted on, and nothing that
// proves who asks is in them.
func TestRefusals(t *testing.T) {
	secret := "the request was signed with " + s3test.SecretKey + " of " + s3test.AccessKey
	for _, test := range []struct {
		name    string
		answer  func(http.ResponseWriter, *http.Request, http.Handler)
		problem shelf.Problem
		right   string // of create
		detail  string
	}{
		{"a right", refusal(403, "AccessDenied", "Access Denied"), shelf.Denied, "s3:PutObject", "Access Denied"},
		{"a right to a key", refusal(403, "AccessDenied", "User: arn:aws:iam::1:user/u is not authorized to perform: kms:GenerateDataKey on resource"), shelf.Denied, "kms:GenerateDataKey", "kms:"},
		{"a page of somebody", refusal(403, "", ""), shelf.Denied, "s3:PutObject", ""},
		{"a wrong key", refusal(403, "InvalidAccessKeyId", "the access key does not exist"), shelf.Unproven, "", "InvalidAccessKeyId"},
		{"a wrong signature", refusal(403, "SignatureDoesNotMatch", secret), shelf.Unproven, "", "(hidden)"},
		{"an old token", refusal(400, "ExpiredToken", "the provided token has expired"), shelf.Unproven, "", "expired"},
		{"a wrong clock", refusal(403, "RequestTimeTooSkewed", "the difference is too large"), shelf.Skewed, "", "too large"},
		{"no bucket", refusal(404, "NoSuchBucket", "the bucket does not exist"), shelf.Missing, "", "NoSuchBucket"},
		{"no such page", refusal(404, "", ""), shelf.Missing, "", ""},
		{"another region", refusal(301, "PermanentRedirect", "use another endpoint", "X-Amz-Bucket-Region", "eu-west-3"), shelf.Elsewhere, "", "eu-west-3"},
		{"another region, signed", refusal(400, "AuthorizationHeaderMalformed", "the region is wrong", "X-Amz-Bucket-Region", "eu-west-3"), shelf.Elsewhere, "", "eu-west-3"},
		{"no space", refusal(507, "XMinioStorageFull", "the drive is full"), shelf.Full, "", "full"},
		{"no conditions", refusal(501, "NotImplemented", "a header you provided is not implemented"), shelf.Unreachable, "", "If-None-Match"},
		{"a page", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			_, _ = io.WriteString(w, "<html>please log in</html>")
		}, shelf.Unknown, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := open(t, s3test.Serve(t, first(100, http.MethodPut, test.answer)).Settings("autumn"))
			err := create(t, s, "log/0000000001", "x")
			e, ok := errors.AsType[*shelf.Error](err)
			if !ok {
				t.Fatalf("%v; want a *shelf.Error", err)
			}
			if e.Problem != test.problem || e.Right != test.right || !strings.Contains(e.Detail, test.detail) {
				t.Errorf("problem %d, right %q, detail %q; want %d, %q, and %q in it", e.Problem, e.Right, e.Detail, test.problem, test.right, test.detail)
			}
			if e.Where != "s3://pictures/autumn" || e.Call != "create" || e.Name != "log/0000000001" {
				t.Errorf("it is of %s, %s %s", e.Where, e.Call, e.Name)
			}
			text := fmt.Sprintf("%v %+v", err, *e)
			for _, secret := range []string{s3test.SecretKey, s3test.AccessKey, "Signature="} {
				if strings.Contains(text, secret) {
					t.Errorf("%q is in %s", secret, text)
				}
			}
		})
	}
}

// TestRightsOfCalls: each call names the right that it needs.
func TestRightsOfCalls(t *testing.T) {
	denied := refusal(403, "AccessDenied", "Access Denied")
	s := open(t, s3test.Serve(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { denied(w, r, next) })
	}).Settings(""))
	_, _, reading := s.Read(t.Context(), "home")
	_, looking := s.Stat(t.Context(), "home")
	listing := error(nil)
	for _, err := range s.List(t.Context(), "log/", "") {
		listing = err
	}
	for right, err := range map[string]error{"s3:GetObject": reading, "s3:ListBucket": listing, "s3:DeleteObject": s.Remove(t.Context(), "home"), "s3:PutObject": create(t, s, "home", "x")} {
		if e, ok := errors.AsType[*shelf.Error](err); !ok || e.Right != right || !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%v; want one that lacks %s", err, right)
		}
	}
	if e, ok := errors.AsType[*shelf.Error](looking); !ok || e.Right != "s3:GetObject" {
		t.Errorf("Stat: %v; want one that lacks s3:GetObject", looking)
	}
}

// TestCutAnswers: a body that breaks off goes on where it broke, with the same object.
func TestCutAnswers(t *testing.T) {
	text := strings.Repeat("0123456789", 100_000)
	var ranges []string
	cut := func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		ranges = append(ranges, r.Header.Get("Range")+" of "+r.Header.Get("If-Match"))
		next.ServeHTTP(&half{w, len(text) / 4}, r)
	}
	s := open(t, s3test.Serve(t, first(2, http.MethodGet, cut)).Settings(""))
	if err := create(t, s, "objects/ab/abcd", text); err != nil {
		t.Fatal(err)
	}
	got, err := read(t, s, "objects/ab/abcd")
	if err != nil || got != text {
		t.Errorf("%d bytes (%v), want %d, the same ones", len(got), err, len(text))
	}
	if len(ranges) != 2 || ranges[0] != " of " || !strings.HasPrefix(ranges[1], "bytes=") || strings.HasSuffix(ranges[1], " of ") {
		t.Errorf("asked for %q; want all of it, then a part of the same object", ranges)
	}
}

// half writes so many bytes of a body, then closes the connection.
type half struct {
	http.ResponseWriter
	left int
}

func (h *half) Write(p []byte) (int, error) {
	n := min(h.left, len(p))
	_, _ = h.ResponseWriter.Write(p[:n])
	if h.left -= n; h.left == 0 {
		_ = http.NewResponseController(h.ResponseWriter).Flush()
		panic(http.ErrAbortHandler)
	}
	return n, nil
}

// TestReplacedWhileRead: the rest of another object is not the rest.
func TestReplacedWhileRead(t *testing.T) {
	text := strings.Repeat("0123456789", 100_000)
	server := s3test.Serve(t, s3test.Blind, first(1, http.MethodGet, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		next.ServeHTTP(&half{w, len(text) / 4}, r)
	}))
	s := open(t, server.Settings(""))
	if err := create(t, s, "objects/ab/abcd", text); err != nil {
		t.Fatal(err)
	}
	body, _, err := s.Read(t.Context(), "objects/ab/abcd")
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	if err := create(t, s, "objects/ab/abcd", strings.ToUpper("x"+text[1:])); err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(body); err == nil {
		t.Errorf("%d bytes of two objects came without an error", len(data))
	}
}

// TestHostileLists: whatever a service lists, only what was asked for comes, in order.
func TestHostileLists(t *testing.T) {
	for _, test := range []struct {
		keys []string
		want string // names, or the error
	}{
		{[]string{"autumn/log/1", "autumn/log/2"}, "log/1 log/2 "},
		{[]string{"autumn/home", "other/log/1", "autumn/log/1", "autumn/log/../../x", "autumn/log/UPPER", "log/2", "autumn/log/3/"}, "log/1 "},
		{[]string{"autumn/log/2", "autumn/log/1"}, "log/2 no order"},
		{[]string{"autumn/log/1", "autumn/log/1"}, "log/1 no order"},
	} {
		s := open(t, s3test.Serve(t, first(1, http.MethodGet, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			_, _ = io.WriteString(w, "<ListBucketResult><IsTruncated>false</IsTruncated>")
			for _, key := range test.keys {
				fmt.Fprintf(w, "<Contents><Key>%s</Key><Size>1</Size></Contents>", key)
			}
			_, _ = io.WriteString(w, "</ListBucketResult>")
		})).Settings("autumn"))
		got := ""
		for item, err := range s.List(t.Context(), "log/", "") {
			switch {
			case err == nil:
				got += item.Name + " "
			case strings.Contains(err.Error(), "in no order"):
				got += "no order"
			default:
				t.Error(err)
			}
		}
		if got != test.want {
			t.Errorf("of %q came %q, want %q", test.keys, got, test.want)
		}
	}
}

// TestBlindServicesAreRefused: a service that ignores conditions is found out, and named.
func TestBlindServicesAreRefused(t *testing.T) {
	for _, test := range []struct{ header, value, service string }{
		{"X-Guploader-Uploadid", "ABC", "Google Cloud Storage"},
		{"X-Goog-Generation", "1", "Google Cloud Storage"},
		{"Server", "MinIO", "this version of MinIO"},
		{"X-Localstack", "1", "LocalStack"},
		{"Server", "Werkzeug/2.0", "an emulator"},
		{"Server", "nginx", ""},
	} {
		server := s3test.Serve(t, s3test.Blind, named(test.header, test.value))
		err := shelf.Probe(t.Context(), open(t, server.Settings("")))
		e, ok := errors.AsType[*shelf.IgnoredError](err)
		if !ok || !strings.Contains(e.Service, test.service) || (test.service == "") != (e.Service == "") || e.Instead == "" {
			t.Errorf("%s: %s: %#v; want an *IgnoredError of %q", test.header, test.value, err, test.service)
		}
	}
}

// named sets a header of every answer, whatever is set later.
func named(header, value string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(&naming{w, header, value}, r)
			w.Header().Set(header, value) // where nothing was written
		})
	}
}

type naming struct {
	http.ResponseWriter
	header, value string
}

func (n *naming) WriteHeader(status int) {
	n.Header().Set(n.header, n.value)
	n.ResponseWriter.WriteHeader(status)
}

func (n *naming) Write(p []byte) (int, error) {
	n.Header().Set(n.header, n.value)
	return n.ResponseWriter.Write(p)
}

// TestHeaders: what a request carries.
func TestHeaders(t *testing.T) {
	for _, test := range []struct {
		name string
		set  func(*s3.Settings)
		want map[string]string // of the PUT
	}{
		// Buckets with Object Lock want a hash of the body, and some services break on
		// trailing checksums.
		{"hashes before the body", func(*s3.Settings) {}, map[string]string{
			"If-None-Match": "*", "Content-Md5": "kAFQmDzST7DWlj99KOF/cg==", "X-Amz-Content-Sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "X-Amz-Trailer": "", "Content-Encoding": "", "X-Amz-Server-Side-Encryption": "",
		}},
		{"AES256", func(s *s3.Settings) { s.Encryption = "AES256" }, map[string]string{"X-Amz-Server-Side-Encryption": "AES256"}},
		{"aws:kms", func(s *s3.Settings) { s.Encryption, s.KeyID = "aws:kms", "key-1" }, map[string]string{
			"X-Amz-Server-Side-Encryption": "aws:kms", "X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id": "key-1",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			seen := map[string]http.Header{}
			server := s3test.Serve(t, func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					seen[r.Method] = r.Header.Clone()
					next.ServeHTTP(w, r)
				})
			})
			settings := server.Settings("")
			test.set(&settings)
			s := open(t, settings)
			if err := create(t, s, "home", "abc"); err != nil {
				t.Fatal(err)
			}
			if _, err := read(t, s, "home"); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Stat(t.Context(), "home"); err != nil {
				t.Fatal(err)
			}
			for name, value := range test.want {
				if got := seen[http.MethodPut].Get(name); got != value {
					t.Errorf("PUT has %s: %q, want %q", name, got, value)
				}
			}
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				if got := seen[method].Get("X-Amz-Server-Side-Encryption"); got != "" {
					t.Errorf("%s has an encryption %q, which services refuse there", method, got)
				}
			}
		})
	}
}
