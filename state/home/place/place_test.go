package place_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state/home/place"
	"gesso/state/home/shelf"
	"gesso/state/home/shelf/s3/s3test"
)

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		kind   string
		values map[string]string
		want   []string // begins of problems, in order
	}{
		{"s3", map[string]string{"bucket": "studio-pictures"}, nil},
		{"s3", map[string]string{
			"bucket": "studio-pictures", "prefix": "a/b", "region": "eu-central-1", "endpoint": "https://s3.studio.internal:9000", "path_style": "true",
			"ca_file": "ca.pem", "sse": "aws:kms", "kms_key_id": "arn:aws:kms:eu-central-1:1:key/2", "profile": "studio", "lease": "60s", "cache_size": "10GB",
		}, nil},
		{"local", map[string]string{"path": "/mnt/team/autumn", "lease": "2m", "cache_size": "500MB"}, nil},
		{"dir", map[string]string{"path": "/mnt/team/autumn"}, nil},
		{"gcs", nil, []string{`"gcs" is no kind of backend: it is "s3" or "local"`}},
		{"s3", nil, []string{"bucket: it is missing"}},
		{"local", map[string]string{"path": ""}, []string{"path: it is empty"}},
		{"local", map[string]string{"path": "~/autumn"}, []string{`path: "~/autumn" would be`}},
		{"local", map[string]string{"path": "a\nb"}, []string{"path: "}},
		{"s3", map[string]string{"bucket": "studio/pictures"}, []string{`bucket: "studio/pictures" is no name of a bucket`}},
		{"s3", map[string]string{"bucket": "fast--use1-az4--x-s3"}, []string{"bucket: directory buckets"}},
		{"s3", map[string]string{"bucket": "b--", "prefix": "a//b", "region": "a b", "endpoint": "s3.studio.internal", "path_style": "yes", "sse": "des", "kms_key_id": "k", "lease": "1s", "cache_size": "big"},
			[]string{"bucket: ", "prefix: ", "region: ", "endpoint: ", "path_style: ", "sse: ", "kms_key_id: it is for sse", "lease: ", "cache_size: "}},
		{"s3", map[string]string{"bucket": "bbb", "endpoint": "https://me:secret@s3.internal"}, []string{"endpoint: the endpoint has a user in it"}},
		{"s3", map[string]string{"bucket": "bbb", "endpoint": "me:secret@s3.internal"}, []string{"endpoint: the endpoint has a user in it"}},
		{"s3", map[string]string{"bucket": "bbb", "access_key": "AKIA", "secret_key": "x", "token": "y"}, []string{"access_key: credentials", "secret_key: credentials", "token: credentials"}},
		{"local", map[string]string{"path": "/a", "secret_key": "x"}, []string{"secret_key: credentials"}},
		{"s3", map[string]string{"bucket": "bbb", "key": "x", "use_lockfile": "true", "bukket": "x"}, []string{"bukket: there is no such argument; there are bucket, prefix", "key: there is no such argument: a home is many objects", "use_lockfile: there is no such"}},
	} {
		var got []string
		for _, problem := range place.Check(place.Settings{Kind: test.kind, Values: test.values}) {
			got = append(got, problem.Error())
		}
		if len(got) != len(test.want) {
			t.Errorf("%s %v: %q; want %q", test.kind, test.values, got, test.want)
			continue
		}
		for i, want := range test.want {
			if !strings.HasPrefix(got[i], want) {
				t.Errorf("%s %v: %q; want it to begin with %q", test.kind, test.values, got[i], want)
			}
			if strings.Contains(got[i], "secret@") {
				t.Errorf("a password is in %q", got[i])
			}
		}
	}
}

func TestSizes(t *testing.T) {
	for text, want := range map[string]int64{"": 0, "1": 1, "10GB": 10e9, "10 gb": 10e9, "500m": 500e6, "2TB": 2e12, "0": -1, "x": -1, "-1GB": -1} {
		got, err := place.CacheSize(place.Settings{Values: map[string]string{"cache_size": text}})
		if err != nil {
			got = -1
		}
		if got != want {
			t.Errorf("CacheSize(%q) = %d (%v), want %d", text, got, err, want)
		}
	}
	for text, want := range map[string]time.Duration{"": 0, "60s": time.Minute, "2m": 2 * time.Minute, "5s": -1, "2h": -1, "60": -1} {
		got, err := place.Lease(place.Settings{Values: map[string]string{"lease": text}})
		if err != nil {
			got = -1
		}
		if got != want {
			t.Errorf("Lease(%q) = %s (%v), want %s", text, got, err, want)
		}
	}
}

func TestArguments(t *testing.T) {
	for kind, want := range map[string][]string{
		"s3":    {"bucket*", "prefix", "region", "endpoint", "path_style", "ca_file", "sse", "kms_key_id", "profile", "lease", "cache_size"},
		"local": {"path*", "lease", "cache_size"},
		"dir":   {"path*", "lease", "cache_size"},
		"gcs":   nil,
	} {
		var got []string
		for _, argument := range place.Arguments(kind) {
			name := argument.Name
			if argument.Required {
				name += "*"
			}
			got = append(got, name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Arguments(%s) (-want +got):\n%s", kind, diff)
		}
	}
}

func TestOpenLocal(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"home", ".gesso/home", "gesso.state.d/x", "../elsewhere"} {
		if err := os.MkdirAll(filepath.Join(dir, "config", name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "config", ".gesso"), filepath.Join(dir, "linked")); err != nil {
		t.Skip(err)
	}
	for path, want := range map[string]string{
		"home": "", "../config/home": "", "../elsewhere": "",
		".": "has the configuration itself in it", "..": "has the configuration itself in it", dir: "has the configuration itself in it",
		".gesso/home": "is in .gesso", "gesso.state.d/x": "is in gesso.state.d", "../linked/home": "is in .gesso",
		"absent": "no such directory", ".gesso/absent/deep": "is in .gesso",
	} {
		s, err := place.Open(t.Context(), place.Settings{Kind: "local", Values: map[string]string{"path": path}}, place.Options{Dir: filepath.Join(dir, "config")})
		switch {
		case want == "" && err == nil:
			if err := shelf.Probe(t.Context(), s); err != nil {
				t.Errorf("probing %s: %v", path, err)
			}
		case want == "" || err == nil || !strings.Contains(err.Error(), want):
			t.Errorf("Open(%s): %v; want %q", path, err, want)
		}
	}
}

func TestOpenS3(t *testing.T) {
	server := s3test.Serve(t)
	s, err := place.Open(t.Context(), place.Settings{Kind: "s3", Values: server.Values("autumn")}, place.Options{Environ: server.Environ})
	if err != nil {
		t.Fatal(err)
	}
	if err := shelf.Probe(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if got, want := s.String(), "s3://pictures/autumn"; got != want {
		t.Errorf("it is said to be at %s, want %s", got, want)
	}
	if _, err := place.Open(t.Context(), place.Settings{Kind: "s3", Values: map[string]string{"bucket": "bbb"}}, place.Options{Environ: server.Environ}); err == nil || !strings.Contains(err.Error(), "region") {
		t.Errorf("without a region: %v; want an error that names it", err)
	}
}
