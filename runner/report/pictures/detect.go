package pictures

import (
	"context"
	"time"

	"gesso/runner/report"
)

// Wish is what the user wants of pictures in the terminal.
type Wish struct {
	Way    Way // Unknown: the best that the terminal supports
	Getenv func(name string) string
	Now    func() time.Time
}

// Terminal is what is known about a terminal that shows pictures.
type Terminal struct {
	Why           string // why no pictures are shown; "": they are
	Way           Way
	Colour        bool // it has 24-bit colours, for blocks
	Columns, Rows int  // of the terminal
	CellWidth     int  // in pixels
	CellHeight    int  // in pixels

	tmux     bool // tmux passes sequences on to the outer terminal
	awaiting bool // a late answer may still arrive
}

// The assumed size of a cell, with the usual proportions.
const (
	usualWidth  = 10
	usualHeight = 20
)

// Detect finds out how a screen shows pictures, asking the terminal if needed. The error is
// context.Canceled if that was interrupted. The caller must call Settle in any case.
func Detect(ctx context.Context, s *report.Screen, w Wish) (*Terminal, error) {
	t := &Terminal{Way: w.Way, tmux: w.Getenv("TMUX") != ""}
	if !s.Terminal() {
		t.Why = "standard output is no terminal"
		return t, nil
	}
	t.Columns, t.Rows = s.Size()
	t.CellWidth, t.CellHeight = cellOf(s.File())
	e := environOf(w.Getenv)
	t.Colour = e.colour
	if w.Way == Unknown {
		t.Why, t.Way = e.why, e.way
	}
	if t.Why == "" && (t.Way == Unknown || t.Way != Blocks && t.CellWidth*t.CellHeight == 0) {
		if err := t.ask(ctx, w.Now); err != nil {
			return t, err
		}
	}
	if t.CellWidth <= 0 || t.CellHeight <= 0 {
		t.CellWidth, t.CellHeight = usualWidth, usualHeight
	}
	if t.Why == "" && t.Way == Blocks && w.Way == Unknown && !s.Coloured() {
		t.Why = "half blocks are nothing without colours"
	}
	return t, nil
}

// ask asks the terminal for what is not known.
func (t *Terminal) ask(ctx context.Context, now func() time.Time) error {
	a, err := t.converse(func(l line) answers { return ask(ctx, l, now, t.Way == Unknown) })
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case a.interrupted:
		return context.Canceled
	}
	t.awaiting = err == nil && !a.whole
	if t.Way == Unknown {
		t.Way = a.way()
	}
	if t.CellWidth*t.CellHeight == 0 {
		t.CellWidth, t.CellHeight = a.cellWidth, a.cellHeight
	}
	return nil
}

// converse calls speak while the terminal is in raw mode.
func (t *Terminal) converse(speak func(line) answers) (answers, error) {
	tty, err := openTTY()
	if err != nil {
		return answers{}, err
	}
	defer tty.Close()
	return speak(tty), nil
}

// Settle removes late answers from the terminal's input, as far as they have arrived. It is
// called once, after the last picture.
func (t *Terminal) Settle() {
	if !t.awaiting {
		return
	}
	t.awaiting = false
	_, _ = t.converse(func(l line) answers { return drain(l) }) // on failure there is nobody to answer
}
