package cli

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"gesso/runner"
	"gesso/runner/flux"
	"gesso/state"
)

// builtinPoll is how often the sandbox inside of the process is asked: it is
// quick and nobody else's.
const builtinPoll = 20 * time.Millisecond

// callbackTime bounds one callback, so that idle connections of strangers end.
const callbackTime = 30 * time.Second

// checkToken refuses a run that would call the provider without a token,
// before anything is done.
func (s *session) checkToken(plan *runner.Plan) error {
	if !plan.NeedsProvider() || s.token() != "" || s.kind() == "sandbox" {
		return nil
	}
	return &usageError{
		"the plan needs the Flux API, and there is no token for it",
		"get a token at https://platform.acedata.cloud, then: export ACEDATACLOUD_API_TOKEN=YOUR_TOKEN; or try without one: endpoint = \"sandbox\" in the provider block",
	}
}

func (s *session) token() string {
	if s.config.Provider.Token != "" {
		return s.config.Provider.Token
	}
	return variable(s.app.Environ, "ACEDATACLOUD_API_TOKEN")
}

// tools are what a run works with: with the provider, if it is needed, and the
// built-in sandbox behind it. The returned function ends both.
func (s *session) tools(online bool) (runner.Tools, func(), error) {
	p := s.config.Provider
	tools := runner.Tools{
		Endpoint: s.endpoint(),
		Recorded: s.app.Recorded,
		Limits:   runner.Limits{PollInterval: p.PollInterval, Timeout: p.Timeout},
	}
	if p.Parallelism != nil {
		tools.Limits.Parallelism = *p.Parallelism
	}
	if p.RequestsPerMinute != nil {
		tools.Limits.RequestsPerMinute = *p.RequestsPerMinute
	}
	if s.options.parallelism > 0 {
		tools.Limits.Parallelism = s.options.parallelism
	}
	end := func() {}
	if !online {
		return tools, end, nil
	}
	config := flux.Config{Endpoint: s.endpoint(), UploadEndpoint: p.UploadEndpoint, Token: s.token(), UserAgent: "gesso/" + Version, Sandbox: s.kind() == "sandbox"}
	if mode, ok := flux.ParseMode(p.Submit); ok {
		config.Mode = mode
		if mode == flux.Sync || mode == flux.Stream {
			config.Timeout = p.Timeout // the answer comes when the task is finished
		}
	}
	if s.builtin() {
		running, err := startBuiltin(p.Sandbox)
		if err != nil {
			return tools, end, err
		}
		end = func() { _ = running.Close() }
		config.Endpoint, config.UploadEndpoint, config.Token = running.URL, running.URL, state.EndpointBuiltin
		if tools.Limits.PollInterval == 0 {
			tools.Limits.PollInterval = builtinPoll
		}
	}
	if config.Token == "" && config.Sandbox {
		config.Token = "sandbox" // a sandbox without -token takes any
	}
	if p.Callback != nil && config.Mode == flux.Callback {
		config.CallbackURL = p.Callback.URL
		tools.Hints = runner.NewHints()
		stop, err := listen(p.Callback.Listen, flux.Callbacks(tools.Hints.Add))
		if err != nil {
			end()
			return tools, func() {}, fmt.Errorf("the callback block's listen: %w", err)
		}
		end = both(stop, end)
	}
	client, err := flux.New(config)
	if err != nil {
		end()
		return tools, func() {}, err
	}
	tools.Provider = client
	return tools, end, nil
}

func both(first, second func()) func() { return func() { first(); second() } }

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
