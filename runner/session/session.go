package session

import (
	"fmt"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/account"
	"gesso/runner/approval"
	"gesso/runner/backend"
	"gesso/runner/command"
	"gesso/runner/decide"
	"gesso/runner/provider"
	"gesso/runner/quiet"
	"gesso/runner/report"
	"gesso/runner/review"
	"gesso/runner/savedplan"
	"gesso/runner/selection"
	"gesso/spec"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
)

// Session is a configuration's directory, as far as a command has opened it. It serves one
// command, and is not safe for concurrent use.
type Session struct {
	App     *command.App
	Kinds   provider.Kinds
	Options *Options

	Config    *eval.Config    // nil before Load or ReadPartial
	Accounts  account.List    // of Config
	Workspace *disk.Workspace // nil before OpenState
	State     *state.State    // as recorded now
	Loaded    *disk.Loaded    // State, as the base of a journal

	chosen        string             // the current workspace; "" before choose
	toldWorkspace bool               // sayWorkspace has named it
	astray        error              // why the current workspace is not known
	owned         workspaces.Outputs // outputs of other workspaces when the plan was made
	warnings      hcl.Diagnostics    // of a plan that has not been shown yet

	sound       bool                // Config has no errors
	connected   bool                // connection and unconnected are set
	connection  *backend.Connection // see Connection
	unconnected error

	backendKnown bool                // backend was found without reading Config
	backend      *spec.BackendConfig // nil: there is none

	unread    error // why the home could not be read; see unchangedAtHome
	storeless error // why the store of pictures is not known or cannot be had

	lock  *disk.Lock      // nil if the command only looks
	saved *savedplan.File // the plan file being applied; nil: none
	ends  []func()        // release what was started for a run

	hands     decide.Hands      // what the user says about edited pictures
	merged    []review.Decision // decisions of the command line; nil: not read yet
	selected  *selection.Choice // selection of the command line; nil: not read yet
	question  *quiet.Question   // see Recall; nil if nothing will be remembered
	recording quiet.Recording   // what has been printed since
	asked     bool              // a value was asked for

	once sync.Mutex      // guards said
	said map[string]bool // warnings of a home that were printed
}

// New returns a session in which nothing is open. The caller must call Close. Nil options
// are those of a command line without any.
func New(a *command.App, kinds provider.Kinds, o *Options) *Session {
	if o == nil {
		o = &Options{}
	}
	return &Session{App: a, Kinds: kinds, Options: o}
}

// Load reads the configuration. It prints errors and returns command.ErrReported; warnings
// are returned for the plan to show.
func (s *Session) Load() (hcl.Diagnostics, error) {
	if err := s.choose(); err != nil {
		return nil, err
	}
	diags := s.read(s.inputs())
	if diags.HasErrors() {
		s.App.Diagnose(diags, s.Config.Sources)
		return nil, command.ErrReported
	}
	return diags, nil
}

// ReadPartial reads the configuration for commands that do not need the values of
// variables. The caller prints the diagnostics. If they have errors, s.Config is set for
// its sources only.
func (s *Session) ReadPartial() hcl.Diagnostics {
	_ = s.choose() // mistakes in the configuration are found all the same
	in := s.inputs()
	in.Partial = true
	return s.read(in)
}

// inputs returns what the command line contributes to the configuration.
func (s *Session) inputs() spec.Inputs {
	in := spec.Inputs{
		Version: command.Version, Environ: s.App.Environ, Assignments: s.Options.inDir(s.App.Dir),
		Kinds: s.Kinds.Languages(), Interrupt: s.App.Context().Done(), Workspace: s.named(), Empty: s.Options.Empty,
	}
	if s.saved != nil {
		in.Saved = approval.Values(s.saved)
	}
	if !s.Options.NoInput && s.App.Interactive() {
		in.Ask = s.ask
	}
	return in
}

func (s *Session) read(in spec.Inputs) hcl.Diagnostics {
	config, diags := spec.Load(s.App.Dir, in)
	s.Config = config
	diags = append(diags, s.checkStandIns()...)
	if !diags.HasErrors() {
		s.sound = true
		s.Accounts = s.accounts(config)
	}
	return diags
}

// Access is how a command uses the directory's state.
type Access int

const (
	Looking  Access = iota // reads while others may be changing
	Changing               // takes the lock
)

// Open loads the configuration and opens the state. What names the command for others who
// find the state locked.
func (s *Session) Open(what string, how Access) (hcl.Diagnostics, error) {
	diags, err := s.Load()
	if err != nil {
		return nil, err
	}
	if err := s.OpenState(what, how); err != nil {
		return nil, err
	}
	return diags, s.StoreKnown()
}

// OpenWorkspace opens the current workspace, if it is not open, without reading its state.
func (s *Session) OpenWorkspace() (err error) {
	if s.Workspace != nil {
		return nil
	}
	if err := s.choose(); err != nil {
		return err
	}
	w, err := disk.OpenNamed(s.App.Dir, s.chosen, s.App.Now)
	if err != nil {
		return err
	}
	if err := s.attach(w); err != nil {
		_ = w.Close()
		return err
	}
	s.Workspace = w
	return nil
}

// OpenState opens the state alone, for commands that need no configuration. The error may
// be a *disk.LockedError.
func (s *Session) OpenState(what string, how Access) error {
	err := s.OpenWorkspace()
	if err != nil {
		return err
	}
	s.storeless = s.PlaceStore(s.Workspace)
	if how == Changing {
		if err := s.storeReady(); err != nil {
			return err
		}
	}
	switch ctx := s.App.Context(); how {
	case Changing:
		s.lock, err = Await(ctx, s.App, s.Workspace, s.Options, what)
	case Looking:
		// -lock-timeout waits for a run to end, in place of showing it half done.
		err = s.Workspace.Quiet(ctx, s.Options.LockTimeout, waiting(s.App, s.Options))
	}
	if err != nil {
		return err
	}
	if err := s.readState(); err != nil {
		return err
	}
	if holder := s.Beside(); holder != nil {
		report.Beside(s.App.Err, s.App.Now(), holder.Command, holder.PID)
	}
	return nil
}

// readState reads the recorded state into the session.
func (s *Session) readState() error {
	if s.unread != nil {
		return s.unread
	}
	loaded, err := s.Workspace.Load()
	if err != nil {
		return err
	}
	s.Loaded, s.State = loaded, loaded.State
	return nil
}

// Close releases everything that the session opened or started.
func (s *Session) Close() {
	for _, end := range s.ends {
		end()
	}
	if s.Loaded != nil && s.Loaded.Unwritten() != nil {
		fmt.Fprintf(s.App.Err, "gesso: warning: the history: %s\n", s.Loaded.Unwritten())
	}
	if s.Workspace != nil {
		_ = s.lock.Unlock()
		_ = s.Workspace.Close()
	}
	if s.Config != nil {
		_ = s.Config.Close()
	}
}
