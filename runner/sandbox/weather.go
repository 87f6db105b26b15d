package sandbox

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"gesso/runner/sandbox/fault"
)

// Weather is how a sandbox behaves, in the words of users: the settings of
// `gesso sandbox` and of a provider's sandbox block. The zero Weather is a good
// day. Options makes what a server is started with.
type Weather struct {
	// Seed decides everything that is left to chance. Whether a fault of a given
	// probability strikes depends on the seed, on what is asked for, and on how
	// often it was asked for: not on the time, and not on the order of requests.
	Seed int

	// Latency is how long a generation takes, give or take the Jitter: evenly
	// distributed, and never below 0.
	Latency, Jitter time.Duration

	// Rate is how many submissions a second are let through, 0 for no limit; as
	// many as come in one second can come at once. What exceeds it is refused
	// with 429. RetryAfter is how long that answer, and the fault 429, tell the
	// client to wait, in whole seconds or as a date; 0 for no such header.
	Rate       float64
	RetryAfter time.Duration

	// Balance is how many pictures the account can pay for; nil is no limit.
	Balance *int

	// Moderate are words, in any case, whose prompts are refused.
	Moderate []string

	// Expire is how long a result's link answers; 0 is for ever. A task that is
	// asked again gives new links.
	Expire time.Duration

	// Recode gives a new link at each question for a task, and at each link the
	// same pixels in other bytes, as storage services do that encode anew.
	Recode bool

	// List answers for a user's tasks without their ids, which nobody promises of
	// the API. Strict demands a size of every submission, as the service does. Cost
	// is what each picture is said to have cost, in credits.
	List, Strict bool
	Cost         float64

	// Faults says how often each fault of fault.Table strikes, by name. A number
	// below 1 is a probability; N, from 1, is every N-th submission, call of
	// /flux/tasks or download, whichever the fault is about; 0 is never.
	Faults map[string]float64
}

// Options returns what a server in this weather is started with. The error says
// what is wrong with a setting, for its author.
func (w Weather) Options() (Options, error) {
	if err := w.check(); err != nil {
		return Options{}, err
	}
	w.Faults, w.Moderate = maps.Clone(w.Faults), slices.Clone(w.Moderate)
	return Options{
		Seed: w.Seed, Latency: w.Latency, Jitter: w.Jitter, Rate: w.Rate, RetryAfter: w.RetryAfter,
		Balance: w.Balance, Expire: w.Expire, Recode: w.Recode, List: w.List, Strict: w.Strict, Cost: w.Cost,
		Refuse: w.refuse,
		Faults: w.chances().Faults(),
	}, nil
}

func (w Weather) chances() fault.Chances { return fault.Chances{Seed: w.Seed, Numbers: w.Faults} }

func (w Weather) check() error {
	if err := w.chances().Check(); err != nil {
		return err
	}
	for _, s := range []struct {
		name string
		bad  bool
	}{
		{"latency", w.Latency < 0}, {"jitter", w.Jitter < 0}, {"retry_after", w.RetryAfter < 0}, {"expire", w.Expire < 0},
		{"rate", !(w.Rate >= 0) || math.IsInf(w.Rate, 0)}, {"cost", !(w.Cost >= 0) || math.IsInf(w.Cost, 0)}, {"balance", w.Balance != nil && *w.Balance < 0},
	} {
		if s.bad {
			return fmt.Errorf("the sandbox's %s is not a number from 0", s.name)
		}
	}
	if w.Faults["lost"] > 0 && w.Expire == 0 {
		return fmt.Errorf("the sandbox's fault \"lost\" needs expire: without it no link is ever lost")
	}
	return nil
}

// refuse is moderation by words.
func (w Weather) refuse(sub fault.Submission) *fault.Failure {
	prompt := strings.ToLower(sub.Prompt)
	for _, word := range w.Moderate {
		if word != "" && strings.Contains(prompt, strings.ToLower(word)) {
			return fault.Moderated()
		}
	}
	return nil
}
