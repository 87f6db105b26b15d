package pictures

import "strings"

// environ is what the environment says about a terminal.
type environ struct {
	why    string // why no pictures are to be shown; "": they are
	way    Way    // Unknown: ask the terminal
	colour bool   // 24-bit colours
}

// environOf reads the environment. A terminal's own name counts more than variables that it
// may have inherited from a terminal around it.
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
	case program != "": // a terminal with a name that is not listed
	case getenv("KITTY_WINDOW_ID") != "":
		e.way = Kitty
	case getenv("LC_TERMINAL") == "iTerm2": // ssh passes it on
		e.way = ITerm2
	}
	return e
}

// within reports whether another program, which passes on no pictures, draws the terminal
// inside a terminal.
func within(term, program string, getenv func(string) string) bool {
	for _, name := range []string{"TMUX", "STY", "ZELLIJ"} {
		if getenv(name) != "" {
			return true
		}
	}
	return program == "tmux" || strings.HasPrefix(term, "screen") || strings.HasPrefix(term, "tmux")
}

// deep reports whether a terminal has 24-bit colours.
func deep(getenv func(string) string) bool {
	switch getenv("COLORTERM") {
	case "truecolor", "24bit":
		return true
	}
	term := getenv("TERM")
	return strings.Contains(term, "direct") || term == "xterm-kitty" || term == "xterm-ghostty" || getenv("WT_SESSION") != ""
}
