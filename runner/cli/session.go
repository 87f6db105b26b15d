package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/term"

	"gesso/runner/decide"
	"gesso/spec"
	"gesso/spec/config"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk"
)

// errReported ends a command whose error was printed already.
var errReported = errors.New("reported")

// session is a configuration's directory, loaded.
type session struct {
	app       *app
	options   *options
	config    *eval.Config
	accounts  decide.Accounts
	workspace *disk.Workspace
	state     *state.State
	loaded    *disk.Loaded // state, as a journal begins on it
	lock      *disk.Lock
	ends      []func() // what was started for a run
}

// load reads the configuration. Its mistakes are printed.
func (a *app) load(o *options) (*session, hcl.Diagnostics, error) {
	config, diags := a.readConfig(a.inputs(o))
	if diags.HasErrors() {
		a.diagnose(diags, config.Sources)
		return nil, nil, errReported
	}
	return &session{app: a, options: o, config: config, accounts: a.accounts(config)}, diags, nil
}

// inputs are what comes to the configuration from the command line.
func (a *app) inputs(o *options) spec.Inputs {
	in := spec.Inputs{
		Version: Version, Environ: a.Environ, Assignments: o.inDir(a.dir),
		Kinds: languages(), Interrupt: a.ctx.Done(),
	}
	if !o.noInput && a.interactive() {
		in.Ask = a.ask
	}
	return in
}

// readConfig loads the configuration of the directory. The caller owes it a
// Close.
func (a *app) readConfig(in spec.Inputs) (*eval.Config, hcl.Diagnostics) {
	config, diags := spec.Load(a.dir, in)
	return config, append(diags, checkWeather(config)...)
}

// access is how a command uses the directory's state.
type access int

const (
	looking  access = iota // reads; takes the lock where there is one
	changing               // takes the lock
)

// open loads the configuration and the state under the lock. The caller owes a
// close, also after an error.
func (a *app) open(o *options, command string, how access) (*session, hcl.Diagnostics, error) {
	s, diags, err := a.load(o)
	if err != nil {
		return nil, nil, err
	}
	return s, diags, s.openState(command, how)
}

func (s *session) openState(command string, how access) error {
	var err error
	if s.workspace, err = disk.OpenAt(s.app.dir, s.app.Now); err != nil {
		return err
	}
	if how == changing {
		s.lock, err = s.workspace.Lock(command)
	} else {
		s.lock, err = s.workspace.TryLockExisting(command)
	}
	if err != nil {
		return err
	}
	return s.readState()
}

// readState takes what is recorded now for the session's state.
func (s *session) readState() error {
	loaded, err := s.workspace.Load()
	if err != nil {
		return err
	}
	s.loaded, s.state = loaded, loaded.State
	return nil
}

// unlock lets others at the state, for a command that has read what it needs.
func (s *session) unlock() {
	_ = s.lock.Unlock()
	s.lock = nil
}

func (s *session) close() {
	if s == nil {
		return
	}
	for _, end := range s.ends {
		end()
	}
	if s.workspace != nil {
		s.unlock()
		_ = s.workspace.Close()
	}
	if s.config != nil {
		_ = s.config.Close()
	}
}

// plan makes a plan and prints the diagnostics. It asks nobody.
func (s *session) plan(ctx context.Context, earlier hcl.Diagnostics, destroy bool) (*decide.Prepared, error) {
	p, diags, err := s.decide(ctx, destroy)
	return s.tell(p, append(earlier, diags...), err)
}

// planToApply is plan for a run: what it would buy from is known by its own word.
func (s *session) planToApply(ctx context.Context, earlier hcl.Diagnostics, destroy bool) (*decide.Prepared, error) {
	p, diags, err := s.decide(ctx, destroy)
	// A kind that turns out to be another one changes what is to be bought: what is
	// approved is a plan that was made with the right one.
	for err == nil && !diags.HasErrors() && s.identify(ctx, p) {
		p, diags, err = s.decide(ctx, destroy)
	}
	return s.tell(p, append(earlier, diags...), err)
}

func (s *session) decide(ctx context.Context, destroy bool) (*decide.Prepared, hcl.Diagnostics, error) {
	if err := s.accounts.Assume(s.state, s.workspace.Ledger()); err != nil {
		return nil, nil, err
	}
	return decide.Make(ctx, decide.Situation{
		Config: s.config, State: s.state, Workspace: s.workspace, Accounts: s.accounts, Check: check,
		Destroy: destroy, Replace: s.options.replace, Budget: s.options.effective(s.config.Budget),
		Unattended: s.options.autoApprove,
	})
}

// tell prints the diagnostics of a plan.
func (s *session) tell(p *decide.Prepared, diags hcl.Diagnostics, err error) (*decide.Prepared, error) {
	if s.app.diagnose(diags, s.config.Sources) {
		return nil, errReported
	}
	return p, err
}

func variable(environ []string, name string) string {
	for _, entry := range environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// interactive reports whether somebody can be asked.
func (a *app) interactive() bool {
	in, ok := a.Stdin.(*os.File)
	return ok && term.IsTerminal(int(in.Fd())) && a.err.Terminal()
}

// ask asks for a variable's value, without an echo for a sensitive one. An
// interrupt ends it.
func (a *app) ask(v *config.Variable) (string, error) {
	fmt.Fprintf(a.err, "var.%s\n", v.Name)
	if v.Description != "" {
		fmt.Fprintf(a.err, "  %s\n", v.Description)
	}
	fmt.Fprint(a.err, "\n  Enter a value: ")
	defer fmt.Fprintln(a.err)
	if file, ok := a.Stdin.(*os.File); ok && (v.Sensitive || v.Ephemeral) {
		return a.readSecret(file)
	}
	return a.readLine(a.ctx)
}

// readSecret reads what somebody types without an echo. The terminal has its
// echo back when it returns, also after an interrupt: the signal does not end
// the reading, which would leave the terminal silent for the shell.
func (a *app) readSecret(file *os.File) (string, error) {
	fd := int(file.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	type answer struct {
		secret []byte
		err    error
	}
	answers := make(chan answer, 1)
	go func() {
		secret, err := term.ReadPassword(fd)
		answers <- answer{secret, err}
	}()
	select {
	case <-a.ctx.Done():
		_ = term.Restore(fd, before) // there is nothing to be done where it fails
		return "", a.ctx.Err()
	case got := <-answers:
		return string(got.secret), got.err
	}
}

// readLine reads what somebody types, or returns ctx's error.
func (a *app) readLine(ctx context.Context) (string, error) {
	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := bufio.NewReader(a.Stdin).ReadString('\n')
		answers <- answer{line, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case got := <-answers:
		line := strings.TrimSpace(got.line)
		if line == "" && got.err != nil {
			return "", got.err
		}
		return line, nil
	}
}

func parsePositive(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, errors.New("a whole number from 1")
	}
	return n, nil
}

// end turns the error of a session into an exit code.
func (a *app) end(err error) int {
	switch {
	case errors.Is(err, errReported), a.out.Err() != nil && errors.Is(err, a.out.Err()): // see finish
		return exitError
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.err, "gesso: interrupted, nothing was changed")
		return exitInterrupted
	}
	return a.fail(err)
}
