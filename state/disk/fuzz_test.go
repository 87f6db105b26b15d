package disk

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
	f.Add([]byte(headerLine(stateFormat) + "{\"address\":\"image.a\"}\r\n" + stateEnd))
	f.Add([]byte(headerLine(stateFormat) + "{\"address\":\"image.a\",\"depends_on\":[],\"pending\":[],\"triggers\":{}}\n{\"address\":\"image.b\",\"pending\":[{\"urls\":[]}]}\n" + stateEnd))
	f.Add([]byte("\ufeff" + unsealed(stateOf(f, sample()))))
	f.Add([]byte(strings.ReplaceAll(unsealed(stateOf(f, sample())), "\"index\":0", "\"index\":-1")))
	f.Add([]byte("<<<<<<< HEAD\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := parseState(data)
		if err != nil {
			var damage *DamageError
			var version *VersionError
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
		text := stateOf(t, s)
		again, err := parseState([]byte(text))
		if err != nil {
			t.Fatalf("cannot read what was written: %v\n%s", err, text)
		}
		same(t, "records", again, records(s))
		same(t, "text", stateOf(t, state.New(again)), text)
	})
}

// journalEvents reads a journal from memory.
func journalEvents(data []byte) (events [][]byte, size int64, err error) {
	size, err = readFrames(bytes.NewReader(data), journalFile, journalFormat, func(_ int, data []byte) error {
		events = append(events, bytes.Clone(data))
		return nil
	})
	return events, size, err
}

// FuzzJournal: what is whole in any bytes is read the same again, and after it
// one can go on.
func FuzzJournal(f *testing.F) {
	whole := journalOf(f, story()...)
	f.Add(whole)
	f.Add(whole[:len(whole)-5])
	f.Add([]byte(headerLine(journalFormat)[:7]))
	f.Fuzz(func(t *testing.T, data []byte) {
		events, size, err := journalEvents(data)
		if err != nil {
			return
		}
		if size > int64(len(data)) {
			t.Fatalf("%d bytes of %d", size, len(data))
		}
		next := append([]byte(nil), data[:size]...)
		if size == 0 {
			next = []byte(headerLine(journalFormat))
		}
		line, err := frame("next")
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := journalEvents(append(next, line...))
		if err != nil {
			t.Fatalf("after going on: %v", err)
		}
		same(t, "events", again, append(events, []byte(`"next"`)))
	})
}

// FuzzJournalDamage: a byte of a good journal is changed. What is read then is
// what was written, all of it or all but the last line.
func FuzzJournalDamage(f *testing.F) {
	whole := journalOf(f, story()...)
	want, _, err := journalEvents(whole)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint(50), byte(0))
	f.Add(uint(len(whole)-1), byte('x'))
	f.Add(uint(len(whole)-3), byte('\n'))
	f.Add(uint(bytes.LastIndexByte(whole[:len(whole)-1], '\n')), byte('x')) // two last lines become one
	f.Fuzz(func(t *testing.T, offset uint, value byte) {
		damaged := bytes.Clone(whole)
		damaged[offset%uint(len(whole))] = value
		got, _, err := journalEvents(damaged)
		if err != nil {
			return
		}
		if len(got) < len(want)-1 {
			t.Fatalf("only %d of %d events", len(got), len(want))
		}
		same(t, "events", got, want[:len(got)])
	})
}
