package session

import (
	"sync"
	"time"

	"gesso/runner"
	"gesso/runner/account"
	"gesso/runner/build"
	"gesso/runner/command"
	"gesso/runner/decide"
	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/state"
)

// builtinPoll is how often the sandbox inside the process is polled: it answers fast, and
// polling it costs nobody anything.
const builtinPoll = 20 * time.Millisecond

// CheckToken returns an error if the plan needs a provider that has no token. It is called
// before anything is done.
func (s *Session) CheckToken(p *decide.Prepared) error {
	for _, need := range p.Needs() {
		if !need.Token || s.token(need.Account) != "" {
			continue
		}
		whose := ""
		if need.Block.Alias != "" {
			whose = " of provider " + need.Block.String()
		}
		return missingToken(s.kindOf(need.Block), whose)
	}
	return nil
}

// missingToken is the error for a plan that needs a provider without a token.
func missingToken(k *provider.Kind, whose string) error {
	hint := k.Accounts + ", then: export " + k.Variable("token") + "=YOUR_TOKEN"
	if k.StandIn != nil {
		hint += "; or try without one: endpoint = \"sandbox\" in the provider block"
	}
	return command.Misuse("the plan needs the "+k.Title+whose+", and there is no token for it", hint)
}

// Connect returns the tools of a run that may call the given accounts. What it starts ends
// with Close.
func (s *Session) Connect(needs ...account.Need) (runner.Tools, error) {
	tools := runner.Tools{
		Connections: map[string]runner.Connection{},
		Parallelism: s.Options.Parallelism,
		Recorded:    s.recorded(),
		Now:         s.App.Now,
		Version:     build.Version(),
	}
	for _, account := range s.Accounts {
		tools.Connections[account.Name] = runner.Connection{Limits: s.limits(account)}
	}
	for _, need := range needs {
		if !need.Token && s.token(need.Account) == "" {
			continue // a picture that needs it fails by itself
		}
		connection, err := s.reach(need.Account)
		if err != nil {
			return tools, err
		}
		tools.Connections[need.Name] = connection
	}
	return tools, nil
}

// limits returns an account's limits. Where its block does not set the parallelism, the
// command line does.
func (s *Session) limits(account *account.Account) traffic.Limits {
	p := account.Block
	limits := traffic.Limits{Parallelism: s.Options.Parallelism, PollInterval: p.PollInterval, Timeout: p.Timeout, PictureBytes: s.App.PictureBytes}
	if p.Parallelism != nil {
		limits.Parallelism = *p.Parallelism
	}
	if p.RequestsPerMinute != nil {
		limits.RequestsPerMinute = *p.RequestsPerMinute
	}
	if builtin(account) && limits.PollInterval == 0 {
		limits.PollInterval = builtinPoll
	}
	return limits
}

// opening returns the parameters of an account's client, whatever it will be used for.
func (s *Session) opening(account *account.Account) provider.Opening {
	return provider.Opening{
		Endpoint: account.Endpoint, Token: s.token(account),
		Setting: s.setting(account.Block, account.Kind != sandboxKind),
		Sandbox: account.Kind == sandboxKind || account.Unsure(),

		Observe: s.observer(),

		UserAgent: "gesso/" + command.Version, Timeout: account.Block.Timeout, Stall: s.App.Stall,
	}
}

// earlier tells the built-in sandbox how often earlier processes generated the same
// request, as recorded in the ledger. A ledger that cannot be read counts as empty.
func (s *Session) earlier() provider.Earlier {
	type asked struct{ action, prompt, model, size string }
	made := sync.OnceValue(func() map[asked]int {
		made := map[asked]int{}
		entries, _ := s.Workspace.Ledger().Entries() // the plan has reported the error
		for _, e := range entries {
			if r := e.Request; e.Outcome == state.OutcomeCollected && e.Endpoint == state.EndpointBuiltin && r != nil {
				made[asked{r.Action, r.PromptHash, r.Model, r.Size}]++
			}
		}
		return made
	})
	return func(action, prompt, model, size string) int {
		return made()[asked{action, state.HashPrompt(prompt), model, size}]
	}
}

// reach opens an account's client and starts what it needs: the sandbox inside this
// process, or a listener.
func (s *Session) reach(account *account.Account) (runner.Connection, error) {
	p, owe := account.Block, func(end func()) { s.ends = append(s.ends, end) }
	out := runner.Connection{Limits: s.limits(account)}
	opening := s.opening(account)
	opening.Block = p.Settings
	if builtin(account) {
		url, end, err := s.kindOf(p).StandIn.Start(p.Settings.Block(sandboxBlock), s.earlier())
		if err != nil {
			return out, err
		}
		owe(end)
		opening.Endpoint, opening.Token, opening.Setting = url, state.EndpointBuiltin, nil // the sandbox needs nothing else
	}
	opening.Owe = owe
	opening.Hints = func() func(task string) {
		out.Hints = traffic.NewHints()
		return out.Hints.Add
	}
	client, err := s.kindOf(p).Open(opening)
	if err != nil {
		return out, err
	}
	out.Provider = client
	return out, nil
}
