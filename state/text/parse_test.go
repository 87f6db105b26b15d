package text

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gesso/state"
	"gesso/state/statetest/drawn"
)

func TestStateFileText(t *testing.T) {
	s := applied(collectedBy("", 1, 0, record("image.b", 7)), intended("i1", 2, "image.a"))
	want := `{"gesso":"state","version":1}
{"address":"image.a","pending":[{"intent":"i1","index":0,"count":1,"key":"` + string(request(2).Key()) + `","request":{"kind":"flux","action":"generate","prompt":"a <red> fox & 2 hens","prompt_sha256":"` + state.HashPrompt("2") + `","model":"flux-dev","size":"1024x1024"},"endpoint":"https://api.example","time":"2026-11-22T12:00:02Z","price":0.02}],"crc32c":"a44101e1"}
{"address":"image.b","request":{"kind":"flux","action":"generate","prompt":"a <red> fox & 7 hens","prompt_sha256":"` + state.HashPrompt("7") + `","model":"flux-dev","size":"1024x1024"},"key":"` + string(request(7).Key()) + `","artifact":"` + sha(7) + `","format":"png","width":1024,"height":1024,"bytes":123456,"task_id":"task-7","trace_id":"trace-7","url":"https://cdn.example/7.png","seed":"42","generated_at":"2026-11-22T12:00:07Z","path":"image.b.png","output_sha256":"` + sha(7) + `","crc32c":"25ff92bd"}
{"gesso":"end"}
`
	same(t, "gesso.state", stateOf(t, s), want)
}

// A state file that was cut anywhere is refused: what is missing would be paid
// for again. Only the last line end may go, as editors take it.
func TestStateCutAtEveryByte(t *testing.T) {
	whole := stateOf(t, sample())
	for cut := range len(whole) + 1 {
		got, err := Parse([]byte(whole[:cut]))
		if cut >= len(whole)-1 {
			same(t, fmt.Sprint("cut at ", cut), got, records(sample()))
			continue
		}
		var damage *state.DamageError
		if !errors.As(err, &damage) {
			t.Fatalf("cut at %d: %d records, error %v", cut, len(got), err)
		}
	}
}

// The file is parsed in pieces: none is lost or misplaced at their borders, and
// a damaged line is named by its number in the file.
func TestStateOfManyChunks(t *testing.T) {
	s := new(state.State)
	for n := range 3000 {
		s.Apply(collectedBy("", 1, 0, record(fmt.Sprintf("image.a[%d]", n), n)))
	}
	whole := stateOf(t, s)
	if len(whole) < 1<<20 {
		t.Fatalf("only %d bytes", len(whole))
	}
	got, err := Parse([]byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "records", got, records(s))
	for _, n := range []int{0, 1, 1500, 2999} {
		broken := strings.Replace(whole, fmt.Sprintf(`"address":"image.a[%d]"`, n), `"address":7`, 1)
		_, err := Parse([]byte(broken))
		var damage *state.DamageError
		if !errors.As(err, &damage) || damage.Line != n+2 {
			t.Errorf("record %d: %v", n, err)
		}
	}
}

func TestStateBitFlipsNeverLoseARecord(t *testing.T) {
	whole := stateOf(t, sample())
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		bit := random.IntN(8 * len(whole))
		data := []byte(whole)
		data[bit/8] ^= 1 << (bit % 8)
		got, err := Parse(data)
		if err == nil && len(got) != sample().Len() {
			t.Fatalf("bit %d: %d records", bit, len(got))
		}
	}
}

// What is read back is what was written, and writes the same bytes again.
func TestStateIsStable(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := applied(drawn.Events().Draw(r, "events")...)
		saved := stateOf(t, s)
		read, err := Parse([]byte(saved))
		if err != nil {
			r.Fatal(err)
		}
		same(r, "records", read, records(s))
		same(r, "text", stateOf(t, state.New(read)), saved)
	})
}
