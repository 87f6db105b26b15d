package backend_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/backend"
	"gesso/spec/lang"
)

// TestArguments holds the kinds to the table of the language.
func TestArguments(t *testing.T) {
	var all []string
	for _, kind := range backend.Kinds() {
		all = append(all, backend.Arguments(kind)...)
		if !slices.Contains(backend.Arguments(kind), backend.Required(kind)) {
			t.Errorf("%s needs %q, which it does not have", kind, backend.Required(kind))
		}
	}
	for _, name := range lang.Backend.ArgumentNames() {
		if !slices.Contains(all, name) {
			t.Errorf("no kind has the argument %s", name)
		}
	}
	for _, name := range all {
		lang.Backend.Argument(name) // panics
		if backend.IsSecret(name) {
			t.Errorf("%s is an argument and a secret", name)
		}
	}
}

func TestSizes(t *testing.T) {
	for text, want := range map[string]int64{
		"": 0, "10GB": 10e9, "1.5 GiB": 3 << 29, "500mb": 500e6, "1TB": 1e12, "1 KiB": 1024,
		"10": -1, "GB": -1, "-1GB": -1, "0GB": -1, "NaNGB": -1, "InfGB": -1, "1e30TB": -1, "10 apples": -1,
	} {
		got, err := backend.Size(text)
		if want == -1 && err == nil || want >= 0 && (err != nil || got != want) {
			t.Errorf("%q is %d, %v; want %d", text, got, err, want)
		}
	}
	for text, want := range map[string]time.Duration{"": 0, "60s": time.Minute, "1h": time.Hour, "10s": 10 * time.Second, "9s": -1, "61m": -1, "60": -1} {
		got, err := backend.Lease(text)
		if want == -1 && err == nil || want >= 0 && (err != nil || got != want) {
			t.Errorf("%q is %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestGiven(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want map[string]string
		err  string
	}{
		"arguments":           {"bucket = \"pictures\" # ours\nprefix=\"a\"\npath_style = true\n", map[string]string{"bucket": "pictures", "prefix": "a", "path_style": "true"}, ""},
		"lines":               {"# ours\nbucket=studio-pictures\r\n\nendpoint = https://s3.internal\n", map[string]string{"bucket": "studio-pictures", "endpoint": "https://s3.internal"}, ""},
		"empty":               {"", map[string]string{}, ""},
		"a secret":            {"bucket = \"b\"\nsecret_key = \"HIDDEN\"\n", nil, "f.hcl:2: Credentials in the configuration"},
		"a secret in a line":  {"bucket=b\nsecret_key=HIDDEN\n", nil, "f.hcl:2: The argument \"secret_key\" would be a credential"},
		"an unknown argument": {"bukket = \"b\"\n", nil, `Did you mean "bucket"?`},
		"what is neither":     {"bucket=b\nHIDDEN\n", nil, "f.hcl:2: this is no KEY=VALUE"},
		"a wrong value":       {"lease = \"1s\"", nil, "f.hcl:1: Invalid backend: The lease is from 10s to 1h"},
	} {
		got, err := backend.File(backend.S3, []byte(test.text), "f.hcl")
		if test.err == "" != (err == nil) || err != nil && (!strings.Contains(err.Error(), test.err) || strings.Contains(err.Error(), "HIDDEN")) {
			t.Errorf("%s: %v; want %q", name, err, test.err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if _, _, err := backend.Pair(backend.Local, "bucket=x"); err == nil || !strings.Contains(err.Error(), "path, lease and cache_size") {
		t.Errorf("an argument of another kind: %v", err)
	}
	if _, _, err := backend.Pair(backend.Local, "path"); err == nil {
		t.Error("no value, no error")
	}
}
