package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"gesso/runner/sandbox"
)

// faults are those that a round can get over in a few seconds. Not among them is
// hang, which takes a signal to end and so comes as a word alone.
var faults = []string{
	"400", "401", "403", "404", "429", "refuse", "500-refused", "html",
	"500", "drop", "reset",
	"fail", "stuck", "short", "extra", "omit", "lost",
	"callback-lost", "callback-twice",
	"poll-429", "poll-500",
	"gone", "expired-once", "recoded", "notice", "download-500", "redirect-file", "redirect-private", "certificate",
	"blank", "truncated", "wrong-length", "page", "zero", "text", "wrong-size", "bomb", "huge", "drip",
}

// climate is how a round's sandbox behaves.
type climate struct {
	sandbox sandbox.Weather
	words   []string // that prompts may hold
	hang    bool     // one of them is hang: an answer that does not come
}

// forecast draws a climate: calm, some faults by chance, or words in prompts.
func forecast(rng *rand.Rand, seed uint64) climate {
	c := climate{sandbox: sandbox.Weather{Seed: int(seed), Latency: milliseconds(rng.IntN(120)), Jitter: milliseconds(rng.IntN(120)), Faults: map[string]float64{}}}
	expire := rng.IntN(4) == 0
	switch rng.IntN(4) {
	case 0: // calm: kills alone
	case 1:
		for range 1 + rng.IntN(3) {
			// By a word gone holds for every picture of the prompt: nothing gets over it.
			if name := pick(rng); name != "gone" {
				c.words = append(c.words, fmt.Sprintf(" [sandbox:%s=%d]", name, 1+rng.IntN(2)))
			}
		}
		if c.hang = rng.IntN(4) == 0; c.hang {
			c.words = append(c.words, " [sandbox:hang=1]")
		}
	default:
		for range 1 + rng.IntN(3) {
			name := pick(rng)
			expire = expire || name == "lost"
			c.sandbox.Faults[name] = 0.03 + 0.25*rng.Float64()
		}
	}
	if expire || strings.Contains(strings.Join(c.words, ""), "lost") {
		c.sandbox.Expire = milliseconds(300 + rng.IntN(1500))
	}
	if rng.IntN(6) == 0 {
		c.sandbox.Rate = float64(4 + rng.IntN(20))
		if rng.IntN(2) == 0 {
			c.sandbox.RetryAfter = time.Second
		}
	}
	return c
}

func milliseconds(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// tariff draws prices: of both models that a round has, of one, or of none.
func tariff(rng *rand.Rand) map[string]float64 {
	prices := map[string]float64{}
	for _, model := range []string{"flux-dev", "flux-kontext-pro"} {
		if rng.IntN(4) > 0 {
			prices[model] = float64(1+rng.IntN(8)) / 100
		}
	}
	return prices
}

func pick(rng *rand.Rand) string { return faults[rng.IntN(len(faults))] }

// second is what the configuration calls the second provider.
const second = "flux.second"

// header is a provider block of a round: the default one, where it has no alias.
func (c climate) header(rng *rand.Rand, alias, endpoint, callback string, prices map[string]float64) string {
	submit := []string{"async", "async", "async", "sync", "stream", "callback"}[rng.IntN(6)]
	if strings.Contains(fmt.Sprint(c), "stuck") && submit != "callback" {
		submit = "async" // a synchronous call waits ten minutes: to give up early is to be in doubt
	}
	text := "provider \"flux\" {\n"
	if alias != "" {
		text += fmt.Sprintf("  alias = %q\n", alias)
	}
	text += fmt.Sprintf("  endpoint = %q\n  submit = %q\n  parallelism = %d\n  poll_interval = \"%dms\"\n  timeout = \"3s\"\n",
		endpoint, submit, 1+rng.IntN(8), 5+rng.IntN(40))
	if len(prices) > 0 {
		text += "  price = {"
		for _, model := range slices.Sorted(maps.Keys(prices)) {
			text += fmt.Sprintf(" %q = %g,", model, prices[model])
		}
		text += " }\n"
	}
	if submit == "callback" {
		text += fmt.Sprintf("  callback {\n    listen = %q\n    url = %q\n  }\n", callback, "http://"+callback+"/")
	}
	return text + "}\n"
}
