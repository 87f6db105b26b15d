package sandbox

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gesso/runner/sandbox/fault"
)

// weathered is a bench in a weather, which must be a good one to ask for.
func weathered(t *testing.T, w Weather) *bench {
	t.Helper()
	options, err := w.Options()
	if err != nil {
		t.Fatal(err)
	}
	return newBench(t, options)
}

func TestTheDocumentationHasEveryFault(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	table := "//\t" + strings.ReplaceAll(strings.TrimSuffix(fault.Table(), "\n"), "\n", "\n//\t") + "\n"
	if !strings.Contains(string(doc), table) {
		t.Errorf("doc.go lacks the table as it is:\n%s", table)
	}
	for line := range strings.Lines(fault.Table()) {
		if len(line) > 81 {
			t.Errorf("longer than 80 columns: %s", line)
		}
	}
}

func TestWeatherThatCannotBe(t *testing.T) {
	for want, w := range map[string]Weather{
		`no fault "trunkated"; did you mean "truncated"?`: {Faults: map[string]float64{"trunkated": 1}},
		`no fault "earthquake"`:                           {Faults: map[string]float64{"earthquake": 1}},
		`"drop" has the number 1.5`:                       {Faults: map[string]float64{"drop": 1.5}},
		`"drop" has the number -1`:                        {Faults: map[string]float64{"drop": -1}},
		`"drop" has the number NaN`:                       {Faults: map[string]float64{"drop": math.NaN()}},
		`"lost" needs expire`:                             {Faults: map[string]float64{"lost": 1}},
		"latency is not":                                  {Latency: -1},
		"rate is not":                                     {Rate: math.NaN()},
		"balance is not":                                  {Balance: new(int(-1))},
	} {
		if _, err := w.Options(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %s", w, err, want)
		}
	}
}

// Chance depends on what is asked for and how often it was, and on nothing else.
func TestChanceKnowsNoOrder(t *testing.T) {
	outcomes := func(seed int, order ...int) map[string]string {
		b := weathered(t, Weather{Seed: seed, Faults: map[string]float64{"400": 0.2, "500": 0.2, "fail": 0.2}})
		for _, i := range order {
			b.send("POST", "/flux/images", object{"action": "generate", "prompt": fmt.Sprint("picture ", i), "async": true})
		}
		found := map[string]string{}
		for _, call := range b.Books().Calls {
			found[call.Prompt] += call.Outcome + " "
		}
		return found
	}
	var forth, back []int
	for i := range 60 {
		forth, back = append(forth, i, i), append(back, 59-i, 59-i)
	}
	one, same, other := outcomes(1, forth...), outcomes(1, back...), outcomes(2, forth...)
	if fmt.Sprint(one) != fmt.Sprint(same) {
		t.Error("another order has another weather")
	}
	if fmt.Sprint(one) == fmt.Sprint(other) {
		t.Error("another seed has the same weather")
	}
	all := strings.Join(strings.Fields(fmt.Sprint(one)), " ")
	for _, outcome := range []string{"refused: bad_request", "server error", "failed", "accepted"} {
		if n := strings.Count(all, outcome); n < 8 || n > 90 {
			t.Errorf("of 120 submissions %d were %s", n, outcome)
		}
	}
}

func TestEveryNth(t *testing.T) {
	b := weathered(t, Weather{Faults: map[string]float64{"400": 3, "fail": 2}})
	for i := range 6 {
		b.send("POST", "/flux/images", object{"action": "generate", "prompt": fmt.Sprint("picture ", i)})
	}
	var got []string
	for _, call := range b.Books().Calls {
		got = append(got, call.Outcome)
	}
	if fmt.Sprint(got) != "[accepted failed refused: bad_request failed accepted refused: bad_request]" {
		t.Error(got)
	}
}

func TestRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		options, _ := Weather{Rate: 2, RetryAfter: 3 * time.Second}.Options()
		s := New(options)
		defer s.Close()
		b := &bench{t, s}
		ask := func() int {
			return b.send("POST", "/flux/images", object{"action": "generate", "prompt": "p", "async": true}).Code
		}
		if got := fmt.Sprint(ask(), ask(), ask(), ask()); got != "200 200 429 429" {
			t.Errorf("at once: %s", got)
		}
		time.Sleep(500 * time.Millisecond)
		if got := fmt.Sprint(ask(), ask()); got != "200 429" {
			t.Errorf("half a second later: %s", got)
		}
		if got := fmt.Sprint(b.Books().RefusedBy, b.Books().Accepted); got != "map[too_many_requests:3] 3" {
			t.Error(got)
		}
	})
}

// HTTP knows two forms of Retry-After, and clients have to.
func TestRetryAfterInBothForms(t *testing.T) {
	b := weathered(t, Weather{RetryAfter: 90 * time.Second, Faults: map[string]float64{"429": 1, "poll-429": 1}})
	first := b.send("POST", "/flux/images", object{"action": "generate", "prompt": "p"}).Header()
	second := b.send("POST", "/flux/tasks", object{"action": "retrieve", "id": "x"}).Header()
	if got := first.Get("Retry-After"); got != "90" {
		t.Errorf("first %q", got)
	}
	at, err := time.Parse(time.RFC1123, second.Get("Retry-After"))
	date, err2 := time.Parse(time.RFC1123, second.Get("Date"))
	if err != nil || err2 != nil || at.Sub(date) != 90*time.Second {
		t.Errorf("then %q at %q", second.Get("Retry-After"), second.Get("Date"))
	}
}

func TestModerationByWords(t *testing.T) {
	b := weathered(t, Weather{Moderate: []string{"Blood"}})
	if status, code := b.refusal("POST", "/flux/images", object{"action": "generate", "prompt": "a bloody knight"}); status != 403 || code != "moderation" {
		t.Errorf("%d %s", status, code)
	}
	b.generate("a knight")
}

func TestJitterStaysInItsBounds(t *testing.T) {
	now := &fixed{time.Unix(1736304669, 0)}
	options, _ := Weather{Seed: 3, Latency: 2 * time.Second, Jitter: 3 * time.Second}.Options()
	options.Clock = now
	b := newBench(t, options)
	least, most := time.Hour, time.Duration(0)
	for i := range 200 {
		took := b.account.task(b.submit(fmt.Sprint("picture ", i))).finish.Sub(now.t)
		least, most = min(least, took), max(most, took)
	}
	if least != 0 || most < 4500*time.Millisecond || most > 5*time.Second {
		t.Errorf("from %v to %v", least, most)
	}
}

func TestPollFaults(t *testing.T) {
	b := weathered(t, Weather{Faults: map[string]float64{"poll-500": 2}})
	id := b.submit("a fox")
	b.post("/flux/tasks", object{"action": "retrieve", "id": id})
	if status, code := b.refusal("POST", "/flux/tasks", object{"action": "retrieve", "id": id}); status != 500 || code != "api_error" {
		t.Errorf("%d %s", status, code)
	}
	b.post("/flux/tasks", object{"action": "retrieve", "id": id})
}
