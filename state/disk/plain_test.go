package disk

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"gesso/state"
	"gesso/state/text"
)

// readBack writes an event as a journal does, and reads it.
func readBack(e state.Event) (state.Event, error) {
	line, err := text.Frame(e)
	if err != nil {
		return state.Event{}, err
	}
	data, whole := text.Unframe(line)
	if !whole {
		return state.Event{}, fmt.Errorf("not a frame: %q", line)
	}
	var got state.Event
	if err := text.Unmarshal(data, &got); err != nil {
		return state.Event{}, err
	}
	return got, got.Check()
}

// eventsOf are events of every kind, with every field that a provider fills.
func eventsOf(text string, number int64, amount float64, when time.Time) []state.Event {
	asked := state.Request{Kind: text, Action: "generate", Prompt: text, PromptHash: state.HashPrompt(text), Model: text, Size: text, Take: int(number), Source: state.ParseSource(text)}
	triggers := state.Triggers{text: text, "b": "c"}
	call := state.Call{
		Intent: "i1", Index: 0, Key: asked.Key(), Request: asked, Endpoint: text, Provider: text, Time: when, Price: &amount, Currency: text, Charge: state.Charge{Cost: amount, CostIn: text},
		Triggers: triggers, Task: text, TraceID: text, URLs: []string{text, ""}, Problem: text,
	}
	r := state.Record{
		Address: "image.b", Request: &asked, Path: text, Output: text, Tainted: text, Unwanted: text, DependsOn: []string{text}, Triggers: triggers, Pending: []state.Call{call},
		Picture: state.Picture{
			Key: asked.Key(), Artifact: sha(1), Format: text, Width: int(number), Height: -int(number), Bytes: number,
			Task: text, TraceID: text, URL: text, Seed: text, Charge: state.Charge{Cost: amount, CostIn: text}, Generated: when, Provider: text,
		},
	}
	empty := state.Record{Address: "image.b", Picture: state.Picture{Key: asked.Key(), Artifact: sha(1)}, DependsOn: []string{}, Triggers: state.Triggers{}, Pending: []state.Call{}}
	at := at(1)
	if !when.IsZero() {
		at = when
	}
	return []state.Event{
		{Kind: state.Intended, Time: at, Intent: "i1", Addresses: []string{"image.a"}, Request: &asked, Endpoint: text, Provider: text, Price: &amount, Currency: text, Triggers: triggers},
		{Kind: state.Accepted, Time: at, Intent: "i1", Task: "t" + text, TraceID: text, URLs: []string{text}},
		{Kind: state.Accepted, Time: at, Intent: "i1", TraceID: text, URLs: []string{"", text}},
		{Kind: state.Doubted, Time: at, Intent: "i1", Problem: text, TraceID: text},
		{Kind: state.Refused, Time: at, Intent: "i1", Problem: text, TraceID: text, URLs: []string{}},
		{Kind: state.Lost, Time: at, Intent: "i1", Index: int(max(0, number)), Problem: text},
		{Kind: state.Collected, Time: at, Record: &r},
		{Kind: state.Collected, Time: at, Record: &empty},
		{Kind: state.Placed, Time: at, Address: "image.a", Path: text, Output: text},
		{Kind: state.Moved, Time: at, From: "image.a", Record: &r},
		{Kind: state.Noted, Time: at, Address: "image.a", Triggers: triggers},
		{Kind: state.Tainted, Time: at, Address: "image.a", Problem: text},
		{Kind: state.Reviewed, Time: at, Address: "image.a", Review: &state.Review{Artifact: sha(1), Verdict: state.Reject, By: text, Note: text, At: at}},
		{Kind: state.Untainted, Time: at, Address: "image.a"},
	}
}

func checkReadBack(t *testing.T, events []state.Event) {
	t.Helper()
	for _, e := range events {
		e = e.Plain()
		if e.Check() != nil {
			continue
		}
		got, err := readBack(e)
		if err != nil {
			t.Errorf("%s: %v", e.Kind, err)
			continue
		}
		if !reflect.DeepEqual(got, e) {
			same(t, string(e.Kind), got, e)
		}
	}
}

// Nothing that a provider says makes an event that cannot be written, or that is
// another one when it is read.
func TestEveryEventCanBeWritten(t *testing.T) {
	west := time.FixedZone("west", -5*3600)
	texts := map[string]string{
		"none": "", "invalid": "a\xff\xfe\xffb", "control": "\x00\x1b[2J\u2028", "huge": strings.Repeat("\x01é", 8<<20), "surrogate": "\xed\xa0\x80",
	}
	if testing.Short() {
		delete(texts, "huge") // megabytes of it, in each of many events
	}
	for name, text := range texts {
		for _, number := range []int64{0, -1, math.MaxInt64, math.MinInt64 + 1} {
			for _, amount := range []float64{0, math.Copysign(0, -1), 0.02, -1, math.NaN(), math.Inf(1), math.MaxFloat64} {
				when := time.Date(9999, 12, 31, 23, 59, 59, 999, west)
				t.Run(fmt.Sprint(name, number, amount), func(t *testing.T) {
					if name == "huge" {
						text := text[:64<<10+1] // of what a user writes a run is told before it pays
						events := eventsOf(text, number, amount, when)
						checkReadBack(t, events)
						return
					}
					checkReadBack(t, eventsOf(text, number, amount, when))
				})
			}
		}
	}
	for _, when := range []time.Time{{}, time.Unix(math.MaxInt64/4, 0), time.Unix(math.MinInt64/4, 0), time.Date(1, 1, 1, 0, 0, 0, 0, time.FixedZone("east", 3600)), time.Now()} {
		checkReadBack(t, eventsOf("x", 1, 1, when))
	}
	// What the provider alone says may be of any length.
	huge := strings.Repeat("\x01", 3*text.MaxFrame)
	e := state.Event{Kind: state.Accepted, Time: at(1), Intent: "i1", Task: huge, TraceID: huge, URLs: []string{huge}, Problem: huge}
	checkReadBack(t, []state.Event{e})
	r := record("image.a", 1)
	r.URL, r.Seed, r.Task, r.TraceID, r.Format = huge, huge, huge, huge, huge
	checkReadBack(t, []state.Event{collectedBy("i1", 1, 0, r)})
	if got := e.Plain(); got.Task == "" || len(got.Task) > 4<<10 {
		t.Errorf("a task of %d bytes", len(got.Task))
	}
}

// The year 10000 does not stop a run, and what was collected in it is loaded.
func TestAPictureOfTheYear10000(t *testing.T) {
	w := open(t, t.TempDir())
	r := record("image.a", 1)
	r.Generated = time.Date(9999, 12, 31, 23, 59, 59, 0, time.FixedZone("west", -5*3600))
	r.Cost = math.NaN()
	r.Seed = "\xff"
	run(t, w, collectedBy("", 1, 0, r))
	got := load(t, w).Get("image.a")
	if got == nil || got.Generated.Year() != 9999 || got.Cost != 0 || !utf8.ValidString(got.Seed) {
		t.Errorf("%+v", got)
	}
}

// A request that leaves no room for what will be told of its picture is refused
// before it is sent.
func TestAppendLeavesRoomForThePicture(t *testing.T) {
	w := open(t, t.TempDir())
	j, finish := begin(t, w)
	defer finish()
	e := intended("i1", 1, "image.a")
	e.Request.Prompt = strings.Repeat("x", text.MaxFrame-1000)
	if err := j.Append(e); err == nil {
		t.Error("took a request that its picture could not be recorded with")
	}
}

// FuzzEvent: whatever is in an event that can be folded is written and read back.
func FuzzEvent(f *testing.F) {
	f.Add("\xff\x00é", int64(-1), 0.02, int64(253402300800), int64(-18000))
	f.Add("https://cdn.example/x.png?a=<b>", int64(1<<40), math.Copysign(0, -1), int64(-62135596801), int64(3600))
	f.Fuzz(func(t *testing.T, text string, number int64, amount float64, second, zone int64) {
		when := time.Unix(second, number%1e9).In(time.FixedZone("", int(zone%86400)))
		checkReadBack(t, eventsOf(text, number, amount, when))
	})
}
