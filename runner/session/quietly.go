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

// quietOptions are those with which a command may say what it said last. All that is
// said counts, so that whether one may is a question of what it writes beside that:
// an option that is not here is one that nobody has asked this about.
var quietOptions = []string{
	"chdir", "no-color", "var", "var-file", "input", "max-images", "max-cost", "allow-unpriced", "auto-approve", "parallelism",
	"detailed-exitcode", "exit-on", "destroy", "compact", "compact-warnings", "lock-timeout",
}

// Recall says what the same command said when it last found nothing to do, if all
// that it may have looked at is as it was then, and nobody else is at work. It is
// called before anything else, and nothing is loaded. If it reports false, it has
// said nothing: the command does its work, and calls Remember. How is how it does that:
// who changes a home elsewhere is seen by others there, whatever comes of it.
func (s *Session) Recall(how Access) bool {
	a := s.App
	if slices.ContainsFunc(a.Args, isLoud) || a.Log != nil { // who wants a trace wants the work
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

// isLoud tells of an option that is none of quietOptions.
func isLoud(arg string) bool {
	name, dashed := strings.CutPrefix(arg, "-")
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "-"), "=")
	return dashed && !slices.Contains(quietOptions, name)
}

// workBegun reports whether somebody has the lock, or nobody can tell, or this command is
// to begin something that others see.
func (s *Session) workBegun(how Access) bool {
	if s.OpenWorkspace() != nil {
		return true
	}
	held := s.Workspace.Held() != nil
	if s.Workspace.HomeOf() != nil {
		return held || how == Changing // the workspace is open for who goes on
	}
	_ = s.Workspace.Close()
	s.Workspace = nil // it is opened when the work begins
	return held
}

// told is what is remembered for who recalls, who then need not read the configuration.
type told struct {
	Kind   string            `json:"kind,omitempty"` // of the backend block; "": there is none
	Values map[string]string `json:"values,omitempty"`
}

// backendWas takes the backend block from what is remembered.
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

// unchangedAtHome asks a home elsewhere, if there is one, whether others have written
// there: nothing does without its word. What it has is brought here, for who loads it, and
// then the files tell. An error is told by who loads what is recorded, and nobody is asked
// twice.
func (s *Session) unchangedAtHome(question *quiet.Question) bool {
	if s.Workspace == nil {
		return true
	}
	asked, err := s.Workspace.Pull(s.App.Context())
	s.unread = err
	return err == nil && asked && question.Still(disk.HomeDir)
}

// Remember is called at the end of a command that called Recall, and found by its
// plan that there is nothing to do. What it said is remembered where it depends on
// nothing but files and the command line.
func (s *Session) Remember(p *decide.Prepared) {
	if s.question == nil || s.asked || !p.Empty() || p.InDoubt() > 0 || s.Beside() != nil || s.Config.Library.Fleeting() || s.Config.Folder.Private() {
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
		_ = s.question.Remember(answer, seen) // only time depends on it
	}
}
