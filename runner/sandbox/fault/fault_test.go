package fault

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Every fault of the table does something at its stage, and says so.
func TestEveryFaultStrikes(t *testing.T) {
	for _, f := range catalog {
		faults := Chances{Numbers: map[string]float64{f.name: 1}}.Faults()
		fate, refused, parcel := faults.Submit(Submission{Number: 1, Times: 1}), faults.Poll(1), faults.Deliver(Download{Number: 1, Times: 1})
		got := [...]bool{fate != Fate{}, refused != nil, parcel != Parcel{}}
		if want := [...]bool{f.stage <= calling, f.stage == polling, f.stage == delivering}; got != want {
			t.Errorf("%s: %+v, %+v, %+v", f.name, fate, refused, parcel)
		}
	}
}

func TestNumbersThatCannotBe(t *testing.T) {
	for name, test := range map[string]struct {
		number float64
		want   string
	}{
		"truncated": {2, "<nil>"},
		"trunkated": {1, `the sandbox has no fault "trunkated"; did you mean "truncated"?`},
		"drop":      {1.5, `the sandbox's fault "drop" has the number 1.5: below 1 it is a probability, from 1 on N is every N-th time`},
	} {
		if got := fmt.Sprint(Chances{Numbers: map[string]float64{name: test.number}}.Check()); got != test.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestWords(t *testing.T) {
	for prompt, want := range map[string]Fate{
		"a fox":                                  {},
		"[sandbox:stuck] a fox [sandbox:omit=1]": {Stuck: true, Omit: Omissions},
		"[sandbox:stuck=1]":                      {Stuck: true},
		"[sandbox:slow=2s]":                      {Latency: 2 * time.Second},
		"[sandbox:slow=soon] [sandbox:nothing]":  {},
		"[sandbox:gone] [sandbox:poll-500]":      {}, // which are about no submission
		"[sandbox:short] [sandbox:extra]":        {Extra: -1},
		"[sandbox:stuck":                         {},
	} {
		if diff := cmp.Diff(want, Spoken(Submission{Prompt: prompt, Times: 1})); diff != "" {
			t.Errorf("%s:\n%s", prompt, diff)
		}
	}
	if got := Spoken(Submission{Prompt: "[sandbox:stuck=1]", Times: 2}); got != (Fate{}) {
		t.Errorf("the second time: %+v", got)
	}
	for times, want := range map[int]Parcel{1: {Damage: Bomb}, 2: {}} {
		if got, is := SpokenParcel(Download{Prompt: "[sandbox:bomb=1]", Times: times}); got != want || is != (want != Parcel{}) {
			t.Errorf("download %d: %+v, %t", times, got, is)
		}
	}
}

// What is chance depends on the seed, on what is asked for, and how often it was.
func TestChance(t *testing.T) {
	struck := func(seed int, numbers ...int) (all string) {
		faults := Chances{Seed: seed, Numbers: map[string]float64{"gone": 0.3}}.Faults()
		for _, n := range numbers {
			all += fmt.Sprint(faults.Deliver(Download{Number: n, Name: "a.png", Times: 1 + n%2}).Gone, " ")
		}
		return all
	}
	if struck(1, 1, 3, 5) != struck(1, 9, 7, 1) {
		t.Error("the order of requests decides")
	}
	seen := map[string]bool{}
	for seed := range 50 {
		seen[struck(seed, 1, 2)] = true
	}
	if len(seen) != 4 {
		t.Errorf("fifty seeds make %v", seen)
	}
}
