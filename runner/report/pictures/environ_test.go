package pictures

import (
	"strings"
	"testing"
)

func TestEnvironment(t *testing.T) {
	for _, test := range []struct {
		environment string
		want        environ
	}{
		{"TERM=xterm-256color", environ{}},
		{"TERM=xterm-256color COLORTERM=truecolor", environ{colour: true}},
		{"TERM=xterm-kitty KITTY_WINDOW_ID=1", environ{way: Kitty, colour: true}},
		{"TERM=xterm-256color KITTY_WINDOW_ID=1", environ{way: Kitty}},
		{"TERM=xterm-ghostty TERM_PROGRAM=ghostty", environ{way: Kitty, colour: true}},
		{"TERM=xterm-256color TERM_PROGRAM=iTerm.app COLORTERM=truecolor", environ{way: ITerm2, colour: true}},
		{"TERM=xterm-256color LC_TERMINAL=iTerm2", environ{way: ITerm2}},
		{"TERM=xterm-256color TERM_PROGRAM=WezTerm KITTY_WINDOW_ID=1", environ{way: ITerm2}},
		{"TERM=xterm-256color TERM_PROGRAM=vscode LC_TERMINAL=iTerm2", environ{}},
		{"TERM=xterm-256color TERM_PROGRAM=Apple_Terminal", environ{way: Blocks}},
		{"TERM=linux", environ{way: Blocks}},
		{"TERM=tmux-256color TMUX=/tmp/tmux-0/default,1,0 KITTY_WINDOW_ID=1", environ{way: Blocks}},
		{"TERM=screen STY=1.tty", environ{way: Blocks}},
		{"TERM=screen-256color", environ{way: Blocks}},
		{"TERM=xterm-256color ZELLIJ=0 TERM_PROGRAM=WezTerm", environ{way: Blocks}},
		{"TERM=xterm-kitty CI=true", environ{why: "the environment says CI", colour: true}},
		{"TERM=xterm-kitty CI=false", environ{way: Kitty, colour: true}},
	} {
		values := map[string]string{}
		for _, entry := range strings.Fields(test.environment) {
			name, value, _ := strings.Cut(entry, "=")
			values[name] = value
		}
		if got := environOf(func(name string) string { return values[name] }); got != test.want {
			t.Errorf("%s: got %+v, want %+v", test.environment, got, test.want)
		}
	}
}

func TestWays(t *testing.T) {
	for _, w := range Ways() {
		if got, err := ParseWay(strings.ToUpper(string(w))); got != w || err != nil {
			t.Errorf("%s is %s, %v", w, got, err)
		}
	}
	if _, err := ParseWay("ascii"); err == nil || err.Error() != `"ascii" is no way to show pictures: it is one of kitty|iterm2|sixel|blocks` {
		t.Errorf("got %v", err)
	}
}
