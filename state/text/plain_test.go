package text

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gesso/state"
)

// samples are lines of records, whole and with what is not plain in them.
var samples = []string{
	`{"address":"image.a","request":{"kind":"flux","action":"generate","prompt":"a fox","prompt_sha256":"00","model":"m","size":"1:1","take":2},"key":"k1:00","artifact":"aa","format":"png","width":3,"height":2,"bytes":70,"task_id":"t","trace_id":"u","url":"https://x","seed":"1","generated_at":"2026-01-02T03:04:05Z","provider":"flux.b","position":2,"path":"a.png","output_sha256":"aa","crc32c":"00000000"}`,
	`{"address":"image.é","artifact":"","path":"a\u0041.png","width":-1}`,
	`{"Address":"image.a","generated_at":"2026-01-02T03:04:05.5+01:00","bytes":1e3}`,
	`{"address":"image.a","depends_on":["image.b"],"pending":[],"request":null}`,
}

// TestPlain: a line that is read without encoding/json is read as by that.
func TestPlain(t *testing.T) {
	bits := append(strings.Split(strings.Join(samples, ","), ","), `"`, `\`, "\x00", "\xff", "{", "}", ":", ",", "0", " ", "null", `"width":0`)
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom(samples).Draw(t, "line")
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			at := rapid.IntRange(0, len(line)).Draw(t, "at")
			if commas := strings.Count(line, ","); commas > 0 && rapid.Bool().Draw(t, "between fields") {
				at = len(strings.Join(strings.Split(line, ",")[:rapid.IntRange(1, commas).Draw(t, "field")], ","))
			}
			end := min(len(line), at+rapid.IntRange(0, 3).Draw(t, "less"))
			line = line[:at] + rapid.SampledFrom([]string{"", ","}).Draw(t, "sign") + rapid.SampledFrom(bits).Draw(t, "more") + line[end:]
		}
		p := plainReader{words: map[string]string{}}
		for range 2 { // with words that are known
			got, sum, ok := p.record([]byte(line))
			if !ok {
				return
			}
			want := new(sealedRecord)
			decoder := json.NewDecoder(strings.NewReader(line))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(want); err != nil || decoder.InputOffset() != int64(len(line)) {
				t.Fatalf("%s is read, and is %v", line, err)
			}
			if diff := cmp.Diff(want, &sealedRecord{*got, sum}); diff != "" {
				t.Fatalf("%s (-want +got):\n%s", line, diff)
			}
		}
	})
}

// TestPlainIsUsual: what an apply records of a picture is plain.
func TestPlainIsUsual(t *testing.T) {
	s := new(state.State)
	s.Apply(collectedBy("", 1, 0, record("image.b", 7)))
	text := strings.Split(stateOf(t, s), "\n")[1]
	for _, line := range []string{text, samples[0]} {
		p := plainReader{words: map[string]string{}}
		if r, _, ok := p.record([]byte(line)); !ok || r.Address == "" {
			t.Errorf("%s is not plain", line)
		}
	}
}
