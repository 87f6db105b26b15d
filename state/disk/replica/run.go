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

// Run is an epoch of the home, and keeps the copy up to date. Append and Report are for one
// goroutine; the other methods may be called only while no call is in progress.
type Run struct {
	r        *Replica
	epoch    *home.Epoch
	snapshot *home.Snapshot // counts once the epoch has ended
	ahead    bool           // the log is ahead of the copy's mark
}

// Begin opens an epoch after applying what others have written. It generates the holder's
// nonce, by which the folder recognizes its own epochs: such an epoch is dead when the
// folder begins another one, since it begins one at a time. The errors are those of
// home.Begin, and those of Pull.
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

// announce stores the nonce of an epoch before anybody can see it. A copy without a mark
// has no place for it yet.
func (r *Replica) announce(nonce string) error {
	m := r.mark
	if m.N == 0 {
		return r.makeDir()
	}
	m.begun(r.self, nonce)
	return r.write(m)
}

// mostBatch is how many bytes are appended at once, unless a single line is longer.
const mostBatch = 8 << 20

// Append is home.Epoch.Append for lines of events. It returns the events that others have
// written before, with their lines. It does not write the copy: the caller adds first these
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

// cutAt returns where a batch of at most mostBatch bytes ends.
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

// Reached records that the ledger, the state and so many durable bytes of the journal
// contain everything up to the last append.
func (u *Run) Reached(journal int64) error {
	m := u.r.mark
	m.Position, m.Journal = u.epoch.At(), journal
	return u.r.write(m)
}

// Folded records that the ledger and the state contain everything up to the last append,
// and that no journal counts any more.
func (u *Run) Folded() error {
	m := u.r.mark
	m.Position, m.Journal = u.epoch.At(), 0
	m.Folded = m.N
	err := u.r.write(m)
	u.ahead = err != nil
	return err
}

// savingTime is how long saving a snapshot may take. A snapshot only saves others time.
const savingTime = 2 * time.Minute

// Keep saves a snapshot of the copy, which must be folded, if the log has become long since
// the last one. The snapshot counts when the epoch ends. An error, or the end of ctx as
// after an interrupt, only costs time.
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

// End ends the epoch. If the copy is up to date, its mark then includes the end.
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

// Leave ends the epoch, and records where the project has moved. The copy is not read
// again.
func (u *Run) Leave(where string) error { return u.epoch.Leave(where) }

// Delete ends the epoch, and records that the workspace is deleted. The copy must be folded
// and have no records; the next workspace of the name begins with its ledger.
func (u *Run) Delete(ctx context.Context) error {
	s, err := u.r.home.Save(ctx, u.r.mark.Position, Content(u.r.root, u.r.name(StateFile), u.r.name(LedgerFile)))
	if err != nil {
		return fmt.Errorf("keeping what is known of the workspace: %w", err)
	}
	return u.epoch.Delete(*s)
}
