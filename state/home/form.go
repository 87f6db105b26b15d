package home

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gesso/state"
)

// Limits of a segment's own values. The chain checks whether it fits its place in the log.

const (
	maxWord = 255  // bytes of each text about a holder
	maxNote = 4096 // bytes of where a project moved to

	maxLease = 24 * 60 * 60 // in seconds
)

// check returns what is wrong with a segment's own values.
func (r *record) check() error {
	known := map[Kind]bool{Founded: true, Begun: true, Events: true, Report: true, Beat: true, Ended: true, Left: true, Deleted: true}
	switch {
	case r.Format != segmentFormat || r.Version < 1:
		return errors.New("is not a segment of a gesso log")
	case r.Version > segmentVersion:
		return &state.VersionError{Version: r.Version, Known: segmentVersion}
	case !known[r.Kind]:
		return fmt.Errorf("is of a kind that there is not: %.40q", r.Kind)
	case r.N < 1 || r.N > lastNumber || r.Epoch < 0 || r.Epoch > r.N:
		return errors.New("has a number that there is not")
	case r.Epoch == 0 && r.Kind != Founded:
		return errors.New("is of no epoch")
	case (r.N == 1) != (r.Prev == "") || r.N > 1 && !isHash(r.Prev):
		return errors.New("does not name the segment before it")
	case !isWord(r.Home) || !isWord(r.Nonce) || r.Home == "" || r.Nonce == "":
		return errors.New("has no home, or no nonce")
	case !isLine(r.Workspace, maxWord):
		return errors.New("names a workspace that there cannot be")
	case (r.Frames > 0) != (r.Kind == Events || r.Kind == Report):
		return fmt.Errorf("has %d bytes of events, and is of the kind %s", r.Frames, r.Kind)
	case r.Snapshot != nil && r.Kind != Founded && r.Kind != Ended && r.Kind != Deleted:
		return fmt.Errorf("names a snapshot, and is of the kind %s", r.Kind)
	case r.Snapshot == nil && r.Kind == Deleted:
		return errors.New("says that a workspace was deleted, and not what is known of it")
	case (r.Note != "") != (r.Kind == Left) || !isLine(r.Note, maxNote):
		return errors.New("says where the project moved to, or does not, and should not")
	}
	if r.Snapshot != nil {
		if err := r.Snapshot.check(r.N); err != nil {
			return err
		}
	}
	return r.Holder.check()
}

// check returns what is wrong with the snapshot that segment n names.
func (s *Snapshot) check(n int64) error {
	switch {
	case s.At.N < 0 || s.At.N >= n || (s.At.N == 0) != (s.At.Seal == "") || s.At.N > 0 && !isHash(s.At.Seal):
		return errors.New("names a snapshot of no place before it")
	case !isHash(s.SHA256) || s.Bytes < 1 || s.Bytes > maxSnapshot || s.Size < 0 || s.Size > maxContent:
		return errors.New("names a snapshot that there cannot be")
	}
	return nil
}

// check returns what is wrong with a holder.
func (h Holder) check() error {
	switch {
	case h.PID < 0 || h.Lease < 0 || h.Lease > maxLease:
		return errors.New("has a holder of no process, or of a lease that there is not")
	case !isLine(h.Host, maxWord) || !isLine(h.User, maxWord) || !isLine(h.Command, maxWord) || !isLine(h.Workspace, maxWord):
		return errors.New("has a holder whose name is too long, or no line of text")
	case !isWord(h.Nonce) || h.Nonce == "":
		return errors.New("has a holder without a nonce")
	case h.Time.Location() != time.UTC:
		return errors.New("has a time that gesso would write otherwise")
	}
	return nil
}

// plain returns a holder in a form that is read back as it was written.
func (h Holder) plain() Holder {
	h.PID, h.Lease = max(h.PID, 0), min(max(h.Lease, 0), maxLease)
	h.Host, h.User, h.Command, h.Workspace = line(h.Host), line(h.User), line(h.Command), line(h.Workspace)
	h.Time = h.Time.UTC().Round(0)
	if year := h.Time.Year(); year < 1 || year > 9999 {
		h.Time = time.Time{}
	}
	return h
}

// line shortens a text to one line of at most maxWord bytes.
func line(text string) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	for len(text) > maxWord {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}

// isLine reports whether a text is printable, on one line, and at most so many bytes long.
func isLine(text string, most int) bool {
	return len(text) <= most && utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}

// isWord reports whether a text has only letters, digits and dashes, at most 64 of them.
func isWord(text string) bool {
	odd := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
	}
	return len(text) <= 64 && !strings.ContainsFunc(text, odd)
}
