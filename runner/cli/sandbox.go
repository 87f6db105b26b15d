package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"gesso/runner/command"
	"gesso/runner/sandbox"
	"gesso/runner/sandbox/fault"
)

func sandboxCommand() *command.Command {
	listen := "127.0.0.1:8787"
	verbose := false
	token := ""
	var weather sandbox.Weather
	return &command.Command{
		Name: "sandbox", Usage: "[options]",
		Summary: "serve the stand-in for the API, with placeholder pictures",
		Detail: `Serves a stand-in for the ` + kinds[0].StandIn.Title + ` until it is interrupted: free, offline,
with placeholder pictures. Point a configuration at it with endpoint =
"http://127.0.0.1:8787" in the provider block, or with ` + kinds[0].Variable("endpoint") + `.
GET /sandbox/requests tells what it was asked for.

A pipeline is rehearsed with its faults: -fault=drop=0.1 loses one answer in ten,
-fault=truncated=3 breaks every third download. All of it depends on -seed alone.
A sandbox block in the provider block has the same settings, and a prompt that
says [sandbox:drop] has that fault.

` + fault.Table(),
		Examples: []string{
			"gesso sandbox",
			"gesso sandbox -listen=127.0.0.1:0 -latency=2s -fault=drop=0.1 -seed=7",
		},
		Flags: func(set *flag.FlagSet) {
			set.StringVar(&listen, "listen", listen, "serve at `HOST:PORT`")
			set.StringVar(&token, "token", "", "accept only `TOKEN`; otherwise any")
			set.BoolVar(&verbose, "verbose", false, "print a line for each request")
			weatherFlags(set, &weather)
		},
		Run: func(ctx context.Context, a *command.App, _ []string) int {
			options, err := weather.Options()
			if err != nil {
				return a.Fail(command.Misuse(err.Error(), "gesso sandbox -help"))
			}
			options.Token = token
			if verbose {
				options.Logf = func(format string, args ...any) {
					fmt.Fprintf(a.Err, time.Now().Format("15:04:05 ")+format+"\n", args...)
				}
			}
			listener, err := net.Listen("tcp", listen)
			if err != nil {
				return a.Fail(fmt.Errorf("the sandbox cannot listen: %w", err))
			}
			fmt.Fprintf(a.Stderr, "gesso sandbox listens at http://%s\n", listener.Addr())
			if err := sandbox.Serve(ctx, listener, options); err != nil {
				return a.Fail(err)
			}
			return command.ExitDone
		},
	}
}

// weatherFlags adds the settings of the sandbox block as flags.
func weatherFlags(set *flag.FlagSet, w *sandbox.Weather) {
	set.DurationVar(&w.Latency, "latency", 0, "let a picture take `DURATION`, such as 2s")
	set.DurationVar(&w.Jitter, "jitter", 0, "up to `DURATION` more or less")
	set.IntVar(&w.Seed, "seed", 0, "decide what is left to chance by `N`")
	set.Float64Var(&w.Rate, "rate", 0, "refuse with 429 what exceeds `N` submissions a second")
	set.DurationVar(&w.RetryAfter, "retry-after", 0, "tell to wait `DURATION` with each 429")
	set.DurationVar(&w.Expire, "expire", 0, "let the link of a result answer for `DURATION`")
	set.BoolVar(&w.Recode, "recode", false, "give the same pixels in other bytes at each link, and new links at each question")
	set.Func("balance", "refuse with 403 used_up after `N` pictures", func(text string) error {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return errors.New("a whole number from 0")
		}
		w.Balance = &n
		return nil
	})
	set.BoolVar(&w.List, "list", false, "answer for a user's tasks without their ids")
	set.BoolVar(&w.Strict, "strict", false, "refuse submissions without a size")
	set.Float64Var(&w.Cost, "cost", 0, "say that each picture cost `N` credits")
	set.Func("moderate", "refuse prompts with `WORD`; can be given again", func(word string) error {
		w.Moderate = append(w.Moderate, word)
		return nil
	})
	set.Func("fault", "let `NAME=NUMBER` happen: below 1 by chance, from 1 every n-th time; can be given again", func(text string) error {
		name, number, ok := strings.Cut(text, "=")
		n, err := strconv.ParseFloat(number, 64)
		if !ok || err != nil {
			return errors.New("write -fault=NAME=NUMBER")
		}
		if w.Faults == nil {
			w.Faults = map[string]float64{}
		}
		w.Faults[name] = n
		return nil
	})
}
