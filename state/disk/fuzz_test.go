package disk

import (
	"bytes"
	"testing"

	"gesso/state/text"
)

// journalEvents reads a journal from memory.
func journalEvents(data []byte) (events [][]byte, size int64, err error) {
	size, err = text.ReadFrames(bytes.NewReader(data), journalFile, journalFormat, func(_ int, data []byte) error {
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
	f.Add([]byte(text.Header(journalFormat)[:7]))
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
			next = []byte(text.Header(journalFormat))
		}
		line, err := text.Frame("next")
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
