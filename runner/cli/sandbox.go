package cli

import (
	"context"
	"flag"
	"fmt"
	"net"
	"time"

	"gesso/runner/sandbox"
)

func sandboxCommand() *command {
	listen := "127.0.0.1:8787"
	verbose := false
	var options sandbox.Options
	return &command{
		name: "sandbox", usage: "[options]",
		summary: "serve the stand-in for the API, with placeholder pictures",
		detail: `Serves a stand-in for the Flux Images API until it is interrupted: free, offline,
with placeholder pictures. Point a configuration at it with endpoint =
"http://127.0.0.1:8787" in the provider block, or with ACEDATACLOUD_API_BASE_URL.
GET /sandbox/requests tells what it was asked for.`,
		flags: func(set *flag.FlagSet) {
			set.StringVar(&listen, "listen", listen, "serve at `HOST:PORT`")
			set.DurationVar(&options.Latency, "latency", 0, "let a picture take `DURATION`, such as 2s")
			set.StringVar(&options.Token, "token", "", "accept only `TOKEN`; otherwise any")
			set.BoolVar(&verbose, "verbose", false, "print a line for each request")
		},
		run: func(ctx context.Context, a *app, _ []string) int {
			if verbose {
				options.Logf = func(format string, args ...any) {
					fmt.Fprintf(a.Stderr, time.Now().Format("15:04:05 ")+format+"\n", args...)
				}
			}
			listener, err := net.Listen("tcp", listen)
			if err != nil {
				return a.fail(fmt.Errorf("the sandbox cannot listen: %w", err))
			}
			fmt.Fprintf(a.Stderr, "gesso sandbox listens at http://%s\n", listener.Addr())
			if err := sandbox.Serve(ctx, listener, options); err != nil {
				return a.fail(err)
			}
			return exitDone
		},
	}
}
