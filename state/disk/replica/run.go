package replica

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"gesso/state"
	"gesso/state/home"
)

// Run is an epoch of the home, and what it does to the copy. Append and Report are for one
// goroutine, and the rest for when no other calls are under way.
type Run struct {
	r        *Replica
	epoch    *home.Epoch
	snapshot *home.Snapshot // that counts when the epoch has ended
	ahead    bool           // the log has what the copy's mark does not tell of
}

// Begin opens an epoch behind what was pulled last, with what others wrote since taken in.
// The holder's nonce is made here: by it the folder knows an epoch of its own,
// which is dead when it begins another one, since it begins one at a time. The errors are
// those of home.Begin, and those of Pull.
func (r *Replica) Begin(ctx context.Context, who home.Holder, w home.Waiting) (*Run, error) {
	own := r.mark
	w.Dead = func(h home.Holder) bool {
		return own.Self == r.self && h.Nonce != "" && slices.Contains(own.Epochs, h.Nonce)
	}
	who.Nonce = rand.Text()
	if err := r.announce(who.Nonce); err != nil {
		return nil, err
	}
	epoch, segments, err := r.home.Begin(ctx, r.mark.Position, who, w)
	if err != nil {
		return nil, r.other(ctx, err)
	}
	u := &Run{r: r, epoch: epoch}
	err = r.follow(ctx, segments)
	if err == nil {
		m := r.mark
		m.Position = epoch.At()
		err = r.write(m)
	}
	if err != nil {
		return nil, errors.Join(err, epoch.End(nil))
	}
	return u, nil
}

// announce keeps the nonce of an epoch before anybody can see it. A copy of nothing has no
// place for it yet.
func (r *Replica) announce(nonce string) error {
	m := r.mark
	if m.N == 0 {
		return r.makeDir()
	}
	m.begun(r.self, nonce)
	return r.write(m)
}

// mostBatch is how many bytes are appended at once, where a line is not longer.
const mostBatch = 8 << 20

// Append is home.Epoch.Append for lines of events, and returns the events that others have
// written before, with their lines. It writes nothing into the copy: the caller adds these
// to the journal, and then its own.
func (u *Run) Append(lines []byte) (before []state.Event, frames []byte, err error) {
	u.ahead = true
	for first := true; first || len(lines) > 0; first = false {
		part := lines[:cutAt(lines)]
		segments, err := u.epoch.Append(part)
		if err != nil {
			return nil, nil, err
		}
		for _, s := range segments {
			events, err := u.r.events(s)
			if err != nil {
				return nil, nil, err
			}
			before = append(before, events...)
			frames = append(frames, s.Frames...)
			u.r.mark.count(s)
		}
		u.r.mark.Since += int64(len(part))
		lines = lines[len(part):]
	}
	return before, frames, nil
}

// cutAt is where a batch ends that is not too long.
func cutAt(lines []byte) int {
	if len(lines) <= mostBatch {
		return len(lines)
	}
	if i := bytes.LastIndexByte(lines[:mostBatch], '\n'); i >= 0 {
		return i + 1
	}
	if i := bytes.IndexByte(lines, '\n'); i >= 0 {
		return i + 1
	}
	return len(lines)
}

// Report is home.Epoch.Report.
func (u *Run) Report(lines []byte) error { return u.epoch.Report(lines) }

// Reached notes that the ledger, the state and so many bytes of the journal, which are
// durable, have all that was appended and what came before it.
func (u *Run) Reached(journal int64) error {
	m := u.r.mark
	m.Position, m.Journal = u.epoch.At(), journal
	return u.r.write(m)
}

// Folded notes that the ledger and the state have all that was appended, and that there is
// no journal, or none that counts.
func (u *Run) Folded() error {
	m := u.r.mark
	m.Position, m.Journal = u.epoch.At(), 0
	m.Folded = m.N
	err := u.r.write(m)
	u.ahead = err != nil
	return err
}

// savingTime is how long the saving of a snapshot may take: it saves others time, and
// nothing depends on it.
const savingTime = 2 * time.Minute

// Keep saves a snapshot of the copy, which is folded, where the log has become long since
// the last one. It counts when the epoch ends. What goes wrong costs time alone, and so does
// the end of ctx, as of a run that was interrupted.
func (u *Run) Keep(ctx context.Context) error {
	if !u.r.mark.due() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, savingTime)
	defer cancel()
	s, err := u.r.home.Save(ctx, u.r.mark.Position, Content(u.r.root, u.r.name(StateFile), u.r.name(LedgerFile)))
	if err != nil {
		return fmt.Errorf("saving a snapshot: %w", err)
	}
	u.snapshot = s
	return nil
}

// End ends the epoch. A copy that has all that was appended is as far as the home then.
func (u *Run) End() error {
	if err := u.epoch.End(u.snapshot); err != nil {
		return err
	}
	m := u.r.mark
	if u.ahead || m.Home == "" {
		return nil
	}
	m.Position = u.epoch.At()
	if u.snapshot != nil {
		m.Snapshot, m.Since = u.snapshot, 0
	}
	return u.r.write(m)
}

// Leave ends the epoch, and says where the project is from now on. The copy is read no more.
func (u *Run) Leave(where string) error { return u.epoch.Leave(where) }

// Delete ends the epoch, and says that the workspace is no more. The copy is folded, and has
// no records; its ledger is what the next workspace of the name begins with.
func (u *Run) Delete(ctx context.Context) error {
	s, err := u.r.home.Save(ctx, u.r.mark.Position, Content(u.r.root, u.r.name(StateFile), u.r.name(LedgerFile)))
	if err != nil {
		return fmt.Errorf("keeping what is known of the workspace: %w", err)
	}
	return u.epoch.Delete(*s)
}
