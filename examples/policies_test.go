package examples_test

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/state/home"
	"gesso/state/home/place"
	"gesso/state/home/shelf"
	"gesso/state/home/shelf/s3/s3test"
)

// statement is one of a policy, as far as those of examples/ci/policies go.
type statement struct {
	Sid       string
	Effect    string
	Principal string
	Action    string
	Resource  several
	Condition map[string]map[string]string
}

// several is a text or a list of them.
type several []string

func (s *several) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*s = several{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(s))
}

// policy reads one of examples/ci/policies. A field or a condition that the test does not
// understand is an error: it could be what makes the policy right.
func policy(t *testing.T, name string) []statement {
	t.Helper()
	f, err := os.Open(filepath.Join("ci", "policies", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var doc struct {
		Version   string
		Statement []statement
	}
	decoder := json.NewDecoder(f)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&doc); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if doc.Version != "2012-10-17" || len(doc.Statement) == 0 {
		t.Fatalf("%s is no policy", name)
	}
	for _, s := range doc.Statement {
		for operator, conditions := range s.Condition {
			for key := range conditions {
				if !slices.Contains([]string{"StringLike s3:prefix", "Null s3:if-none-match", "Bool s3:ObjectCreationOperation"}, operator+" "+key) {
					t.Fatalf("%s: the test does not know the condition %s %s", name, operator, key)
				}
			}
		}
	}
	return doc.Statement
}

const bucketARN, prefix = "arn:aws:s3:::studio-pictures", "autumn-campaign"

// like matches a text with a pattern that may end in an asterisk.
func like(pattern, text string) bool {
	if begin, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(text, begin)
	}
	return pattern == text
}

// request is one as a service sees it that goes by policies.
type request struct {
	action, resource, prefix string
	conditional              bool
}

func asked(r *http.Request) request {
	name := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/"), s3test.Bucket)
	if name == "" || name == "/" {
		return request{action: "s3:ListBucket", resource: bucketARN, prefix: r.URL.Query().Get("prefix")}
	}
	action := map[string]string{http.MethodGet: "s3:GetObject", http.MethodHead: "s3:GetObject", http.MethodPut: "s3:PutObject", http.MethodDelete: "s3:DeleteObject"}[r.Method]
	return request{action: action, resource: bucketARN + name, conditional: r.Header.Get("If-None-Match") == "*"}
}

func (s *statement) covers(r request) bool {
	return s.Action == r.action && slices.ContainsFunc(s.Resource, func(pattern string) bool { return like(pattern, r.resource) }) &&
		(s.Condition["StringLike"] == nil || like(s.Condition["StringLike"]["s3:prefix"], r.prefix)) &&
		(s.Condition["Null"] == nil || !r.conditional)
}

// guard is a service's side of policies: whoever asks has one, and the bucket has one.
type guard struct {
	bucket []statement

	mu      sync.Mutex
	rights  []statement
	used    map[string]bool // by Sid
	refused []request
}

func (g *guard) before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.allows(asked(r)) {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
	})
}

func (g *guard) allows(r request) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	allowed := false
	for _, s := range slices.Concat(g.rights, g.bucket) {
		if s.covers(r) {
			g.used[s.Sid] = true
			if s.Effect == "Deny" {
				g.refused = append(g.refused, r)
				return false
			}
			allowed = true
		}
	}
	if !allowed {
		g.refused = append(g.refused, r)
	}
	return allowed
}

// as gives whoever asks from now on the rights of a policy.
func (g *guard) as(statements []statement) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.rights, g.used, g.refused = statements, map[string]bool{}, nil
}

// settled fails where something was refused, but for tidying up after a probe, or where a policy has a right that nothing
// needed.
func (g *guard) settled(t *testing.T, who string) {
	t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, r := range g.refused {
		if tidied := r.action == "s3:DeleteObject" && strings.HasPrefix(r.resource, bucketARN+"/"+prefix+"/"+shelf.ProbePrefix); !tidied {
			t.Errorf("%s may not %s of %s", who, r.action, r.resource)
		}
	}
	for _, s := range g.rights {
		if !g.used[s.Sid] {
			t.Errorf("%s has the right to %s, and needs none", who, s.Action)
		}
	}
}

// TestPolicies: with the rights of its policy each can do its work, each right is needed,
// and whoever has fewer is told which one is missing.
func TestPolicies(t *testing.T) {
	g := &guard{bucket: policy(t, "demand")}
	server := s3test.Serve(t, g.before)
	s, err := place.Open(t.Context(), place.Settings{Kind: place.S3, Values: server.Values(prefix)}, place.Options{Environ: server.Environ})
	if err != nil {
		t.Fatal(err)
	}
	const sha = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" // of hello

	g.as(policy(t, "applier"))
	applies(t, s, sha)
	g.settled(t, "who applies")

	g.as(policy(t, "reader"))
	reads(t, s, sha)
	g.settled(t, "who reads")
	_, _, err = home.On(s, home.Options{}).Begin(t.Context(), home.Position{}, home.Holder{PID: 1, Host: "h", Command: "apply"}, home.Waiting{})
	lacks(t, err, "s3:PutObject")

	g.as(policy(t, "applier"))
	lacks(t, s.Remove(t.Context(), "objects/2c/"+sha), "s3:DeleteObject")

	for _, name := range []string{"home", "log/0000000001", "state/0000000001-x", "workspaces/draft/log/0000000001"} {
		if g.allows(request{action: "s3:PutObject", resource: bucketARN + "/" + prefix + "/" + name}) {
			t.Errorf("%s may be replaced", name)
		}
	}

	g.as(policy(t, "gc"))
	applies(t, s, sha) // it holds the lock meanwhile
	if err := s.Remove(t.Context(), "objects/2c/"+sha); err != nil {
		t.Error(err)
	}
	g.settled(t, "who removes")
	lacks(t, s.Remove(t.Context(), "log/0000000001"), "s3:DeleteObject")
	g.as(nil)
	_, err = home.On(s, home.Options{}).Identity(t.Context())
	lacks(t, err, "s3:GetObject")
	for _, err := range s.List(t.Context(), "log/", "") {
		lacks(t, err, "s3:ListBucket")
	}
}

func lacks(t *testing.T, err error, right string) {
	t.Helper()
	var denied *shelf.Error
	if !errors.As(err, &denied) || denied.Right != right || !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v, want one that lacks %s", err, right)
	}
}

// applies does what init and apply do with a home.
func applies(t *testing.T, s shelf.Shelf, sha string) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	h := home.On(s, home.Options{})
	who := home.Holder{PID: 1, Host: "h", Command: "apply", Nonce: "of-the-test"}
	must(shelf.Probe(ctx, s))
	content := func(w io.Writer) error { _, err := io.WriteString(w, "a state"); return err }
	if _, err := h.Identity(ctx); errors.Is(err, fs.ErrNotExist) {
		_, err = h.Found(ctx, home.Identity{ID: "0123456789abcdef"}, who, content)
		must(err)
	}
	epoch, _, err := h.Begin(ctx, home.Position{}, who, home.Waiting{})
	must(err)
	has, err := h.Has(ctx, sha)
	must(err)
	if !has {
		must(h.Put(ctx, sha, strings.NewReader("hello"), int64(len("hello"))))
	}
	snapshot, err := h.Save(ctx, epoch.At(), content)
	must(err)
	must(epoch.End(snapshot))
}

// reads does what a plan does with a home, and what brings a picture.
func reads(t *testing.T, s shelf.Shelf, sha string) {
	t.Helper()
	h := home.On(s, home.Options{})
	snapshot, _, err := h.Newest(t.Context())
	if err != nil || snapshot == nil {
		t.Fatalf("%v, %v", snapshot, err)
	}
	if _, err := h.Tail(t.Context(), snapshot.At); err != nil {
		t.Error(err)
	}
	if _, err := h.Standing(t.Context()); err != nil {
		t.Error(err)
	}
	var got strings.Builder
	err = errors.Join(h.Content(t.Context(), *snapshot, io.Discard), h.Get(t.Context(), sha, &got))
	if diff := cmp.Diff("hello", got.String()); diff != "" || err != nil {
		t.Errorf("the picture (-want +got): %s%v", diff, err)
	}
}
