package account

import (
	"testing"

	"gesso/spec/config"
	"gesso/state"
)

// TestHome finds whom to ask about calls of earlier runs, after the provider
// blocks and the images have changed.
func TestHome(t *testing.T) {
	account := func(alias, endpoint string) *Account {
		return New(&config.Provider{Name: "flux", Alias: alias}, endpoint)
	}
	usual, second := account("", "https://a.test"), account("second", "https://a.test")
	third, fourth := account("third", "https://b.test/"), account("fourth", "https://b.test")
	accounts := List{usual, second, third, fourth}
	tests := []struct {
		name               string
		provider, endpoint string   // of the call
		image              *Account // whom its image buys from now; nil: nothing declares it
		want               *Account
	}{
		{"the default one", "", "https://a.test", usual, usual},
		{"another one at the same endpoint", "flux.second", "https://a.test", second, second},
		{"whichever one the image buys from now", "flux.second", "https://a.test", third, second},
		{"a call that nothing declares", "flux.fourth", "https://b.test", nil, fourth},
		{"a renamed alias", "flux.old", "https://b.test", fourth, fourth},
		{"a renamed alias, and an image elsewhere", "flux.old", "https://b.test", usual, third},
		{"an alias that has another endpoint now", "flux.second", "https://b.test", second, third},
		{"an endpoint written otherwise", "", "https://a.test/", usual, usual},
		{"an endpoint that nobody has", "flux.second", "https://c.test", second, nil},
	}
	for _, test := range tests {
		var img *config.Image
		if test.image != nil {
			img = &config.Image{Provider: test.image.Block}
		}
		if got := accounts.Home(state.Call{Provider: test.provider, Endpoint: test.endpoint}, img); got != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
		}
	}
}
