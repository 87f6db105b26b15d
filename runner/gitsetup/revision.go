package gitsetup

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// StateAt returns the file of a name as a revision has it, relative to the directory; nil
// where the revision has none. The error says why there is no such revision. Git is asked
// for the bytes of an object alone: no filter, no hook, and nothing that it would fetch.
func (p Place) StateAt(ctx context.Context, revision, name string) ([]byte, error) {
	git, err := exec.LookPath("git")
	if err != nil {
		return nil, errors.New("git is not installed")
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	p.Environ = append(p.Environ[:len(p.Environ):len(p.Environ)], "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0")
	commit, err := p.git(ctx, git, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		if _, outside := p.git(ctx, git, "rev-parse", "--is-inside-work-tree"); outside != nil {
			return nil, errors.New("this is no git repository")
		}
		return nil, errors.New("git knows no such revision")
	}
	listed, err := p.git(ctx, git, "ls-tree", commit, "--", name)
	if err != nil {
		return nil, fmt.Errorf("git cannot read the revision: %w", err)
	}
	fields := strings.Fields(listed)
	if len(fields) < 3 || fields[1] != "blob" {
		return nil, nil
	}
	data, err := p.git(ctx, git, "cat-file", "blob", fields[2])
	if err != nil {
		return nil, fmt.Errorf("git cannot read the file: %w", err)
	}
	return []byte(data), nil
}
