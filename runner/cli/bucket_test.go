package cli_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/rogpeppe/go-internal/testscript"
)

// cmdBucket starts a service that speaks S3, with a bucket of a name, and puts its address
// into a file of arguments for -backend-config. Credentials are in the environment.
func cmdBucket(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bucket NAME FILE")
	}
	kept := s3mem.New()
	ts.Check(kept.CreateBucket(args[0]))
	bucket, s := gofakes3.New(kept).Server(), stageOf(ts)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		bucket.ServeHTTP(w, r)
	}))
	ts.Defer(server.Close)
	ts.Setenv("AWS_ACCESS_KEY_ID", "CANARY-KEY")
	ts.Setenv("AWS_SECRET_ACCESS_KEY", "CANARY-SECRET")
	ts.Setenv("AWS_REGION", "eu-central-1")
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte("bucket="+args[0]+"\nendpoint="+server.URL+"\n"), 0o644))
}

// cmdAsked says how many requests the buckets got since the last asked: asked N, or asked
// without a number for any.
func cmdAsked(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: asked [N]")
	}
	got := stageOf(ts).asked.Swap(0)
	if len(args) == 0 {
		return
	}
	want, err := strconv.ParseInt(args[0], 10, 64)
	ts.Check(err)
	if got != want {
		ts.Fatalf("%d requests, want %d", got, want)
	}
}
