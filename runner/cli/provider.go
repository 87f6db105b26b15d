package cli

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"gesso/runner"
	"gesso/runner/flux"
	"gesso/runner/plan"
	"gesso/runner/traffic"
	"gesso/state"
)

// builtinPoll is how often the sandbox inside the process is asked: it is
// quick and nobody else's.
const builtinPoll = 20 * time.Millisecond

// callbackTime bounds one callback, so that idle connections of strangers end.
const callbackTime = 30 * time.Second

// checkToken refuses a run that would call a provider without a token, before
// anything is done.
func (s *session) checkToken(p *plan.Plan) error {
	for _, need := range p.Needs() {
		if !need.Token || s.app.token(need.Account) != "" {
			continue
		}
		whose := ""
		if need.Block.Alias != "" {
			whose = " of provider " + need.Block.String()
		}
		return &usageError{
			"the plan needs the Flux API" + whose + ", and there is no token for it",
			"get a token at https://platform.acedata.cloud, then: export ACEDATACLOUD_API_TOKEN=YOUR_TOKEN; or try without one: endpoint = \"sandbox\" in the provider block",
		}
	}
	return nil
}

// connect makes the tools of a run that may call these accounts. What it starts
// ends with the session.
func (s *session) connect(needs ...plan.Need) (runner.Tools, error) {
	tools := runner.Tools{
		Connections: map[*plan.Account]runner.Connection{},
		Parallelism: s.options.parallelism,
		Recorded:    s.app.Recorded,
		Now:         s.app.Now,
	}
	for _, account := range s.accounts {
		tools.Connections[account] = runner.Connection{Limits: s.limits(account)}
	}
	for _, need := range needs {
		if !need.Token && s.app.token(need.Account) == "" {
			continue // a picture that nobody can be asked for fails alone
		}
		connection, err := s.reach(need.Account)
		if err != nil {
			return tools, err
		}
		tools.Connections[need.Account] = connection
	}
	return tools, nil
}

// limits are an account's own. Where its block does not say how many images
// are in work at once, the command line does.
func (s *session) limits(account *plan.Account) traffic.Limits {
	p := account.Block
	limits := traffic.Limits{Parallelism: s.options.parallelism, PollInterval: p.PollInterval, Timeout: p.Timeout, PictureBytes: s.app.PictureBytes}
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

// clientConfig is what an account's client is made with, whatever it is for.
func (s *session) clientConfig(account *plan.Account) flux.Config {
	return flux.Config{
		Endpoint: account.Endpoint, Token: s.app.token(account),
		UploadEndpoint: s.app.uploadEndpoint(account), UploadToken: s.app.uploadToken(account),
		UserAgent: "gesso/" + Version, Sandbox: account.Kind == "sandbox" || account.Unsure(), Stall: s.app.Stall,
	}
}

// reach makes an account's client, and starts what is behind it: the sandbox
// inside this process, or the listener for callbacks.
func (s *session) reach(account *plan.Account) (runner.Connection, error) {
	p := account.Block
	out := runner.Connection{Limits: s.limits(account)}
	config := s.clientConfig(account)
	if mode, ok := flux.ParseMode(p.Settings.Text("submit")); ok {
		config.Mode = mode
		if mode == flux.Sync || mode == flux.Stream {
			config.Timeout = p.Timeout // the answer comes when the task is finished
		}
	}
	if builtin(account) {
		running, err := startBuiltin(p)
		if err != nil {
			return out, err
		}
		s.ends = append(s.ends, func() { _ = running.Close() })
		config.Endpoint, config.UploadEndpoint, config.Token, config.UploadToken = running.URL, running.URL, state.EndpointBuiltin, ""
	}
	if callback := p.Settings.Block("callback"); callback != nil && config.Mode == flux.Callback {
		config.CallbackURL = callback.Text("url")
		out.Hints = traffic.NewHints()
		stop, err := listen(callback.Text("listen"), flux.Callbacks(out.Hints.Add))
		if err != nil {
			return out, fmt.Errorf("the callback block's listen: %w", err)
		}
		s.ends = append(s.ends, stop)
	}
	client, err := flux.New(config)
	if err != nil {
		return out, err
	}
	out.Provider = client
	return out, nil
}

// listen serves callbacks until it is stopped.
func listen(address string, handler http.Handler) (stop func(), err error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: handler, ReadTimeout: callbackTime, WriteTimeout: callbackTime}
	go func() { _ = server.Serve(listener) }() // ends with Close
	return func() { _ = server.Close() }, nil
}
