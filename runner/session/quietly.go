package session

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"gesso/runner/command"
	"gesso/runner/decide"
	"gesso/runner/quiet"
	"gesso/spec"
	"gesso/state/disk"
)

// quietOptions are the options with which a command may repeat its last answer. The whole
// command line is compared, so an option only matters here if it writes something besides
// the answer. An option is missing here until somebody has checked that.
var quietOptions = []string{
	"chdir", "no-color", "var", "var-file", "input", "max-images", "max-cost", "allow-unpriced", "auto-approve", "parallelism",
	"detailed-exitcode", "exit-on", "destroy", "compact", "compact-warnings", "lock-timeout",
}

// Recall prints what the same command printed when it last found nothing to do, if
// everything that it may have read is unchanged and nobody else is at work. It must be
// called first, before anything is loaded. If it returns false it has printed nothing; the
// command then does its work and calls Remember. How is the command's access: a command
// that changes a home elsewhere is never answered from memory, because others there see it
// begin.
func (s *Session) Recall(how Access) bool {
	a := s.App
	if slices.ContainsFunc(a.Args, isLoud) || a.Log != nil { // a trace must show real work
		return false
	}
	question, err := quiet.Ask(a.Dir, quiet.Facts{
		Version: command.Version, Args: a.Args, Environ: a.Environ, Now: a.Now,
		Screens: []string{a.Out.Manner(), a.Err.Manner(), fmt.Sprint(a.Interactive())},
	})
	if err != nil {
		return false
	}
	answer, ok := question.Recall()
	ok = ok && s.backendWas(question.Told())
	if s.workBegun(how) {
		return false
	}
	if !ok || !s.unchangedAtHome(question) {
		if s.unread == nil {
			s.question = question
			a.Out.Copy(s.recording.Stream(false))
			a.Err.Copy(s.recording.Stream(true))
		}
		return false
	}
	for _, piece := range answer {
		if piece.Err {
			fmt.Fprint(a.Err, piece.Text)
		} else {
			fmt.Fprint(a.Out, piece.Text)
		}
	}
	return true
}

// isLoud reports whether arg is an option outside quietOptions.
func isLoud(arg string) bool {
	name, dashed := strings.CutPrefix(arg, "-")
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "-"), "=")
	return dashed && !slices.Contains(quietOptions, name)
}

// workBegun reports whether the answer must not be recalled because the lock is held, the
// workspace cannot be opened, or this command is about to change a home elsewhere.
func (s *Session) workBegun(how Access) bool {
	if s.OpenWorkspace() != nil {
		return true
	}
	held := s.Workspace.Held() != nil
	if s.Workspace.HomeOf() != nil {
		return held || how == Changing // the workspace stays open for the real work
	}
	_ = s.Workspace.Close()
	s.Workspace = nil // it is opened again when the work begins
	return held
}

// told is what is remembered of the configuration, so that Recall need not read it.
type told struct {
	Kind   string            `json:"kind,omitempty"` // of the backend block; "": there is none
	Values map[string]string `json:"values,omitempty"`
}

// backendWas restores the backend block from what was remembered. It reports false if that
// cannot be read.
func (s *Session) backendWas(remembered string) bool {
	var t told
	if json.Unmarshal([]byte(remembered), &t) != nil {
		return false
	}
	s.backendKnown = true
	if t.Kind != "" {
		s.backend = &spec.BackendConfig{Kind: t.Kind, Values: t.Values}
	}
	return true
}

// tellBackend is the inverse of backendWas.
func (s *Session) tellBackend() (string, error) {
	var t told
	if b := s.Config.Backend; b != nil {
		t = told{b.Kind, b.Values}
	}
	text, err := json.Marshal(t)
	return string(text), err
}

// unchangedAtHome asks the home elsewhere, if there is one, whether others have written to
// it. News is brought into the local files, and those decide. An error is kept in s.unread
// for readState, so that the home is not asked twice.
func (s *Session) unchangedAtHome(question *quiet.Question) bool {
	if s.Workspace == nil {
		return true
	}
	asked, err := s.Workspace.Pull(s.App.Context())
	s.unread = err
	return err == nil && asked && question.Still(disk.HomeDir)
}

// Remember is called at the end of a command that called Recall, with its plan. It stores
// what the command printed if the plan is empty and the answer depends on nothing but files
// and the command line.
func (s *Session) Remember(p *decide.Prepared) {
	if s.question == nil || s.asked || len(s.said) > 0 || !p.Empty() || p.InDoubt() > 0 || s.Beside() != nil || s.Config.Library.Fleeting() || s.Config.Folder.Private() {
		return
	}
	backend, err := s.tellBackend()
	if err != nil {
		return
	}
	seen := quiet.Seen{Folders: s.Config.Folder.Permitted(), Told: backend}
	if store := s.Workspace.Store(); store.Shared() {
		seen.Files = append(seen.Files, store.Folders()...)
	}
	for _, assignment := range s.Options.inDir(s.App.Dir) {
		if assignment.File != "" {
			file, err := filepath.Abs(assignment.File)
			if err != nil {
				return
			}
			seen.Files = append(seen.Files, file)
		}
	}
	if answer, ok := s.recording.Answer(); ok {
		_ = s.question.Remember(answer, seen) // a lost answer only costs time
	}
}
