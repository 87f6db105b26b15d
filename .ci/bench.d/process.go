package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// usage is what one process took.
type usage struct {
	wall   time.Duration
	cpu    time.Duration // of all its threads, in user and in kernel mode
	mib    float64       // the most memory that it had at once
	stdout string
}

// mostKept is how much of what a process prints is kept.
const mostKept = 4 << 10

// run runs gesso to its end, which must be a good one. What it prints goes to a file: on Linux
// what a process tells of its memory at its end counts what the one had that has started it.
func (b *bench) run(args ...string) (usage, error) {
	printed, err := os.CreateTemp(b.dir, "printed")
	if err != nil {
		return usage{}, err
	}
	defer func() { _ = printed.Close(); _ = os.Remove(printed.Name()) }()
	var stderr bytes.Buffer
	cmd := exec.Command(b.gesso, args...)
	cmd.Stdout, cmd.Stderr = printed, &stderr
	began := time.Now()
	err = cmd.Run()
	wall := time.Since(began)
	if err != nil {
		return usage{}, fmt.Errorf("gesso %s: %w\n%s", strings.Join(args, " "), err, &stderr)
	}
	stdout, err := io.ReadAll(io.NewSectionReader(printed, 0, mostKept))
	return usageOf(cmd.ProcessState, wall, string(stdout)), err
}

// watched is run, and looks at the process meanwhile: on Linux what it tells of its memory
// at its end counts what the process had that has started it, which has a bucket here.
func (b *bench) watched(args ...string) (usage, sight, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(b.gesso, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return usage{}, sight{}, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	seen, err := watch(cmd.Process.Pid, ended, func() bool { return false })
	wall := time.Since(began)
	if err != nil {
		return usage{}, seen, fmt.Errorf("gesso %s: %w\n%s", strings.Join(args, " "), err, &stderr)
	}
	return usageOf(cmd.ProcessState, wall, stdout.String()), seen, nil
}

func usageOf(ended *os.ProcessState, wall time.Duration, stdout string) usage {
	u := usage{wall: wall, cpu: ended.UserTime() + ended.SystemTime(), stdout: stdout}
	if r, ok := ended.SysUsage().(*syscall.Rusage); ok {
		u.mib = float64(r.Maxrss) / 1024 // kilobytes on Linux
	}
	return u
}

// median is the process of middle wall time, with the middle memory.
func median(all []usage) usage {
	slices.SortFunc(all, func(a, b usage) int { return int(a.mib - b.mib) })
	mib := all[len(all)/2].mib
	slices.SortFunc(all, func(a, b usage) int { return int(a.wall - b.wall) })
	middle := all[len(all)/2]
	middle.mib = mib
	return middle
}

// server is a gesso sandbox in a process of its own.
type server struct {
	url   string
	cmd   *exec.Cmd
	began time.Time
}

func (b *bench) serve(flags ...string) (*server, error) {
	cmd := exec.Command(b.gesso, append([]string{"sandbox", "-listen=127.0.0.1:0"}, flags...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, began: time.Now()}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(stderr).ReadString('\n')
	_, url, ok := strings.Cut(strings.TrimSpace(line), "listens at ")
	if err != nil || !ok {
		_ = cmd.Process.Kill()
		return nil, fmt.Errorf("the sandbox says %q: %w", line, err)
	}
	go func() { _, _ = io.Copy(io.Discard, stderr) }()
	s.url = url
	return s, nil
}

// stop ends the sandbox and returns what it took.
func (s *server) stop() (usage, error) {
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		return usage{}, err
	}
	if err := s.cmd.Wait(); err != nil {
		return usage{}, fmt.Errorf("the sandbox: %w", err)
	}
	return usageOf(s.cmd.ProcessState, time.Since(s.began), ""), nil
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }
