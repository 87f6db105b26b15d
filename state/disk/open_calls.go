package disk

import (
	"bytes"

	"gesso/state"
	"gesso/state/disk/internal/moment"
	"gesso/state/text"
)

// readStanding adds the calls to the state that the ledger has open, and removes those that
// have ended.
func (w *Workspace) readStanding(s *Loaded, ledger moment.Part) error {
	if ledger.Unreadable {
		s.ledger = -1
	}
	if ledger.File == nil {
		return nil
	}
	st := state.NewStanding(s.State)
	size, err := text.ReadFrames(ledger.File, w.at.ledger, ledgerFormat, func(line int, data []byte) error {
		if err := readStandingLine(st, data); err != nil {
			return w.ledgerDamage(line, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.ledger = size
	s.open = s.Recall(st)
	return nil
}

// readStandingLine applies one line of the ledger. Of ten thousand lines few matter; every
// plan reads them, so the others are not decoded.
func readStandingLine(st *state.Standing, data []byte) error {
	opens := bytes.Contains(data[:min(len(data), 80)], openMark)
	if intent, plain := intentOf(data); !opens && plain && !st.Minds(intent) {
		return nil
	}
	var e state.Entry
	if err := text.Unmarshal(data, &e); err != nil {
		return err
	}
	if err := e.Check(); err != nil {
		return err
	}
	st.Add(e)
	return nil
}

var openMark = []byte(`"outcome":"` + state.OutcomeOpen + `"`)

// intentOf returns the encoded intent of an entry, and whether it needs no decoding. In
// JSON a quote within a text is escaped, so the first match is the field. An entry without
// an intent has ended no call.
func intentOf(data []byte) (intent string, plain bool) {
	_, rest, found := bytes.Cut(data, []byte(`"intent":"`))
	if !found {
		return "", true
	}
	value, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(value), !bytes.ContainsRune(value, '\\')
}
