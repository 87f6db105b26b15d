package cli_test

import (
	"net/http/httptest"
	"os"

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
	server := httptest.NewServer(gofakes3.New(kept).Server())
	ts.Defer(server.Close)
	ts.Setenv("AWS_ACCESS_KEY_ID", "CANARY-KEY")
	ts.Setenv("AWS_SECRET_ACCESS_KEY", "CANARY-SECRET")
	ts.Setenv("AWS_REGION", "eu-central-1")
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte("bucket="+args[0]+"\nendpoint="+server.URL+"\n"), 0o644))
}
