// Package place knows the kinds of places that a home can be in: what a backend block
// contains, and which shelf that is. No other package does.
//
// # Promises
//
//   - Settings that Check accepts are well formed: Open fails only because of the machine or
//     the service.
//   - No setting is a secret: arguments that would hold one are refused, with what to use
//     instead.
//   - A relative path is relative to the configuration's directory, whoever opens it.
//
// # Not for
//
// The objects on the shelf: see package home.
//
// # Example
//
//	settings := place.Settings{Kind: "s3", Values: map[string]string{"bucket": "studio-pictures", "prefix": "autumn"}}
//	if problems := place.Check(settings); len(problems) == 0 {
//		s, err := place.Open(ctx, settings, place.Options{Dir: dir})
//	}
package place

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gesso/state/home/shelf"
	"gesso/state/home/shelf/local"
	"gesso/state/home/shelf/s3"
)

// The kinds of places.
const (
	S3    = "s3"
	Local = "local" // "dir" is another name for it
)

// Settings say where a home is, as a backend block does. They never contain a secret.
type Settings struct {
	Kind   string            `json:"kind"`
	Values map[string]string `json:"values"` // by argument
}

// KindOf returns the kind that a name means, or "".
func KindOf(name string) string {
	switch name {
	case S3, Local:
		return name
	case "dir":
		return Local
	}
	return ""
}

// Options are what Open needs besides the settings.
type Options struct {
	Dir       string              // of the configuration, for relative paths; "": the current directory
	Environ   func(string) string // nil: os.Getenv
	Transport http.RoundTripper   // of s3, for tests; nil: its own
}

// Open returns the shelf that settings describe. It makes no request. The error says what
// is wrong with the settings, or is a *shelf.Error.
func Open(_ context.Context, s Settings, o Options) (shelf.Shelf, error) {
	if problems := Check(s); len(problems) > 0 {
		return nil, problems[0]
	}
	if KindOf(s.Kind) == Local {
		dir, err := directory(s.Values["path"], o.Dir)
		if err != nil {
			return nil, err
		}
		return local.Open(dir)
	}
	v := s.Values
	settings := s3.Settings{
		Bucket: v["bucket"], Prefix: v["prefix"], Region: v["region"], Endpoint: v["endpoint"], PathStyle: v["path_style"] == "true",
		Encryption: v["sse"], KeyID: v["kms_key_id"], Profile: v["profile"], Environ: o.Environ, Transport: o.Transport,
	}
	if file := v["ca_file"]; file != "" {
		settings.CAFile = beside(file, o.Dir)
	}
	return s3.Open(settings)
}

// Lease returns how long a silent holder of the home is waited for, or 0 if the settings do
// not say.
func Lease(s Settings) (time.Duration, error) {
	text := s.Values["lease"]
	if text == "" {
		return 0, nil
	}
	lease, err := time.ParseDuration(text)
	if err != nil || lease < shortestLease || lease > longestLease {
		return 0, fmt.Errorf("%q is no lease: a duration from %s to %s, such as \"60s\"", text, "10s", "1h")
	}
	return lease, nil
}

// A shorter lease would take a slow upload for a dead process; a longer one makes everybody
// wait after a kill.
const (
	shortestLease = 10 * time.Second
	longestLease  = time.Hour
)

// CacheSize returns how many bytes of pictures each machine keeps, or 0 if the settings do
// not say.
func CacheSize(s Settings) (int64, error) {
	text := s.Values["cache_size"]
	if text == "" {
		return 0, nil
	}
	number, unit := strings.TrimSuffix(strings.ToUpper(text), "B"), int64(1)
	for suffix, bytes := range map[string]int64{"K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12} {
		if rest, found := strings.CutSuffix(number, suffix); found {
			number, unit = rest, bytes
		}
	}
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 32)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%q is no size such as \"10GB\"", text)
	}
	return n * unit, nil
}

func beside(name, dir string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// directory returns the path of a home in a directory. It may be in the configuration's
// folder, but neither where gesso keeps this machine's own files nor above the
// configuration.
func directory(name, dir string) (string, error) {
	at := beside(filepath.FromSlash(name), dir)
	absolute, err := resolved(at)
	if err != nil {
		return "", err
	}
	own, err := resolved(filepath.Join(dir, "."))
	if err != nil {
		return "", err
	}
	if within(own, absolute) {
		return "", fmt.Errorf("path: %s has the configuration itself in it; a home needs a directory of its own", at)
	}
	for _, kept := range []string{".gesso", "gesso.state.d", ".git"} {
		if within(absolute, filepath.Join(own, kept)) {
			return "", fmt.Errorf("path: %s is in %s, which is not for homes; take a directory that other machines see", at, kept)
		}
	}
	return at, nil
}

// resolved resolves links in a path, as far as it exists.
func resolved(name string) (string, error) {
	absolute, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(absolute)
	if errors.Is(err, os.ErrNotExist) && filepath.Dir(absolute) != absolute {
		above, err := resolved(filepath.Dir(absolute))
		return filepath.Join(above, filepath.Base(absolute)), err
	}
	return real, err
}

// within reports whether a path is another one or below it.
func within(name, above string) bool {
	rest, err := filepath.Rel(above, name)
	return err == nil && rest != ".." && !strings.HasPrefix(rest, ".."+string(filepath.Separator))
}
