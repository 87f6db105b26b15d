package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"gesso/runner/cli"
	"gesso/state"
	"gesso/state/home"
)

// killVariable makes a gesso kill itself after so many journal events.
const killVariable = "GESSO_STORM_KILL_AFTER"

// gesso is main.go's program.
func gesso(args []string) int {
	ctx := cli.UntilInterrupted()
	signal.Ignore(syscall.SIGPIPE)
	env := cli.Env{Args: args, Environ: os.Environ(), Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	env.PictureBytes, env.Stall, env.Home = pictureBytes, stall, manners
	if n, err := strconv.ParseInt(os.Getenv(killVariable), 10, 64); err == nil {
		var seen atomic.Int64
		env.Recorded = func(state.Event) {
			if seen.Add(1) == n {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {} // not one instruction more
			}
		}
	}
	return cli.Run(ctx, env)
}

// leaseVariable makes a gesso wait so long for a silent one, and discourtesyVariable for
// nobody.
const (
	leaseVariable       = "GESSO_STORM_LEASE"
	discourtesyVariable = "GESSO_STORM_DISCOURTEOUS"
)

// manners are how a gesso of a storm works with a home.
func manners(o home.Options) home.Options {
	if lease, err := time.ParseDuration(os.Getenv(leaseVariable)); err == nil {
		o.Lease = lease
	}
	o.Discourteous = os.Getenv(discourtesyVariable) != ""
	return o
}

// The bounds of downloads, for a round that has no minutes.
const (
	pictureBytes = 8 << 20
	stall        = 400 * time.Millisecond
)

// end is how a process is brought to its end. The zero end leaves it alone.
type end struct {
	after  time.Duration  // the first signal is sent
	signal syscall.Signal // 0: none
	again  time.Duration  // after that it is sent once more; 0: once is enough
	events int            // it kills itself after so many journal events; 0: it does not
	pause  time.Duration  // before all that it stands still so long, from after on; 0: it does not
}

func (e end) String() string {
	if e.pause > 0 {
		rest := e
		rest.pause = 0
		return fmt.Sprintf("asleep for %v after %v, then %v", e.pause, e.after, rest)
	}
	switch {
	case e.events > 0 && e.signal == 0:
		return fmt.Sprintf("killed after event %d", e.events)
	case e.signal == 0:
		return "in peace"
	case e.again > 0:
		return fmt.Sprintf("%v after %v, and %v later again", e.signal, e.after, e.again)
	}
	return fmt.Sprintf("%v after %v", e.signal, e.after)
}

// The exit codes of gesso, and what stands for a death by SIGKILL and by another
// signal.
const (
	done        = 0
	changes     = 2
	inDoubt     = 5
	interrupted = 130
	killed      = -int(syscall.SIGKILL)
)

// patience is how long a gesso may take that nobody interrupts, and hurry how
// long after it was interrupted: it promises two seconds, and the machine is
// shared.
const (
	patience = 90 * time.Second
	hurry    = 10 * time.Second
)

// strain is how many times longer everything may take than on a machine of one's own: by
// the processes that wait for each of its processors.
func strain() time.Duration {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 1
	}
	load, _, _ := strings.Cut(string(data), " ")
	waiting, err := strconv.ParseFloat(load, 64)
	if err != nil {
		return 1
	}
	return time.Duration(1 + waiting/float64(4*runtime.NumCPU()))
}

// outcome is what a process did.
type outcome struct {
	code           int // of its exit; below 0: the signal that ended it
	stdout, stderr string
}

// gesso runs a gesso in the round's directory and logs all that it says.
func (r *round) gesso(how end, args ...string) (outcome, error) {
	if err := r.team.pull(r.project); err != nil {
		return outcome{}, err
	}
	return r.run(r.project, how, args...)
}

// run runs a gesso in a directory. Several may be run at once.
func (r *round) run(dir string, how end, args ...string) (outcome, error) {
	cmd := exec.Command(r.self, append([]string{"gesso"}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &stdout, &stderr
	cmd.Env = append(os.Environ(), "ACEDATACLOUD_API_TOKEN=storm", "GOGC=400")
	cmd.Env = append(cmd.Env, r.team.environ(dir)...)
	if how.events > 0 {
		cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d", killVariable, how.events))
	}
	if err := cmd.Start(); err != nil {
		return outcome{}, err
	}
	stuck := r.finish(cmd, how)
	out := outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signaled() {
		out.code = -int(status.Signal())
	}
	r.team.ended(dir, out.code)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.logf("%s: gesso %q, to end %v, ended with %d\n%s%s", nameAt(dir), args, how, out.code, out.stdout, out.stderr)
	r.count(how, out.code)
	r.told += strings.Count(out.stdout+out.stderr, "was paid for, and is lost: ")
	for _, sight := range sights {
		r.seen[sight] += strings.Count(out.stdout, sight) + strings.Count(out.stderr, sight)
	}
	switch {
	case stuck != nil:
		return out, stuck
	case strings.Contains(out.stderr, "panic:"), strings.Contains(out.stderr, "DATA RACE"):
		return out, fmt.Errorf("gesso %q panicked", args)
	}
	return out, mistakes(out.stderr)
}

// sights are words of plans and runs that tell that a round had what it was drawn
// for. The summary counts them.
var sights = []string{
	"moved from", "  import (", "  forget (", "  reuse (", "  resume (", "  tainted (", "  in doubt (",
	"reviewed: ", "(rejected by", "replace_triggered_by", "Another picture is bought", "precondition failed", "a condition is not met",
	"provider = flux.second", "module.m", "is taken over from", "has taken over",
}

// meant are the summaries of the errors that a round's configurations are meant to
// have.
var meant = map[string]bool{
	"Image precondition failed":                  true,
	"Imported picture does not meet a condition": true,
	"Unknown image to replace":                   true,
	"Output cannot be written":                   true, // where the round has locked a folder
}

// mistakes are errors of a configuration that should have none.
func mistakes(stderr string) error {
	for line := range strings.Lines(stderr) {
		if summary, found := strings.CutPrefix(strings.TrimSpace(line), "Error: "); found && !meant[summary] {
			return fmt.Errorf("gesso finds a mistake in the configuration: %s", summary)
		}
	}
	return nil
}

// rival runs another gesso beside the next one: one of the two has to wait for the
// other's end, or to find nothing left to do. The function it returns waits for it.
func (r *round) rival() func() error {
	cmd := exec.Command(r.self, "gesso", "apply", "-auto-approve", "-input=false")
	var said bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = r.project, &said, &said
	cmd.Env = append(os.Environ(), "ACEDATACLOUD_API_TOKEN=storm")
	cmd.Env = append(cmd.Env, r.team.environ(r.project)...)
	if err := cmd.Start(); err != nil {
		return func() error { return err }
	}
	return func() error {
		err := r.finish(cmd, r.leash(end{}))
		r.logf("its rival ended with %d\n%s", cmd.ProcessState.ExitCode(), said.String())
		if err == nil && cmd.ProcessState.ExitCode() < 0 {
			err = errors.New("the rival was ended by a signal")
		}
		return err
	}
}

// finish sends the signals and waits. The error says that the process did not
// end by itself in the time that it has.
func (r *round) finish(cmd *exec.Cmd, how end) error {
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // ProcessState has the outcome
		close(ended)
	}()
	wait := func(d time.Duration) bool {
		select {
		case <-ended:
			return true
		case <-time.After(d):
			return false
		}
	}
	limit := patience * strain()
	if how.pause > 0 {
		if wait(how.after) {
			return nil
		}
		_ = cmd.Process.Signal(syscall.SIGSTOP)
		r.mu.Lock()
		r.tally.sleeps++
		r.mu.Unlock()
		time.Sleep(how.pause)
		_ = cmd.Process.Signal(syscall.SIGCONT)
	}
	if how.signal != 0 {
		if wait(how.after) {
			return nil
		}
		_ = cmd.Process.Signal(how.signal) // it may have ended meanwhile
		if limit = hurry * strain(); r.team != nil {
			limit += 4 * r.team.lease // for what a home has to hear of, at a line that is dead
		}
		if how.again > 0 {
			if wait(how.again) {
				return nil
			}
			_ = cmd.Process.Signal(how.signal)
		}
	}
	if wait(limit) {
		return nil
	}
	_ = cmd.Process.Signal(syscall.SIGQUIT) // its goroutines go to the log
	if !wait(hurry) {
		_ = cmd.Process.Kill()
		<-ended
	}
	return errors.New("gesso did not end in time: its goroutines are in the log")
}

// count notes how a process ended, for the summary.
func (r *round) count(how end, code int) {
	r.tally.processes++
	switch {
	case code == killed:
		r.tally.kills++
		r.ended["killed"]++
	case code < 0:
		r.tally.signals++
		r.ended[syscall.Signal(-code).String()]++
	default:
		r.ended[strconv.Itoa(code)]++
		if how.signal != 0 && code == interrupted {
			r.tally.signals++
		}
	}
}
