package disk

import (
	"gesso/state"
	"gesso/state/disk/replica"
)

// journalEpoch returns the epoch that a journal appends in; nil if there is no home
// elsewhere. A caller that uses another workspace's lock has no epoch yet, and gets one of
// its own.
func (w *Workspace) journalEpoch() (run *replica.Run, own bool, err error) {
	if run := w.epoch(); run != nil || w.replica == nil {
		return run, false, nil
	}
	if err := w.beginEpoch(w.options.Context, w.holder(w.command()), 0, nil); err != nil {
		return nil, false, err
	}
	return w.epoch(), true, nil
}

// keepElsewhere puts a picture to the home elsewhere before it is recorded.
func (w *Workspace) keepElsewhere(e state.Event) error {
	if w.far == nil || e.Kind != state.Collected {
		return nil
	}
	return w.Store().Ensure(w.options.Context, e.Record.Artifact)
}

// endElsewhere finishes at the home after a journal was folded: it saves a snapshot for
// others, whose failure only costs them time.
func (j *Journal) endElsewhere() error {
	if j.run == nil {
		return nil
	}
	if err := j.run.Keep(j.w.options.Context); err != nil && j.w.options.Unsaved != nil {
		j.w.options.Unsaved(err)
	}
	if j.own {
		return j.w.endEpoch()
	}
	return nil
}
