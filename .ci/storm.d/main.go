// Storm proves that gesso pays once and loses nothing. Each round draws a random
// configuration (with modules in modules, matrices, two accounts, conditions, dynamic
// blocks, triggers, and a part of it in JSON), a sandbox with random faults, random kills, folders that
// cannot be written, other states from version control, fresh clones without
// .gesso, and random edits: other requests, moves with and without a
// moved block, images that are removed, forgotten, imported or tainted, plans of a part,
// plans in files that are applied once or twice, ways back, adopted and restored handwork,
// workspaces, and pictures that store gc removes. It runs gesso until
// nothing is left to do, and compares what gesso knows with the sandbox's own books:
//
//   - every picture that was charged is in the store, or was given up by a
//     decision, or is reported as lost;
//   - nothing was bought twice without a decision, nor beyond a budget or a plan file, nor
//     against a precondition; what -replace, attempts and triggers ask for is decided;
//   - what buys nothing by its word asks for nothing; what somebody has painted is where it
//     was, or in a store; gc has removed nothing that any file names;
//   - every picture and every output decodes, state, journal and ledger load, the
//     last plan is empty, and another apply makes no request at all. Pictures that
//     fail their postcondition are settled before, by -replace or another condition.
//
// A round is drawn from its seed alone. At a violation the seed, what was expected
// and the directory with everything that happened are printed, and the program
// exits with 1. What a seed does not fix is the instant of a kill: to replay one
// that depends on it, run the seed several times with -rounds and -same.
// With -machines several machines, which are folders, have one project by a home elsewhere:
// a folder that all have, or a bucket over lines that are slow, break, lose answers and go
// dark. They run gesso at once, with configurations of several ages, are killed, stand still
// for longer than a lease, are cut off, wiped, set back to a backup, and copied. In the end
// each is at peace, all say the same, and the books are as above. A mutant is a bucket that
// behaves as if gesso had a certain mistake: a storm has to find it.
//
// The program is gesso as well (storm gesso …), with a hook that kills it after
// the n-th event of its journal.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "gesso" {
		os.Exit(gesso(os.Args[2:]))
	}
	if len(os.Args) == 3 && os.Args[1] == "sandbox" {
		fmt.Fprintln(os.Stderr, host(os.Args[2]))
		os.Exit(1)
	}
	s := &storm{ended: map[string]int{}, seen: map[string]int{}}
	flag.IntVar(&s.seconds, "seconds", 0, "begin no round after `N` seconds; 0: only -rounds counts")
	flag.IntVar(&s.rounds, "rounds", 0, "run `N` rounds; 0: only -seconds counts")
	flag.Uint64Var(&s.seed, "seed", uint64(time.Now().UnixNano()%1e9), "draw the first round from `S`, the next from S+1 …")
	flag.BoolVar(&s.same, "same", false, "draw all rounds from -seed, whose kills differ all the same")
	flag.BoolVar(&s.keep, "keep", false, "keep the directories of clean rounds too")
	flag.IntVar(&s.machines, "machines", 0, "let `N` machines have the project, by a home elsewhere; 0: it is in one folder")
	flag.StringVar(&s.place, "home", "", "the home of machines: local or s3; by default they take turns")
	flag.StringVar(&s.mutant, "mutant", "", "break what the home promises, which has to be found: "+mutantsHelp)
	flag.BoolVar(&s.discourteous, "discourteous", false, "no machine waits for another one: the log alone has to hold")
	flag.IntVar(&s.parallel, "parallel", 2, "run `N` rounds at once: those of machines wait most of the time, and 8 are no harm to two cores")
	flag.BoolVar(&s.verbose, "verbose", false, "print a line for each round")
	flag.Parse()
	if s.mutant != "" && !mutants[s.mutant] || s.place != "" && s.place != "local" && s.place != "s3" {
		fmt.Fprintln(os.Stderr, "storm: there is no such mutant, or home")
		os.Exit(2)
	}
	if s.mutant != "" && s.machines == 0 {
		s.machines = 4
	}
	if s.seconds == 0 && s.rounds == 0 {
		s.rounds = 20
	}
	if s.machines > 0 && clocksMove == "" {
		fmt.Fprintln(os.Stderr, "storm: all clocks are right: .ci/storm builds a program that has wrong ones")
	}
	if err := becomeOrdinary(); err != nil {
		fmt.Fprintln(os.Stderr, "storm: nothing can be locked out:", err)
	}
	// An interrupt lets the rounds that are under way come to their end. It must be
	// taken in any case: where a shell has this program ignore it, as it has those in
	// the background, every gesso that is started here would, until it asks for it.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(s.run(ctx))
}

// storm is one run of this program.
type storm struct {
	seconds, rounds, parallel int
	seed                      uint64
	same, verbose             bool
	options

	at time.Time // it began

	mu     sync.Mutex
	begun  int
	clean  int
	broken int
	tally  tally
	ended  map[string]int // processes, by how they ended
	seen   map[string]int // how often a sight was seen
}

// options say what rounds are like.
type options struct {
	keep         bool
	machines     int    // 0: one folder
	place        string // of the home: local, s3 or, by the seed, either
	mutant       string
	discourteous bool
}

// tally is what rounds did, for the summary.
type tally struct {
	processes, kills, signals, edits int // kills are those that hit
	charged, doubts, givenUp, lost   int // pictures; doubts are requests
	gifts                            int // pictures that nobody asked for and that were not kept
	checkouts, clones                int // other states, and lost .gesso folders
	budgets, lockouts                int // runs with a budget, and with a folder that cannot be written
	collected, rooms                 int // pictures that gc has removed; other workspaces
	bursts, cuts, sleeps             int // runs at once, machines that were cut off from the home or stood still
}

func (t *tally) add(o tally) {
	t.processes += o.processes
	t.kills += o.kills
	t.signals += o.signals
	t.edits += o.edits
	t.charged += o.charged
	t.doubts += o.doubts
	t.givenUp += o.givenUp
	t.lost += o.lost
	t.gifts += o.gifts
	t.budgets += o.budgets
	t.lockouts += o.lockouts
	t.collected += o.collected
	t.rooms += o.rooms
	t.bursts += o.bursts
	t.cuts += o.cuts
	t.sleeps += o.sleeps
	t.checkouts += o.checkouts
	t.clones += o.clones
}

func (s *storm) run(ctx context.Context) int {
	s.at = time.Now()
	fmt.Printf("storm: seed %d\n", s.seed)
	var workers sync.WaitGroup
	for range s.parallel {
		workers.Go(func() {
			for {
				seed, more := s.next()
				if !more || ctx.Err() != nil {
					return
				}
				s.note(seed, play(seed, s.options))
			}
		})
	}
	workers.Wait()
	fmt.Printf("storm: %d rounds clean, %d broken in %s: %+v\nstorm: processes by their end: %v\nstorm: seen: %v\n",
		s.clean, s.broken, time.Since(s.at).Round(time.Second), s.tally, s.ended, s.seen)
	switch {
	case s.mutant != "" && s.broken == 0:
		fmt.Printf("storm: the mutant %s was not found\n", s.mutant)
		return 1
	case s.mutant != "":
		fmt.Printf("storm: the mutant %s was found\n", s.mutant)
	case s.broken > 0:
		return 1
	}
	return 0
}

// next gives the seed of another round, if there is to be one.
func (s *storm) next() (seed uint64, more bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	late := s.seconds > 0 && time.Since(s.at) > time.Duration(s.seconds)*time.Second
	if late || s.broken > 0 || s.rounds > 0 && s.begun >= s.rounds {
		return 0, false
	}
	s.begun++
	if s.same {
		return s.seed, true
	}
	return s.seed + uint64(s.begun-1), true
}

// note adds up a round, and tells of one that was broken.
func (s *storm) note(seed uint64, r *round) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tally.add(r.tally)
	for end, n := range r.ended {
		s.ended[end] += n
	}
	for sight, n := range r.seen {
		s.seen[strings.TrimSpace(sight)] += n
	}
	if s.verbose {
		fmt.Printf("storm: seed %d took %s: %d processes, %d killed, %d asleep, %d cut off, %d pictures charged\n",
			seed, time.Since(r.began).Round(time.Second), r.tally.processes, r.tally.kills, r.tally.sleeps, r.tally.cuts, r.tally.charged)
	}
	if r.err == nil {
		if s.clean++; s.clean%50 == 0 {
			fmt.Printf("storm: %d rounds clean in %s: %+v\n", s.clean, time.Since(s.at).Round(time.Second), s.tally)
		}
		return
	}
	s.broken++
	fmt.Printf("storm: BROKEN: seed %d: %v\nstorm: everything is in %s, replay with: .ci/storm -rounds 1 -seed %d\n", seed, r.err, r.dir, seed)
}
