package session

import (
	"errors"
	"fmt"

	"gesso/runner/command"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
)

// choose determines the current workspace, once. After an error it is the default one, for
// commands that go on to find other mistakes.
func (s *Session) choose() error {
	if s.chosen == "" {
		s.chosen = disk.Default
		s.astray = s.withWorkspaces(func(set *workspaces.Set) error {
			if err := s.AtHome(set); err != nil {
				return err
			}
			name, err := set.Chosen(s.App.Getenv(workspaces.Variable))
			if err != nil {
				return missingWorkspace(err)
			}
			s.chosen = name
			_ = set.Work(name) // see Set.Work
			return nil
		})
	}
	return s.astray
}

func (s *Session) withWorkspaces(do func(*workspaces.Set) error) error {
	set, err := workspaces.Open(s.App.Dir, s.App.Now)
	if err != nil {
		return err
	}
	defer set.Close()
	return do(set)
}

func missingWorkspace(err error) error {
	var missing *workspaces.MissingError
	if !errors.As(err, &missing) {
		return err
	}
	hint := "gesso workspace select default"
	if missing.Where == workspaces.Variable {
		hint = "unset " + workspaces.Variable
	}
	return command.Misuse(missing.Error(), hint)
}

// named returns the current workspace, or "" for the default one.
func (s *Session) named() string {
	if s.chosen == disk.Default {
		return ""
	}
	return s.chosen
}

// sayWorkspace names the workspace once, unless it is the default one.
func (s *Session) sayWorkspace() {
	if s.Workspace.Name() != disk.Default && !s.toldWorkspace {
		s.toldWorkspace = true
		fmt.Fprintf(s.App.Err, "gesso: in the workspace %s\n", s.Workspace.Name())
	}
}

// others returns the outputs that belong to other workspaces.
func (s *Session) others() (owned workspaces.Outputs, err error) {
	err = s.withWorkspaces(func(set *workspaces.Set) (err error) {
		owned, err = set.Others(s.Workspace.Name())
		return err
	})
	return owned, err
}
