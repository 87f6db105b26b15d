package disk

import (
	"gesso/state"
	"gesso/state/disk/replica"
)

// journalEpoch is the epoch that a journal appends in; nil: there is no home elsewhere. Who
// is under another workspace's lock has none yet, and gets one of its own.
func (w *Workspace) journalEpoch() (run *replica.Run, own bool, err error) {
	if run := w.epoch(); run != nil || w.replica == nil {
		return run, false, nil
	}
	if err := w.beginEpoch(w.options.Context, w.holder(w.command()), 0, nil); err != nil {
		return nil, false, err
	}
	return w.epoch(), true, nil
}

// keepElsewhere sees to it that the home elsewhere has a picture before it is recorded.
func (w *Workspace) keepElsewhere(e state.Event) error {
	if w.far == nil || e.Kind != state.Collected {
		return nil
	}
	return w.Store().Ensure(w.options.Context, e.Record.Artifact)
}

// endElsewhere is what is to be done when a journal was folded: for others who read the
// home, a snapshot, which costs them time alone where it fails.
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
