package text

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"gesso/state"
)

// FuzzState: whatever can be read is all there, one record a line, and is
// written so that it is read as the same again.
func FuzzState(f *testing.F) {
	f.Add([]byte(stateOf(f, sample())))
	f.Add([]byte(stateOf(f, new(state.State))))
	f.Add([]byte(Header("state") + "{\"address\":\"image.a\"}\r\n" + `{"gesso":"end"}`))
	f.Add([]byte(Header("state") + "{\"address\":\"image.a\",\"depends_on\":[],\"pending\":[],\"triggers\":{}}\n{\"address\":\"image.b\",\"pending\":[{\"urls\":[]}]}\n" + `{"gesso":"end"}`))
	f.Add([]byte("\ufeff" + unsealed(stateOf(f, sample()))))
	f.Add([]byte(strings.ReplaceAll(unsealed(stateOf(f, sample())), "\"index\":0", "\"index\":-1")))
	f.Add([]byte("<<<<<<< HEAD\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := Parse(data)
		if err != nil {
			var damage *state.DamageError
			var version *state.VersionError
			switch {
			case errors.As(err, &damage):
				if lines := bytes.Count(data, []byte("\n")) + 2; damage.Line < 1 || damage.Line > lines {
					t.Errorf("line %d of %d: %v", damage.Line, lines, err)
				}
			case !errors.As(err, &version):
				t.Errorf("an error of no type: %v", err)
			}
			return
		}
		if lines := bytes.Count(bytes.TrimSuffix(data, []byte("\n")), []byte("\n")) + 1; lines != len(read)+2 {
			t.Errorf("%d records of %d lines", len(read), lines)
		}
		s := state.New(read)
		saved := stateOf(t, s)
		again, err := Parse([]byte(saved))
		if err != nil {
			t.Fatalf("cannot read what was written: %v\n%s", err, saved)
		}
		same(t, "records", again, records(s))
		same(t, "text", stateOf(t, state.New(again)), saved)
	})
}
