package flux

import (
	"fmt"

	"gesso/runner/flux/internal/guide"
	"gesso/runner/provider"
	"gesso/spec/lang"
)

// The environment variables that a user sets in place of a block's arguments.
const (
	tokenVariable          = "ACEDATACLOUD_API_TOKEN"
	endpointVariable       = "ACEDATACLOUD_API_BASE_URL"
	uploadTokenVariable    = "ACEDATACLOUD_PLATFORM_TOKEN"
	uploadEndpointVariable = "ACEDATACLOUD_PLATFORM_BASE_URL"
)

// remedies are what to do about failures of a class, where that is particular to
// this service.
var remedies = map[provider.Class]string{
	provider.Authentication: "set a valid token in " + tokenVariable + " or in the provider block",
}

// DefaultModel is what the API takes when a request names none.
const DefaultModel = guide.DefaultModel

// Kind is what the program knows of this provider.
func Kind() *provider.Kind {
	return &provider.Kind{
		Language: Language(),
		Title:    "Flux API",
		Accounts: "get a token at " + DefaultUploadEndpoint,
		Endpoint: DefaultEndpoint,
		Environ: []provider.Variable{
			{Setting: "token", Name: tokenVariable},
			{Setting: "endpoint", Name: endpointVariable},
			{Setting: "upload_token", Name: uploadTokenVariable, Real: true},
			{Setting: "upload_endpoint", Name: uploadEndpointVariable, Real: true}, // no rehearsal sends pictures there
		},
		Models:   guide.Known(),
		Check:    guide.Check,
		Open:     open,
		Listens:  func(block *lang.Values) bool { return block.Block("callback") != nil },
		StandsIn: isSandbox,
	}
}

// open makes a Client of what a provider block says.
func open(o provider.Opening) (provider.Client, error) {
	config := Config{
		Endpoint: o.Endpoint, Token: o.Token, UserAgent: o.UserAgent, Sandbox: o.Sandbox, Stall: o.Stall, Observe: o.Observe,
	}
	if o.Setting != nil {
		config.UploadEndpoint, config.UploadToken = o.Setting("upload_endpoint"), o.Setting("upload_token")
	}
	if mode, ok := parseMode(o.Block.Text("submit")); ok {
		config.Mode = mode
		if mode == Sync || mode == Stream {
			config.Timeout = o.Timeout // the answer comes when the task is finished
		}
	}
	if callback := o.Block.Block("callback"); callback != nil && config.Mode == Callback {
		config.CallbackURL = callback.Text("url")
		if o.Hints != nil && o.Owe != nil {
			stop, err := listen(callback.Text("listen"), Callbacks(o.Hints()))
			if err != nil {
				return nil, fmt.Errorf("the callback block's listen: %w", err)
			}
			o.Owe(stop)
		}
	}
	client, err := New(config)
	if err != nil {
		return nil, err
	}
	return client, nil
}
