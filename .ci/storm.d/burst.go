package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// storm is the history of a project that several machines have: bursts of runs at once,
// and between them what people do to machines and to the configuration.
func (r *round) storm() error {
	err := r.rage()
	if r.storms != nil { // what gc removes for one team, it notes for all
		r.storms.Done()
		r.storms.Wait()
	}
	if err != nil {
		return err
	}
	return r.peace()
}

func (r *round) rage() error {
	for range 3 + r.rng.IntN(5) {
		if err := r.burst(); err != nil {
			return err
		}
		if err := r.between(); err != nil {
			return err
		}
	}
	return nil
}

// found makes a team's home, or its workspace, and gives all machines the configuration.
func (r *round) found() error {
	t := r.team
	if r.rng.IntN(3) > 0 {
		r.plot.untriggered()
	}
	r.plot.header = t.block() + r.plot.header
	if err := r.plot.write(); err != nil {
		return err
	}
	if err := r.begin(t.machines[0]); err != nil {
		return err
	}
	for _, m := range t.machines {
		if err := t.pull(m.dir); err != nil {
			return err
		}
	}
	return nil
}

// begin founds the home from a machine.
func (r *round) begin(m *machine) error {
	r.project = m.dir
	if r.team.punctual {
		m.clock = clock{}
	}
	out, err := r.gesso(end{}, "init", "-input=false")
	if err == nil && out.code != done {
		err = fmt.Errorf("init exits with %d, want 0", out.code)
	}
	if err != nil || r.team.prefix == "m" {
		return err
	}
	out, err = r.gesso(end{}, "workspace", "new", besideName)
	if err == nil && out.code != done {
		err = fmt.Errorf("workspace new exits with %d, want 0", out.code)
	}
	r.team.workspace = besideName
	return err
}

// errand is one gesso of a burst.
type errand struct {
	of     *machine
	args   []string
	how    end
	after  time.Duration // the burst has begun
	outage *outage       // of the machine's way to the home; nil: none
}

// burst runs gesso on several machines at once, each with faults of its own.
func (r *round) burst() error {
	var errands []errand
	for range 2 + r.rng.IntN(len(r.team.machines)+1) {
		e, err := r.errand()
		if err != nil {
			return err
		}
		errands = append(errands, e)
	}
	r.tally.bursts++
	_, gone, err := r.team.objects()
	if err != nil {
		return err
	}
	errs := make([]error, len(errands))
	var all sync.WaitGroup
	for i, e := range errands {
		if e.outage != nil {
			all.Go(func() { e.outage.err = r.cutOff(e.of, *e.outage) })
		}
		all.Go(func() {
			time.Sleep(e.after)
			_, errs[i] = r.run(e.of.dir, e.how, e.args...)
		})
	}
	all.Wait()
	for _, e := range errands {
		if e.outage != nil {
			errs = append(errs, e.outage.err)
		}
	}
	r.still()
	if slices.ContainsFunc(errands, func(e errand) bool { return isSweep(e.args) }) {
		r.forgetSpoilt()
	}
	return errors.Join(append(errs, r.stir(len(errands)), r.team.handsOn(), r.needed(gone))...)
}

// errand draws what a machine does.
func (r *round) errand() (errand, error) {
	t := r.team
	e := errand{of: t.machines[r.rng.IntN(len(t.machines))], after: time.Duration(r.rng.IntN(900)) * time.Millisecond}
	r.project = e.of.dir
	if r.rng.IntN(3) > 0 {
		if err := t.pull(e.of.dir); err != nil {
			return e, err
		}
	}
	if n := r.rng.IntN(25); n == 0 {
		e.args = r.sweep()
	} else if n < 6 {
		readers := [][]string{{"plan"}, {"show"}, {"audit"}, {"state", "list"}}
		e.args = readers[r.rng.IntN(len(readers))]
	} else {
		args, _, err := r.command()
		if err != nil {
			return e, err
		}
		e.args = args
		if r.rng.IntN(2) == 0 && args[0] == "apply" {
			e.args = append([]string{"apply", fmt.Sprintf("-lock-timeout=%ds", 1+r.rng.IntN(6))}, args[1:]...)
		}
	}
	e.how = r.leash(r.drawEnd())
	if r.rng.IntN(4) == 0 {
		e.how = end{after: time.Duration(r.rng.IntN(800)) * time.Millisecond, pause: t.lease + time.Duration(r.rng.IntN(2500))*time.Millisecond}
	}
	r.expose(e.of)
	if r.rng.IntN(5) == 0 {
		e.outage = r.outage(e.of)
	}
	return e, nil
}

// expose gives a machine's line the weather of a burst.
func (r *round) expose(m *machine) {
	if r.team.wire == nil {
		return
	}
	var now weather
	if r.rng.IntN(3) > 0 {
		now.latency = time.Duration(r.rng.IntN(60)) * time.Millisecond
	}
	if r.rng.IntN(2) == 0 {
		now.reset, now.refused = r.rng.Float64()/12, r.rng.Float64()/12
		now.lost, now.cut = r.rng.Float64()/12, r.rng.Float64()/12
	}
	r.team.wire.expose(m.name, now)
}

// still gives all lines good weather.
func (r *round) still() {
	if r.team.wire != nil {
		for _, m := range r.team.machines {
			r.team.wire.expose(m.name, weather{})
		}
	}
}

// outage is a time in which a machine does not reach the home.
type outage struct {
	after, lasts time.Duration
	kind         int
	err          error // that it could not be made, or ended
}

// outage draws one: at once or in a while.
func (r *round) outage(m *machine) *outage {
	r.tally.cuts++
	o := &outage{after: time.Duration(r.rng.IntN(2)*r.rng.IntN(1500)) * time.Millisecond, lasts: time.Duration(200+r.rng.IntN(4000)) * time.Millisecond, kind: r.rng.IntN(4)}
	r.logf("%s is cut off after %v for %v, way %d", m.name, o.after, o.lasts, o.kind)
	return o
}

// cutOff takes a machine's way to the home away for a while.
func (r *round) cutOff(m *machine, o outage) error {
	time.Sleep(o.after)
	restore := r.cut(m, o.kind)
	time.Sleep(o.lasts)
	return restore()
}

// cut is one of the ways in which a home goes away.
func (r *round) cut(m *machine, kind int) (restore func() error) {
	switch {
	case r.team.wire != nil:
		return r.team.wire.cutOff(m.name, kind == 0)
	case kind == 3: // for all machines, also for whoever has opened it
		log := filepath.Join(r.team.folder, "log")
		if r.team.workspace != "" {
			log = filepath.Join(r.team.folder, "workspaces", r.team.workspace, "log")
		}
		err := ifThere(os.Chmod(log, 0o555))
		return func() error { return errors.Join(err, ifThere(os.Chmod(log, 0o755))) }
	}
	return r.unmount(m, kind)
}

// unmount lets a machine find something else where the home's folder is: nothing, an empty
// folder, as where a share is not mounted, or one that it may not read.
func (r *round) unmount(m *machine, kind int) (restore func() error) {
	home := r.team.folder
	other := fmt.Sprintf("%s-%d", m.mount, kind)
	mode := []os.FileMode{0, 0o755, 0}[kind]
	var err error
	if kind > 0 {
		err = errors.Join(os.MkdirAll(other, 0o755), os.Chmod(other, mode))
	}
	if err == nil {
		err = relink(other, m.mount)
	}
	return func() error {
		if err != nil {
			return err
		}
		if left, _ := os.ReadDir(other); len(left) > 0 {
			return fmt.Errorf("%s was not mounted on %s, and gesso wrote %s there", home, m.name, left[0].Name())
		}
		return relink(home, m.mount)
	}
}

// relink lets a link lead elsewhere.
func relink(to, link string) error {
	fresh := link + "." + rand.Text() // of two things that happen to a machine at once each has its own
	if err := os.Symlink(to, fresh); err != nil {
		return err
	}
	return os.Rename(fresh, link)
}

// between is what people do when no gesso is at work.
func (r *round) between() error {
	t := r.team
	if r.rng.IntN(2) == 0 {
		r.project = t.machines[r.rng.IntN(len(t.machines))].dir
		if err := r.settle(true); err != nil {
			return err
		}
	}
	if r.rng.IntN(2) == 0 {
		if err := r.plot.permit(); err != nil {
			return err
		}
	}
	if r.rng.IntN(3) == 0 {
		if err := r.alone(); err != nil {
			return err
		}
	}
	if r.rng.IntN(6) == 0 {
		if err := r.sweepAlone(); err != nil {
			return err
		}
	}
	if r.rng.IntN(6) == 0 {
		if err := r.adopt(); err != nil {
			return err
		}
	}
	for range r.rng.IntN(3) {
		if err := r.afflict(t.machines[r.rng.IntN(len(t.machines))]); err != nil {
			return err
		}
	}
	r.forgetSpoilt()
	if r.rng.IntN(3) == 0 {
		if err := r.touch(t.machines[r.rng.IntN(len(t.machines))]); err != nil {
			return err
		}
	}
	for range r.rng.IntN(4) {
		what, err := r.plot.edit(r.rng)
		if err != nil {
			return err
		}
		r.tally.edits++
		r.logf("edit: %s", what)
	}
	return nil
}

// alone lets one machine work while no other one does: of its run is known what it may buy,
// of a plan file also where another machine has made it.
func (r *round) alone() error {
	m := r.team.machines[r.rng.IntN(len(r.team.machines))]
	r.project = m.dir
	args, limit, err := r.command()
	if err != nil {
		return err
	}
	if other := r.team.machines[r.rng.IntN(len(r.team.machines))]; r.approved != nil && other != m {
		r.logf("%s gets the plan of %s", other.name, m.name)
		plan, err := os.ReadFile(filepath.Join(m.dir, savedPlan))
		if err == nil {
			err = os.WriteFile(filepath.Join(other.dir, savedPlan), plan, 0o600)
		}
		if err != nil {
			return err
		}
		r.project = other.dir
	}
	_, err = r.stage(limit, args)
	return err
}

// afflict does to a machine what happens to machines.
func (r *round) afflict(m *machine) error {
	kept := filepath.Join(m.dir, ".gesso")
	switch r.rng.IntN(6) {
	case 0:
		r.tally.clones++
		r.logf("%s is wiped, and has a fresh clone", m.name)
		return r.wipeMachine(m)
	case 1:
		m.older = filepath.Join(r.dir, "backups", m.name)
		r.logf("%s makes a backup", m.name)
		return errors.Join(os.RemoveAll(m.older), os.MkdirAll(m.older, 0o755), ifThere(copyFolder(kept, m.older)))
	case 2:
		if m.older == "" {
			return nil
		}
		r.tally.checkouts++
		r.logf("%s has its backup again", m.name)
		return errors.Join(os.RemoveAll(kept), copyFolder(m.older, kept))
	case 3:
		other := r.team.machines[r.rng.IntN(len(r.team.machines))]
		if other == m {
			return nil
		}
		r.logf("%s is made from a copy of %s", m.name, other.name)
		return errors.Join(os.RemoveAll(kept), ifThere(copyFolder(filepath.Join(other.dir, ".gesso"), kept)))
	case 4:
		return r.damage(m)
	case 5:
		m.setClock(r)
	}
	return nil
}

// wipeMachine leaves a machine with the configuration alone.
func (r *round) wipeMachine(m *machine) error {
	return errors.Join(os.RemoveAll(m.dir), os.MkdirAll(m.dir, 0o755), r.team.pull(m.dir))
}

// damage deletes an output of a machine, or a picture that it has at hand: both can be had
// again for nothing.
func (r *round) damage(m *machine) error {
	pattern := []string{"out/*", "elsewhere/*", ".gesso/objects/??/*"}[r.rng.IntN(3)]
	files, err := filepath.Glob(filepath.Join(m.dir, pattern))
	if err != nil || len(files) == 0 {
		return err
	}
	name := files[r.rng.IntN(len(files))]
	if info, err := os.Stat(name); err != nil || info.IsDir() {
		return err
	}
	r.logf("%s loses %s", m.name, name)
	return os.Remove(name)
}
