package pictures

import "strings"

// environ is what the environment tells of a terminal.
type environ struct {
	why    string // pictures are not to be shown; "": they are
	way    Way    // Unknown: the terminal is to be asked
	colour bool   // of 24 bits
}

// environOf asks the environment. The name of the terminal itself counts before those
// that a terminal started in another one inherits.
func environOf(getenv func(string) string) environ {
	e := environ{colour: deep(getenv)}
	term, program := getenv("TERM"), getenv("TERM_PROGRAM")
	switch {
	case getenv("CI") != "" && getenv("CI") != "false":
		e.why = "the environment says CI"
	case within(term, program, getenv):
		e.way = Blocks
	case term == "xterm-kitty", term == "xterm-ghostty", program == "ghostty":
		e.way = Kitty
	case program == "iTerm.app", program == "WezTerm", program == "mintty":
		e.way = ITerm2
	case program == "Apple_Terminal", term == "linux": // they print questions that they do not know
		e.way = Blocks
	case program != "": // another one that has a name of its own
	case getenv("KITTY_WINDOW_ID") != "":
		e.way = Kitty
	case getenv("LC_TERMINAL") == "iTerm2": // which ssh carries along
		e.way = ITerm2
	}
	return e
}

// within reports whether the terminal is drawn by another program in a terminal, which
// hands on no pictures.
func within(term, program string, getenv func(string) string) bool {
	for _, name := range []string{"TMUX", "STY", "ZELLIJ"} {
		if getenv(name) != "" {
			return true
		}
	}
	return program == "tmux" || strings.HasPrefix(term, "screen") || strings.HasPrefix(term, "tmux")
}

// deep reports whether a terminal has colours of 24 bits.
func deep(getenv func(string) string) bool {
	switch getenv("COLORTERM") {
	case "truecolor", "24bit":
		return true
	}
	term := getenv("TERM")
	return strings.Contains(term, "direct") || term == "xterm-kitty" || term == "xterm-ghostty" || getenv("WT_SESSION") != ""
}
