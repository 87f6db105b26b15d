// Package place knows which kinds of place a home can be in: what is written in a backend
// block, and which shelf that is. It alone does.
//
// # Promises
//
//   - What Check accepts is well formed; Open of it fails for what the machine or the service
//     is alone.
//   - No setting is a secret: arguments that would hold one are refused, with what to use
//     instead.
//   - A relative path is relative to the configuration's directory, whoever opens it.
//
// # Not for
//
// What lies on the shelf, see package home.
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
	Local = "local" // "dir" is accepted as another name of it
)

// Settings say where a home is, as a backend block does. They never have a secret.
type Settings struct {
	Kind   string            `json:"kind"`
	Values map[string]string `json:"values"` // by argument
}

// KindOf returns the kind of a name, "" for one that is none.
func KindOf(name string) string {
	switch name {
	case S3, Local:
		return name
	case "dir":
		return Local
	}
	return ""
}

// Options are what Open needs beside the settings.
type Options struct {
	Dir       string              // of the configuration, for relative paths; "" is the current one
	Environ   func(string) string // nil is os.Getenv
	Transport http.RoundTripper   // of s3, for tests; nil is one of its own
}

// Open returns the shelf that settings describe. It asks no service for anything. The error
// says what is wrong with the settings, or is a *shelf.Error.
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

// Lease is how long a silent holder of the home is waited for; 0 where the settings say
// nothing.
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

// A lease that is shorter takes a slow upload for a death, and a longer one is waited for by
// everybody after a kill.
const (
	shortestLease = 10 * time.Second
	longestLease  = time.Hour
)

// CacheSize is how many bytes of pictures are kept on each machine; 0 where the settings say
// nothing.
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

// directory is where a home in a directory lies. It may be in the configuration's own
// folder, but not where gesso keeps what is this machine's alone, nor above the
// configuration itself.
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

// resolved is where a path leads, as far as it is there.
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
