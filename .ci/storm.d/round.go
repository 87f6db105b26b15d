package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"gesso/runner/sandbox"
)

// round is one random history of a project. All of it is drawn from the seed.
type round struct {
	rng     *rand.Rand
	self    string // this program, which is gesso too
	dir     string
	project string // below dir: gesso's
	hang    bool   // an answer may not come: nothing runs without a leash
	plot    *project
	server  *server
	team    *team           // the machines that have the project; nil: there is one folder
	storms  *sync.WaitGroup // until those of two teams in one home are over; nil: there is one team
	log     *os.File
	began   time.Time

	mu sync.Mutex // of what processes that run at once add up

	history   history
	rooms     rooms
	excuses   map[string]string // by intent: the task that a decision gave up, "" where there was none
	strangers map[string]bool   // tasks that somebody else made
	links     map[string]string // by intent: a picture of a call that was open once
	given     map[string]string // by intent, and by artifact: the picture that a file had
	approved  *approval         // the plan file that is applied
	told      int               // further takes that the provider had no more, which gesso has told of

	tally tally
	ended map[string]int
	seen  map[string]int
	err   error // what was violated, or what kept the round from being played
}

func newRound(seed uint64) *round {
	return &round{rng: rand.New(rand.NewPCG(seed, 0)), began: time.Now(), excuses: map[string]string{}, strangers: map[string]bool{}, given: map[string]string{}, links: map[string]string{}, ended: map[string]int{}, seen: map[string]int{}}
}

// play plays a round to its end.
func play(seed uint64, o options) *round {
	r := newRound(seed)
	r.err = r.play(seed, o)
	r.team.close()
	if r.server != nil {
		r.err = errors.Join(r.err, r.server.stop())
	}
	if r.log != nil {
		r.logf("the round's end: %v", r.err)
		_ = r.log.Close()
	}
	if r.err == nil && !o.keep {
		r.err = os.RemoveAll(r.dir)
	}
	return r
}

func (r *round) play(seed uint64, o options) (err error) {
	if r.self, err = os.Executable(); err != nil {
		return err
	}
	if r.dir, err = os.MkdirTemp("", fmt.Sprintf("storm-%d-", seed)); err != nil {
		return err
	}
	if err := r.prepare(seed, o, nil); err != nil {
		return err
	}
	if r.team != nil {
		return r.besides(seed, o, r.storm)
	}
	r.furnish()
	if err := r.plot.write(); err != nil {
		return err
	}
	for range 3 + r.rng.IntN(6) {
		if err := r.act(); err != nil {
			return err
		}
	}
	return r.settleAll()
}

// prepare makes what a round has, in its directory. Machines have the home of another team,
// where there is one.
func (r *round) prepare(seed uint64, o options, other *team) (err error) {
	if r.log, err = os.Create(filepath.Join(r.dir, "log")); err != nil {
		return err
	}
	r.project = filepath.Join(r.dir, "project")
	climate := forecast(r.rng, seed)
	if o.machines > 0 && climate.hang { // of commands at once none is told when to end
		climate.words, climate.hang = slices.DeleteFunc(climate.words, func(word string) bool { return strings.Contains(word, "hang") }), false
	}
	r.hang = climate.hang
	r.logf("climate %+v", climate)
	if r.server, err = serve(r.self, r.dir, climate.sandbox); err != nil {
		return err
	}
	if o.machines > 0 {
		if err := r.share(seed, o, other); err != nil {
			return err
		}
	}
	if r.plot, err = draw(r.rng, r.project, climate.words); err != nil {
		return err
	}
	r.plot.prices = tariff(r.rng)
	return r.open(climate)
}

// open draws the accounts that pictures are bought from. They are of one server, so
// that its books are all there is, which the second may know by another name.
func (r *round) open(c climate) error {
	endpoints := map[string]string{"": r.server.url}
	if r.plot.aliased = r.rng.IntN(2) == 0; r.plot.aliased {
		endpoints["second"] = r.server.url
		if r.rng.IntN(2) == 0 {
			endpoints["second"] = strings.Replace(r.server.url, "127.0.0.1", "localhost", 1)
		}
	}
	for _, alias := range slices.Sorted(maps.Keys(endpoints)) {
		callback, err := freePort()
		if err != nil {
			return err
		}
		r.plot.header += c.header(r.rng, alias, endpoints[alias], callback, r.plot.prices)
	}
	return nil
}

// act is one stretch of the history: a run that may be ended, decisions, edits.
func (r *round) act() error {
	if r.rng.IntN(3) == 0 {
		if err := r.walk(); err != nil {
			return err
		}
	}
	args, limit, err := r.command()
	if err != nil {
		return err
	}
	out, err := r.stage(limit, args)
	if err != nil {
		return err
	}
	if out.code == killed && r.rng.IntN(3) == 0 {
		if err := r.tear(); err != nil {
			return err
		}
	}
	if r.rng.IntN(2) == 0 {
		if err := r.settle(true); err != nil {
			return err
		}
	}
	if r.rng.IntN(2) == 0 {
		if err := r.plot.permit(); err != nil {
			return err
		}
	}
	if r.rng.IntN(8) == 0 {
		if err := r.adopt(); err != nil {
			return err
		}
	}
	if r.rng.IntN(4) == 0 {
		if err := r.collect(); err != nil {
			return err
		}
	}
	if err := r.versions(); err != nil {
		return err
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

// command draws what is run, and what it may buy. What has to be said before it, it
// has said.
func (r *round) command() (args []string, limit budget, err error) {
	args, limit = []string{"apply", "-auto-approve", "-input=false"}, unbounded
	r.approved = nil
	switch r.rng.IntN(29) {
	case 0:
		args = []string{"plan"}
	case 1:
		args = append(args, r.replacement())
	case 2:
		limit = r.drawBudget()
		args = append(args, limit.option())
	case 3:
		args[0] = "destroy"
		r.plot.forgets++
	case 4, 5:
		args = append(args, r.selection())
	case 6, 7, 8:
		if err = r.approve(); r.approved != nil {
			args = []string{"apply", "-input=false", savedPlan}
		}
	case 9:
		err = r.byHand()
	case 10:
		args = append(args, "-stale")
	case 11:
		args = append(args, "-replace-lost")
		_, _, err = r.unsettled() // whose links are known then
	case 12, 26:
		args = r.goBack()
	case 13:
		err = r.choose()
	case 14, 15:
		var decisions string
		if decisions, err = r.review(); err != nil {
			return nil, limit, err
		}
		if args = append(args, decisions); r.rng.IntN(2) == 0 {
			_, err = r.stage(limit, args) // and once more
		}
	case 27, 28:
		args = r.byHands()
	}
	return args, limit, err
}

// stage runs gesso, at times beside a rival, and at times locked out of a folder.
// What it buys is within the limit.
func (r *round) stage(limit budget, args []string) (out outcome, err error) {
	before, err := r.server.settledBooks()
	if err != nil {
		return out, err
	}
	restore, rival := peace, peace
	if r.rng.IntN(8) == 0 {
		restore = r.lockOut()
	}
	runs := 1
	if r.rng.IntN(10) == 0 && limit == unbounded && r.approved == nil && !free[args[0]] {
		rival, runs = r.rival(), 2
	}
	out, err = r.gesso(r.leash(r.drawEnd()), args...)
	if err = errors.Join(err, rival(), restore()); err != nil {
		return out, err
	}
	if err := r.watch(runs); err != nil {
		return out, err
	}
	after, err := r.server.settledBooks()
	if err != nil {
		return out, err
	}
	return out, errors.Join(limit.kept(r, before, after), r.obeyed(before, after), r.approved.kept(before, after), forNothing(args, before, after), r.plot.handsOn(), r.handsOn(args))
}

// obeyed checks that nothing was bought of what a precondition forbids.
func (r *round) obeyed(before, after sandbox.Books) error {
	forbidden := map[string]bool{}
	for _, b := range r.plot.blocks {
		for _, one := range b.instances() {
			forbidden[one.prompt] = b.forbidden
		}
	}
	for _, call := range after.Calls[len(before.Calls):] {
		if call.Task != "" && forbidden[call.Prompt] {
			return fmt.Errorf("%q was bought, and a precondition forbids it", call.Prompt)
		}
	}
	return nil
}

// peace is nothing that happens beside a run.
func peace() error { return nil }

// replacement is a -replace, which allows another purchase.
func (r *round) replacement() string {
	var declared []*block
	for _, b := range r.plot.blocks {
		if !b.gone() {
			declared = append(declared, b)
		}
	}
	if len(declared) == 0 {
		return "-parallelism=3"
	}
	b := declared[r.rng.IntN(len(declared))]
	all := b.instances()
	one := all[r.rng.IntN(len(all))]
	r.mayReplace(one, 1)
	return "-replace=" + one.address
}

// drawEnd draws how a process is to end. Instants are spread evenly over the
// orders of magnitude: what happens in the first milliseconds counts as much as
// what happens in the last.
func (r *round) drawEnd() end {
	after := time.Duration(math.Exp(r.rng.Float64()*math.Log(1_500_000)) * float64(time.Microsecond))
	if after < time.Millisecond {
		after += time.Duration(r.rng.IntN(600)) * time.Millisecond // the process has hardly begun before
	}
	switch r.rng.IntN(10) {
	case 0, 1, 2:
		return end{after: after, signal: syscall.SIGKILL}
	case 3, 4, 5:
		return end{events: 1 + r.rng.IntN(12)}
	case 6:
		return end{after: after, signal: syscall.SIGINT}
	case 7:
		return end{after: after, signal: syscall.SIGTERM}
	case 8:
		return end{after: after, signal: syscall.SIGINT, again: time.Duration(r.rng.IntN(300)) * time.Millisecond}
	}
	return end{}
}

// leash makes a run end that waits for an answer which does not come.
func (r *round) leash(how end) end {
	if r.hang && how.signal == 0 {
		how.signal, how.after = syscall.SIGINT, 3*time.Second
	}
	return how
}

// tear leaves half a line at the journal's end, as a death in the midst of a
// write does. One whose first line is not whole has no line of a run yet.
func (r *round) tear() error {
	journal := filepath.Join(r.keeps(), "journal")
	data, err := os.ReadFile(journal)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !bytes.Contains(data, []byte("\n")) {
		return nil
	}
	if err != nil {
		return err
	}
	f, err := os.OpenFile(journal, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	line := `deadbeef {"kind":"accepted","time":"2026-01-01T00:00:00Z","intent":"x","task_id":"torn"}`
	_, err = f.WriteString(line[:r.rng.IntN(len(line))])
	r.logf("the journal's last line is torn")
	return errors.Join(err, f.Close())
}

// The most runs until nothing is left to do, and how many of them may fail before
// the tasks that are left are given up.
const (
	mostRuns     = 200
	mostFailures = 6
	mostErrors   = 25 // in a row, of machines, which have no folder that is locked
)

// permit lifts what preconditions forbid.
func (p *project) permit() error {
	for _, b := range p.blocks {
		b.forbidden = false
	}
	return p.write()
}

// calm runs gesso undisturbed until nothing is left to do. What fails again and
// again is given up, as a user would have to.
func (r *round) calm() error {
	if err := r.plot.permit(); err != nil {
		return err
	}
	failures, errs := 0, 0
	var replace []string
	for range mostRuns {
		out, err := r.gesso(r.leash(end{}), append([]string{"apply", "-auto-approve", "-input=false"}, replace...)...)
		if replace = nil; err != nil {
			return err
		}
		if err := r.watch(1); err != nil {
			return err
		}
		if errs++; out.code != 1 {
			errs = 0
		} else if r.team != nil && errs == mostErrors {
			return fmt.Errorf("apply does nothing but fail: %s", out.stderr)
		}
		switch out.code {
		case done:
			return nil
		case inDoubt:
			err = r.settle(false)
		case 1, 3, interrupted: // by the leash
			if failures++; failures%mostFailures == 0 {
				replace, err = r.giveUp()
			} else if failures%2 == 0 {
				replace, err = r.judge()
			} else if decisions, failed := r.relent(); decisions != "" {
				replace, err = append(replace, decisions), failed
			}
			replace = append(replace, r.insist(out.stdout)...)
		default:
			return fmt.Errorf("apply ended with %d, want 0, 1, 3 or 5", out.code)
		}
		if err != nil {
			return err
		}
	}
	return fmt.Errorf("after %d runs there is still something to do", mostRuns)
}

func (r *round) logf(format string, args ...any) {
	fmt.Fprintf(r.log, "%8.3f "+format+"\n", append([]any{time.Since(r.began).Seconds()}, args...)...)
}
