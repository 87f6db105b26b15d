package gitsetup

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// readPatience is how long git may take to read the states of a repository.
const readPatience = 10 * time.Minute

// states are the files of states in a directory, as patterns of git's.
var states = []string{"gesso.state", "gesso.state.d"}

// hardened are settings of a repository that would have git run something, or look for
// something elsewhere, where all that is asked for is what it has.
var hardened = []string{"--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "core.hooksPath=/dev/null"}

// Revisions hands over each text that the states of the directory have in its git
// repository: in every branch, tag and stash as it is, whatever its age, and in every
// commit since a time, with what that commit changed, on any branch or in what git
// still knows of branches that are gone. It reports whether there is a repository. A
// text is yield's for the call alone.
func Revisions(ctx context.Context, p Place, since time.Time, yield func(text []byte)) (found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, readPatience)
	defer cancel()
	git, err := exec.LookPath("git")
	if err != nil {
		if !inRepository(p.Dir) {
			return false, nil
		}
		return false, errors.New("git is not installed")
	}
	r := repository{p, git}
	if inside, err := p.git(ctx, git, "rev-parse", "--is-inside-work-tree"); err != nil || inside != "true" {
		if err != nil && !strings.Contains(err.Error(), "not a git repository") {
			return false, err
		}
		return false, nil
	}
	blobs := map[string]bool{}
	named, err := r.tips(ctx, blobs)
	if err != nil || named == 0 { // git log of nothing is an error
		return true, err
	}
	if err := r.commits(ctx, since, blobs); err != nil {
		return true, err
	}
	return true, r.contents(ctx, slices.Sorted(maps.Keys(blobs)), yield)
}

// inRepository reports whether a directory lies in what looks like a repository.
func inRepository(dir string) bool {
	dir, err := filepath.Abs(dir)
	for ; err == nil; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return true
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return err != nil
}

// repository is what git is asked about.
type repository struct {
	Place
	program string
}

// run runs git and hands its output over.
func (r repository) run(ctx context.Context, stdin io.Reader, read func(*bufio.Reader) error, args ...string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // of a git whose output is not read to its end
	cmd := exec.CommandContext(ctx, r.program, slices.Concat(hardened, args)...)
	cmd.Dir, cmd.WaitDelay, cmd.Stdin = r.Dir, time.Second, stdin
	cmd.Env = append(slices.DeleteFunc(slices.Clone(r.Environ), elsewhere),
		"LC_ALL=C", "GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	err = read(bufio.NewReaderSize(stdout, 1<<16))
	if err != nil {
		cancel()
	}
	if ended := cmd.Wait(); err == nil && ended != nil {
		err = cmp.Or(ctx.Err(), ended)
		if said := strings.TrimSpace(stderr.String()); said != "" {
			err = errors.New(said)
		}
	}
	if err != nil {
		return fmt.Errorf("git %s: %w", args[0], err)
	}
	return nil
}

// tips adds the states of all that has a name, and returns how many commits have one.
func (r repository) tips(ctx context.Context, blobs map[string]bool) (int, error) {
	commits := map[string]bool{}
	err := r.run(ctx, nil, func(out *bufio.Reader) error {
		return eachLine(out, func(line string) { commits[line] = true })
	}, "for-each-ref", "--format=%(objectname)")
	if err != nil {
		return 0, err
	}
	if head, err := r.git(ctx, r.program, "rev-parse", "--verify", "--quiet", "HEAD"); err == nil {
		commits[head] = true
	}
	for _, commit := range slices.Sorted(maps.Keys(commits)) {
		if !isObject(commit) {
			continue
		}
		args := append([]string{"ls-tree", "-r", "-z", commit, "--"}, states...)
		err := r.run(ctx, nil, func(out *bufio.Reader) error {
			// MODE blob ID\tPATH
			return eachToken(out, func(entry string) {
				about, _, _ := strings.Cut(entry, "\t")
				if fields := strings.Fields(about); len(fields) == 3 && fields[1] == "blob" {
					blobs[fields[2]] = true
				}
			})
		}, args...)
		if err != nil && !strings.Contains(err.Error(), "not a tree object") { // a name may be that of a text
			return 0, err
		}
	}
	return len(commits), nil
}

// commits adds the states that commits since a time have replaced, and have put there.
func (r repository) commits(ctx context.Context, since time.Time, blobs map[string]bool) error {
	args := append([]string{
		"log", "--all", "--reflog", "--full-history", "--since=" + strconv.FormatInt(since.Unix(), 10), "--format=", "--raw", "--no-abbrev", "--no-renames", "-m", "-z",
		"--no-ext-diff", "--no-textconv", "--",
	}, states...)
	return r.run(ctx, nil, func(out *bufio.Reader) error {
		// :OLDMODE NEWMODE OLD NEW STATUS, then the path
		return eachToken(out, func(entry string) {
			fields := strings.Fields(entry)
			if len(fields) != 5 || !strings.HasPrefix(fields[0], ":") {
				return
			}
			for _, blob := range fields[2:4] {
				if strings.Trim(blob, "0") != "" {
					blobs[blob] = true
				}
			}
		})
	}, args...)
}

// contents hands over the texts of blobs. One that a partial clone has not got is one
// that nothing here can be restored from.
func (r repository) contents(ctx context.Context, blobs []string, yield func([]byte)) error {
	blobs = slices.DeleteFunc(blobs, func(blob string) bool { return !isObject(blob) })
	if len(blobs) == 0 {
		return nil
	}
	var text []byte
	return r.run(ctx, strings.NewReader(strings.Join(blobs, "\n")+"\n"), func(out *bufio.Reader) error {
		for {
			head, err := out.ReadString('\n')
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			fields := strings.Fields(head) // ID TYPE SIZE, or ID missing
			if len(fields) != 3 {
				continue
			}
			size, err := strconv.Atoi(fields[2])
			if err != nil || size < 0 {
				return fmt.Errorf("an answer that is not git's: %q", head)
			}
			text = slices.Grow(text[:0], size+1)[:size+1] // and a line's end
			if _, err := io.ReadFull(out, text); err != nil {
				return err
			}
			yield(text[:size])
		}
	}, "cat-file", "--batch")
}

// isObject tells of the name of an object of git's, which cannot be an option.
func isObject(name string) bool {
	return len(name) >= 40 && strings.Trim(name, "0123456789abcdef") == ""
}

func eachLine(out *bufio.Reader, do func(string)) error { return each(out, '\n', do) }

func eachToken(out *bufio.Reader, do func(string)) error { return each(out, 0, do) }

func each(out *bufio.Reader, end byte, do func(string)) error {
	for {
		text, err := out.ReadString(end)
		if text = strings.TrimRight(text, string(end)); text != "" {
			do(text)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
