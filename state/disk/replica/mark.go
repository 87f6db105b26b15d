package replica

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"gesso/state"
	"gesso/state/disk/history"
	"gesso/state/disk/internal/file"
	"gesso/state/home"
	"gesso/state/text"
)

// mark is the position of a copy, as kept in its file. It is written after what it covers.
type mark struct {
	Home string `json:"home"` // the home's id
	home.Position

	// The lengths of the files that the mark covers. A journal of no bytes is folded.
	Journal int64 `json:"journal,omitempty"`
	Ledger  int64 `json:"ledger,omitempty"`
	Folded  int64 `json:"folded,omitempty"` // the segment after which the journal begins

	State string `json:"state,omitempty"` // the seal of the state file

	Snapshot *home.Snapshot `json:"snapshot,omitempty"` // the newest one that counts
	Since    int64          `json:"since,omitempty"`    // bytes of frames after the snapshot

	Self   string   `json:"self,omitempty"`   // the folder that began the epochs
	Epochs []string `json:"epochs,omitempty"` // the nonces of its epochs, the newest last
	Left   *left    `json:"left,omitempty"`   // set if the project has moved away

	Deleted *home.Holder `json:"deleted,omitempty"` // who has deleted the workspace
}

type left struct {
	To string      `json:"to"`
	By home.Holder `json:"by"`
}

// mostEpochs is how many nonces are kept: only the last one of the log is ever looked up.
const mostEpochs = 8

// mostMark is the largest size of a mark in bytes.
const mostMark = 64 << 10

// count adds a segment to the mark's position.
func (m *mark) count(s home.Segment) {
	m.Position = s.At
	m.Since += int64(len(s.Frames))
	if s.Snapshot != nil {
		m.Snapshot, m.Since = s.Snapshot, 0
	}
	switch s.Kind {
	case home.Left:
		m.Left = &left{s.Note, s.Holder}
	case home.Deleted:
		m.Deleted = &s.Holder
	case home.Founded, home.Begun:
		m.Left, m.Deleted = nil, nil
	}
}

// When saving a snapshot is worth it: when reading the log after the last one takes about
// as long as reading a snapshot.
const (
	leastSegments   = 100
	bytesOfASegment = 16 << 10 // a request takes as long as so many bytes
)

// due reports whether a snapshot should be saved.
func (m *mark) due() bool {
	if m.Snapshot == nil {
		return m.Since > 0
	}
	segments := m.N - m.Snapshot.At.N
	return segments >= max(leastSegments, m.Snapshot.Bytes/bytesOfASegment) || m.Since > 0 && m.Since >= m.Snapshot.Bytes/2
}

// begun adds the nonce of an epoch that this folder is about to begin.
func (m *mark) begun(self, nonce string) {
	if m.Self != self {
		m.Self, m.Epochs = self, nil // the folder was copied from another one, whose run may be alive
	}
	m.Epochs = append(slices.Clone(m.Epochs), nonce)
	m.Epochs = m.Epochs[max(0, len(m.Epochs)-mostEpochs):]
}

// readMark reads the mark. A missing file is the zero mark.
func (r *Replica) readMark() (m mark, err error) {
	data, err := file.Read(r.root, r.name(markFile))
	if errors.Is(err, fs.ErrNotExist) {
		return mark{}, nil
	}
	if err != nil {
		return mark{}, fmt.Errorf("reading how far the copy of the home is: %w", err)
	}
	content, whole := text.Unframe(data)
	switch {
	case len(data) > mostMark:
		return mark{}, r.damage(markFile, "longer than any that gesso writes")
	case !whole:
		return mark{}, r.damage(markFile, "damaged, its checksum differs")
	case text.Unmarshal(content, &m) != nil || m.Home == "" || m.N <= 0 || m.Journal < 0 || m.Ledger < 0:
		return mark{}, r.damage(markFile, "not what gesso writes there")
	}
	return m, nil
}

// cut removes what the journal has beyond the mark, left by a killed run or update. It will
// come again from the home.
func (r *Replica) cut() error {
	have, err := r.size(JournalFile)
	if err != nil {
		return err
	}
	switch ledger, err := r.size(LedgerFile); {
	case err != nil:
		return err
	case ledger < r.mark.Ledger:
		return r.damage(LedgerFile, "shorter than it was")
	case have < r.mark.Journal:
		return r.damage(JournalFile, "shorter than it was")
	case have == r.mark.Journal:
		return nil
	case r.mark.Journal == 0:
		return r.remove(JournalFile)
	}
	f, err := r.open(JournalFile)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Truncate(r.mark.Journal)
}

// state returns the content of the state file, or nil if there is none.
func (r *Replica) state() ([]byte, error) {
	data, err := file.Read(r.root, r.name(StateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// replaced reports whether the state file is not the one that the mark covers, although it
// is undamaged: a run was killed before it wrote the mark, or somebody has restored an
// older file, which must not pass for the home's state.
func (r *Replica) replaced() (bool, error) {
	data, err := r.state()
	if err != nil || history.Seal(data) == r.mark.State {
		return false, err
	}
	if data == nil {
		return true, nil
	}
	_, err = text.Parse(data)
	return err == nil, nil // a damaged one is refused by Load
}

// write writes a mark to its file.
func (r *Replica) write(m mark) error {
	ledger, err := r.size(LedgerFile)
	if err != nil {
		return err
	}
	m.Ledger = ledger
	state, err := r.state()
	if err != nil {
		return err
	}
	m.State = history.Seal(state)
	line, err := text.Frame(m)
	if err != nil {
		return fmt.Errorf("noting how far the copy of the home is: %w", err)
	}
	if err := r.replace(markFile, line); err != nil {
		return fmt.Errorf("noting how far the copy of the home is: %w", err)
	}
	r.mark = m
	return nil
}

// replace durably replaces the content of a file.
func (r *Replica) replace(name string, data []byte) error {
	at := r.name(name)
	d, err := file.NewDraft(r.root, file.TempName(at), 0o600)
	if err != nil {
		return err
	}
	defer d.Discard()
	if _, err := d.Write(data); err != nil {
		return err
	}
	return d.PublishDurably(at)
}

func (r *Replica) remove(name string) error {
	if err := r.root.Remove(r.name(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// size returns a file's length, or 0 if there is none.
func (r *Replica) size(name string) (int64, error) {
	info, err := r.root.Stat(r.name(name))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (r *Replica) name(file string) string { return path.Join(r.dir, file) }

func (r *Replica) damage(name, problem string) error {
	return &state.DamageError{File: r.name(name), Problem: problem, Hint: r.Hint()}
}

// Hint says what to do about a damaged file of the copy.
func (r *Replica) Hint() string {
	return fmt.Sprintf("remove %s: the next command makes it anew from %s, and nothing is lost by that", r.dir, r.home)
}
