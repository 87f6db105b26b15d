package collect

import (
	"errors"
	"testing"

	"gesso/runner/provider"
	"gesso/state"
)

// TestTiedTo finds a picture among those of its task by all but its bytes.
func TestTiedTo(t *testing.T) {
	at := func(urls ...string) []provider.Picture {
		var pictures []provider.Picture
		for i, url := range urls {
			pictures = append(pictures, provider.Picture{URL: url, Seed: []string{"1", "2", "2"}[i]})
		}
		return pictures
	}
	tests := []struct {
		name     string
		picture  state.Picture
		pictures []provider.Picture
		want     int
	}{
		{"the only one", state.Picture{}, at("https://x/new"), 0},
		{"the only one, at the first place", state.Picture{Position: 1}, at("https://x/new"), 0},
		{"the only one that is left, of several", state.Picture{Position: 2}, at("https://x/new"), -1},
		{"the only one that is left, by its seed", state.Picture{Position: 2, Seed: "1"}, at("https://x/new"), 0},
		{"one with the same path, and another signature", state.Picture{URL: "https://x/b?s=1"}, at("https://x/a?s=2", "https://x/b?s=2"), 1},
		{"one with the path that it had first", state.Picture{URL: "https://x/old", Origin: &state.Delivery{Artifact: "a", URL: "https://x/b"}}, at("https://x/a", "https://y/b"), 1},
		{"one of several with the same path", state.Picture{URL: "https://x/?id=2"}, at("https://x/?id=1", "https://x/?id=2"), 1},
		{"one with its seed", state.Picture{URL: "https://x/old", Seed: "1"}, at("https://x/a", "https://x/b"), 0},
		{"several with its seed, and nothing else is known", state.Picture{Seed: "2"}, at("https://x/a", "https://x/b", "https://x/c"), -1},
		{"the one at its place", state.Picture{Seed: "2", Position: 3}, at("https://x/a", "https://x/b", "https://x/c"), 2},
		{"none, where there are fewer now", state.Picture{Position: 3}, at("https://x/a", "https://x/b"), -1},
		{"none", state.Picture{}, at("https://x/a", "https://x/b"), -1},
	}
	for _, test := range tests {
		if got := tiedTo(test.picture, test.pictures, 0); got != test.want {
			t.Errorf("%s: got %d, want %d", test.name, got, test.want)
		}
	}
}

// A task that shows fewer pictures than it has brought does not show each at its place.
func TestTiedToFewer(t *testing.T) {
	shown := []provider.Picture{{URL: "https://x/a", Seed: "7"}, {URL: "https://x/b", Seed: "8"}}
	for _, test := range []struct {
		picture state.Picture
		shown   int
		made    int
		want    int
	}{
		{state.Picture{Position: 1}, 1, 1, 0},
		{state.Picture{Position: 1}, 1, 2, -1},
		{state.Picture{}, 1, 2, -1},
		{state.Picture{Position: 1}, 2, 2, 0},
		{state.Picture{Position: 1}, 2, 3, -1},
		{state.Picture{Position: 1, Seed: "8"}, 2, 3, 1},
		{state.Picture{Position: 3, URL: "https://x/b?signed"}, 2, 3, 1},
	} {
		if got := tiedTo(test.picture, shown[:test.shown], test.made); got != test.want {
			t.Errorf("%+v of %d, %d shown: got %d, want %d", test.picture, test.made, test.shown, got, test.want)
		}
	}
}

// What stands in the place of a picture is not taken for it.
func TestSameSize(t *testing.T) {
	of := state.Picture{Artifact: "a", Width: 4, Height: 3}
	later := of.Redelivered(state.Picture{Artifact: "b", Width: 4, Height: 3})
	for _, test := range []struct {
		name   string
		was    state.Picture
		is     state.Picture
		accept bool
	}{
		{"other bytes", of, state.Picture{Artifact: "b", Width: 4, Height: 3}, true},
		{"other bytes again", later, state.Picture{Artifact: "c", Width: 4, Height: 3}, true},
		{"other dimensions", of, state.Picture{Artifact: "b", Width: 4, Height: 4}, false},
		{"dimensions that an old record does not tell", state.Picture{Artifact: "a"}, state.Picture{Artifact: "b", Width: 4, Height: 4}, true},
		{"one colour", of, state.Picture{Artifact: "b", Width: 4, Height: 3, Blank: true}, false},
		{"one colour as it was", state.Picture{Artifact: "a", Width: 4, Height: 3, Blank: true}, state.Picture{Width: 4, Height: 3, Blank: true}, true},
	} {
		err := sameSize(test.was)(test.is)
		if (err == nil) != test.accept || err != nil && !IsVain(err) {
			t.Errorf("%s: error %v", test.name, err)
		}
	}
	if err := sameBytes(later)(of); err != nil {
		t.Errorf("as it was first: %v", err)
	}
	if err := sameBytes(later)(state.Picture{Artifact: "c"}); !errors.As(err, new(*OtherBytesError)) {
		t.Errorf("another: %v", err)
	}
}
