package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gesso/runner/document"
)

// peace lets all machines come to the end of what there is to do, and compares what each
// has and says with the sandbox's books. The first one buys what is left, and all others
// have it for nothing: one that has nothing but the configuration, and those that have
// outputs of former times, which nobody has edited.
func (r *round) peace() error {
	t := r.team
	t.setClocks()
	r.project = t.machines[0].dir
	if err := r.swept(); err != nil {
		return err
	}
	if err := r.calm(); err != nil {
		return err
	}
	if err := r.handIn(); err != nil {
		return err
	}
	if err := r.wipeMachine(t.machines[r.rng.IntN(len(t.machines))]); err != nil {
		return err
	}
	r.forgetSpoilt()
	var first *document.Audit
	for _, m := range t.machines {
		r.project = m.dir
		audit, err := r.follow()
		if first == nil {
			first = audit
		}
		if err == nil {
			err = errors.Join(alike(first, audit), r.outputs())
		}
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return errors.Join(t.handsOn(), r.settled(first), r.agree())
}

// handIn lets each machine on which somebody has painted make that the picture, of which others
// may have to be made anew.
func (r *round) handIn() error {
	if len(r.team.painted) == 0 && !r.team.repainted {
		return nil
	}
	for _, m := range r.team.machines {
		r.project = m.dir
		if err := r.calm(); err != nil {
			return err
		}
	}
	return nil
}

// follow brings a machine what others have bought, which asks for nothing.
func (r *round) follow() (*document.Audit, error) {
	before, err := r.server.settledBooks()
	if err != nil {
		return nil, err
	}
	if err := r.calm(); err != nil {
		return nil, err
	}
	if err := r.idle(); err != nil {
		return nil, err
	}
	after, err := r.server.settledBooks()
	if err != nil {
		return nil, err
	}
	if len(after.Calls) > len(before.Calls) {
		return nil, fmt.Errorf("there was nothing left to do, and %q was asked for", after.Calls[len(before.Calls)].Prompt)
	}
	return r.audit()
}

// alike checks that two machines say the same of what was paid for.
func alike(a, b *document.Audit) error {
	one, other := fmt.Sprintf("%+v", sums(a)), fmt.Sprintf("%+v", sums(b))
	if one != other {
		return fmt.Errorf("the audits of two machines differ: %s and %s", one, other)
	}
	return nil
}

// sums is an audit without what each machine has a view of its own of: what gc has removed at
// the home may be at hand on one that had it, as it was or as it was converted.
func sums(a *document.Audit) any {
	stored := a.Stored + a.Converted
	for _, item := range a.GivenUp {
		if item.Artifact != "" {
			stored++
		}
	}
	return []any{a.Paid, stored, len(a.Lost), len(a.Double), len(a.InDoubt), a.Collect, a.Costs}
}

// agree checks that all machines have the same state.
func (r *round) agree() error {
	var first []byte
	for _, m := range r.team.machines {
		w, err := r.team.open(m.dir)
		if err != nil {
			return err
		}
		loaded, err := w.Load()
		if err = errors.Join(err, w.Close()); err != nil {
			return err
		}
		var text bytes.Buffer
		for record := range loaded.All() {
			fmt.Fprintf(&text, "%s %s\n", record.Address, record.Artifact)
		}
		if first == nil {
			first = text.Bytes()
		}
		if !bytes.Equal(first, text.Bytes()) {
			name := filepath.Join(r.dir, "other-state")
			return errors.Join(fmt.Errorf("the states of two machines differ: see %s", name), os.WriteFile(name, append(first, text.Bytes()...), 0o644))
		}
	}
	return nil
}
