package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gesso/runner/document"
	imagefile "gesso/runner/picture"
	"gesso/state"
	"gesso/state/disk"
)

// check compares what gesso has and says with the sandbox's books, when nothing
// is left to do.
func (r *round) check() error {
	if err := r.idle(); err != nil {
		return err
	}
	audit, err := r.audit()
	if err != nil {
		return err
	}
	return errors.Join(r.settled(audit), r.outputs())
}

// idle checks that there is nothing to do, and that doing it asks for nothing.
func (r *round) idle() error {
	before, err := r.server.settledBooks()
	if err != nil {
		return err
	}
	if out, err := r.gesso(end{}, "plan", "-detailed-exitcode"); err != nil || out.code != done {
		return errors.Join(err, fmt.Errorf("after an apply that exits with 0 the plan exits with %d, want 0", out.code))
	}
	if out, err := r.gesso(end{}, "apply", "-auto-approve", "-input=false"); err != nil || out.code != done {
		return errors.Join(err, fmt.Errorf("another apply exits with %d, want 0", out.code))
	}
	after, err := r.server.settledBooks()
	if err != nil {
		return err
	}
	if after.Requests != before.Requests {
		return fmt.Errorf("another apply makes %d requests, want none", after.Requests-before.Requests)
	}
	return nil
}

// settled sets what gesso has, and what it says of itself, against the books.
func (r *round) settled(audit *document.Audit) error {
	books, err := r.ours()
	if err != nil {
		return err
	}
	a, err := r.account(books)
	if err != nil {
		return err
	}
	return errors.Join(a.paid(r), a.once(r), a.spent(r, audit), a.audited(r, audit))
}

// audit is what gesso says of itself.
func (r *round) audit() (*document.Audit, error) {
	out, err := r.gesso(end{}, "audit", "-json")
	if err != nil {
		return nil, err
	}
	audit := &document.Audit{}
	if err := json.Unmarshal([]byte(out.stdout), audit); err != nil {
		return nil, fmt.Errorf("gesso audit -json exits with %d and prints no JSON: %w", out.code, err)
	}
	if (out.code == 0) != audit.Sound() {
		return nil, fmt.Errorf("gesso audit exits with %d, and its report is sound: %v", out.code, audit.Sound())
	}
	return audit, nil
}

// outputs checks that every file that is declared is there and is a picture in
// the format that its name says.
func (r *round) outputs() error {
	w, err := r.workspace()
	if err != nil {
		return err
	}
	defer w.Close()
	s, err := w.Load()
	if err != nil {
		return err
	}
	for _, b := range r.plot.blocks {
		if b.gone() {
			continue
		}
		for _, one := range b.instances() {
			name := one.output
			f, err := os.Open(filepath.Join(r.project, name))
			if record := s.Get(one.address); errors.Is(err, fs.ErrNotExist) && record != nil && record.Adopted != nil && !w.Store().Has(record.Artifact) {
				continue // what somebody has painted is lost with the store: only that user can say what is to be done
			}
			if err != nil {
				return err
			}
			info, err := imagefile.Verify(f, 0)
			f.Close()
			if want, _ := imagefile.FormatOf(name); err != nil || info.Format != want {
				return errors.Join(err, fmt.Errorf("the output %s is a picture of the format %q", name, info.Format))
			}
			if b.derived {
				if _, err := os.Stat(filepath.Join(r.project, strings.TrimSuffix(name, b.ext)+smallSuffix)); err != nil {
					return fmt.Errorf("a derived file is missing: %w", err)
				}
			}
		}
	}
	return nil
}

// stored opens what gesso has and checks that all of it can be read.
func (r *round) stored() (*state.State, []state.Entry, error) {
	w, err := r.workspace()
	if err != nil {
		return nil, nil, err
	}
	defer w.Close()
	if _, err := os.Stat(filepath.Join(r.keeps(), "journal")); err == nil {
		return nil, nil, errors.New("a journal is left")
	}
	s, err := w.Load()
	if err != nil {
		return nil, nil, err
	}
	entries, err := w.Ledger().Entries()
	if err != nil {
		return nil, nil, err
	}
	// What gc removed is gone by the ledger, also where a gesso was killed that had put it anew
	// and had not said so yet.
	discarded := map[string]bool{}
	for _, e := range entries {
		if e.Picture != nil {
			discarded[e.Picture.Artifact] = e.Outcome == state.OutcomeDiscarded
		}
	}
	for _, e := range entries {
		if e.Picture == nil {
			continue
		}
		if discarded[e.Picture.Artifact] && r.team != nil {
			r.plot.lost[e.Picture.Artifact], r.plot.discarded[e.Picture.Artifact] = true, true
		}
		if err := decodes(w.Store(), e.Picture.Artifact); r.plot.lost[e.Picture.Artifact] && errors.Is(err, fs.ErrNotExist) {
			continue // deleted on purpose: the audit has to say so
		} else if r.history.wiped && e.Outcome != state.OutcomeCollected && errors.Is(err, fs.ErrNotExist) {
			continue // lost with .gesso, and wanted by nobody since
		} else if err != nil {
			return nil, nil, fmt.Errorf("the picture %s of task %s: %w", e.Picture.Artifact, e.Task, err)
		}
	}
	return s.State, entries, nil
}

// decodes checks that the store has an artifact and that it is a whole picture.
func decodes(store *disk.Store, sha string) error {
	if err := store.Verify(sha); err != nil {
		return err
	}
	f, err := store.Open(sha)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = imagefile.Verify(f, 0)
	return err
}
