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

// Session is a configuration's directory, as far as a command has opened it. It
// is for one command, and not safe for concurrent use.
type Session struct {
	App     *command.App
	Kinds   provider.Kinds
	Options *Options

	Config    *eval.Config    // nil before Load or ReadPartial
	Accounts  account.List    // of the configuration
	Workspace *disk.Workspace // nil before OpenState
	State     *state.State    // as it is recorded now
	Loaded    *disk.Loaded    // State, as a journal begins on it

	chosen        string             // the workspace at work; "" before it was asked
	toldWorkspace bool               // which one it is
	astray        error              // why that is not known
	owned         workspaces.Outputs // what others had for their outputs when the plan was made
	warnings      hcl.Diagnostics    // of a plan that was made and not shown yet

	sound       bool                // Config has no mistakes
	connected   bool                // what follows was found out
	connection  *backend.Connection // see Connection
	unconnected error

	backendKnown bool                // without having read Config
	backend      *spec.BackendConfig // that it has then; nil: none

	unread    error // why what the home has could not be read, see Recall
	storeless error // why the store of pictures is not known or cannot be had

	lock  *disk.Lock      // nil for who only looks
	saved *savedplan.File // that is carried out; nil for a plan that is made to be shown
	ends  []func()        // what was started for a run

	hands     decide.Hands      // what the user says of pictures that were made by hand
	merged    []review.Decision // of the command line; nil: not read yet
	selected  *selection.Choice // of the command line; nil: not read yet
	question  *quiet.Question   // see Recall; nil where nothing is remembered
	recording quiet.Recording   // what was said since
	asked     bool              // somebody was asked for a value

	once sync.Mutex      // guards said
	said map[string]bool // warnings of a home
}

// New is a session in which nothing is open. The caller owes it a Close. Nil
// options are those of a command line without any.
func New(a *command.App, kinds provider.Kinds, o *Options) *Session {
	if o == nil {
		o = &Options{}
	}
	return &Session{App: a, Kinds: kinds, Options: o}
}

// Load reads the configuration. Its mistakes are printed, and are
// command.ErrReported; its warnings are for who plans with it.
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

// ReadPartial reads the configuration for who does not need the values of its
// variables. The caller prints the diagnostics; with an error among them there is
// a configuration still, for its sources.
func (s *Session) ReadPartial() hcl.Diagnostics {
	_ = s.choose() // what is written is judged all the same
	in := s.inputs()
	in.Partial = true
	return s.read(in)
}

// inputs are what comes to the configuration from the command line.
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
	Looking  Access = iota // reads what there is, beside whoever changes it
	Changing               // takes the lock
)

// Open loads the configuration and the state. What names the command to who finds
// the state locked.
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

// OpenWorkspace opens the workspace that is at work without reading what is recorded, if
// it is not open.
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

// OpenState opens the state alone, for a command that needs no configuration. The
// error may be a *disk.LockedError.
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
		// Who would rather wait than see a run half done can.
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

// readState takes what is recorded now for the session's state.
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

// Close ends what was started and opened, whatever that was.
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
