package viewing

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gesso/runner/command"
	"gesso/runner/gitsetup"
	"gesso/runner/session"
	"gesso/runner/timeline"
	"gesso/state"
	"gesso/state/text"
)

// mostState is the largest state file that is compared with, in bytes.
const mostState = 1 << 30

// compared returns the state that -base names, or nil without it.
func (v *view) compared(ctx context.Context, s *session.Session, archive *timeline.Archive) (*timeline.Point, error) {
	switch {
	case v.base == "":
		return nil, nil
	case v.base == command.Stdin:
		return given(s.App, v.base, "on standard input")
	}
	name := v.base
	if !filepath.IsAbs(name) {
		name = filepath.Join(s.App.Dir, name)
	}
	if info, err := os.Stat(name); err == nil && !info.IsDir() {
		return given(s.App, v.base, "in the file "+filepath.Base(name))
	}
	from := timeline.Place{Log: archive.Log, Now: s.App.Now(), Commit: func(ctx context.Context, revision string) ([]byte, error) {
		return gitsetup.Place{Dir: s.App.Dir, Environ: os.Environ()}.StateAt(ctx, revision, s.Workspace.StateFile())
	}}
	point, err := timeline.At(ctx, from, v.base)
	if unknown, is := err.(*timeline.UnknownPointError); is {
		return nil, command.Misuse("-base: "+unknown.Error()+"; nor is it a file", "gesso history")
	}
	return point, err
}

// given reads the state in a file or on standard input.
func given(a *command.App, name, where string) (*timeline.Point, error) {
	var point *timeline.Point
	err := a.Given("-base", name, func(from io.Reader) error {
		read, err := parse(from, where)
		point = read
		return err
	})
	if err != nil {
		return nil, err
	}
	return point, nil
}

// parse reads a state file from any source.
func parse(from io.Reader, where string) (*timeline.Point, error) {
	data, err := io.ReadAll(io.LimitReader(from, mostState+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("-base: reading the state %s: %w", where, err)
	case len(data) == 0:
		return nil, command.Misuse("-base: there is nothing "+where, "git show main:gesso.state | gesso gallery -base=-")
	case len(data) > mostState:
		return nil, fmt.Errorf("-base: the state %s is larger than any that gesso writes", where)
	}
	records, err := text.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("-base: the state %s: %w", where, err)
	}
	return &timeline.Point{Name: where, Records: timeline.Records(state.New(records))}, nil
}
