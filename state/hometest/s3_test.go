package hometest_test

import (
	"crypto/rand"
	"os"
	"strings"
	"testing"
	"time"

	"gesso/state/home/place"
	"gesso/state/home/shelf"
	"gesso/state/home/shelf/s3"
	"gesso/state/home/shelf/s3/s3test"
	"gesso/state/hometest"
)

func TestBucket(t *testing.T) {
	hometest.Run(t, hometest.Kind{Bubble: true, Shelf: func(t *testing.T) shelf.Shelf {
		s, err := s3.Open(s3test.Piped(t, "autumn"))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}})
}

// TestBucketOfEnvironment is for servers that somebody else has started: GESSO_TEST_S3 has
// arguments of a backend block, KEY=VALUE joined by commas.
func TestBucketOfEnvironment(t *testing.T) {
	given := os.Getenv("GESSO_TEST_S3")
	if given == "" {
		t.Skip("GESSO_TEST_S3 names no bucket")
	}
	hometest.Run(t, hometest.Kind{Lease: 20 * time.Second, Shelf: func(t *testing.T) shelf.Shelf {
		values := map[string]string{}
		for pair := range strings.SplitSeq(given, ",") {
			key, value, _ := strings.Cut(pair, "=")
			values[key] = value
		}
		values["prefix"] = strings.TrimPrefix(values["prefix"]+"/test-"+strings.ToLower(rand.Text()), "/")
		return bucket(t, values, os.Getenv)
	}})
}

func bucket(t *testing.T, values map[string]string, environ func(string) string) shelf.Shelf {
	t.Helper()
	s, err := place.Open(t.Context(), place.Settings{Kind: "s3", Values: values}, place.Options{Environ: environ})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
