package s3_test

import (
	"crypto/rand"
	"os"
	"strings"
	"testing"

	"gesso/state/home/shelf"
	"gesso/state/home/shelf/s3"
	"gesso/state/home/shelf/s3/s3test"
	"gesso/state/home/shelf/shelftest"
)

func open(t *testing.T, settings s3.Settings) *s3.Shelf {
	t.Helper()
	s, err := s3.Open(settings)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestShelf(t *testing.T) {
	shelftest.Run(t, func(t *testing.T) shelf.Shelf { return open(t, s3test.Serve(t).Settings("autumn")) })
}

func TestShelfWithoutPrefix(t *testing.T) {
	shelftest.Run(t, func(t *testing.T) shelf.Shelf { return open(t, s3test.Serve(t).Settings("")) })
}

// TestBucketOfEnvironment is for servers that somebody else has started: GESSO_TEST_S3 has
// arguments of a backend block, KEY=VALUE joined by commas. GESSO_TEST_LINE=broken says that
// the line to it loses answers: then a name may be taken by whoever asks for it.
func TestBucketOfEnvironment(t *testing.T) {
	text := os.Getenv("GESSO_TEST_S3")
	if text == "" {
		t.Skip("GESSO_TEST_S3 names no bucket")
	}
	values := map[string]string{}
	for pair := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = value
	}
	shelftest.Run(t, func(t *testing.T) shelf.Shelf {
		s := open(t, s3.Settings{
			Bucket: values["bucket"], Region: values["region"], Endpoint: values["endpoint"], PathStyle: values["path_style"] == "true",
			Prefix: values["prefix"] + "/test-" + strings.ToLower(rand.Text()),
		})
		if os.Getenv("GESSO_TEST_LINE") == "broken" {
			return shelftest.Settled(s)
		}
		return s
	})
}
