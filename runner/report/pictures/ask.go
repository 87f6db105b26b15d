package pictures

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/kitty"
)

// patience is how long a terminal may take to answer.
const patience = time.Second

// query is the picture number used to ask for kitty's protocol.
const query = 31

// line is the connection to a terminal while it is asked.
type line interface {
	io.Writer

	// Read waits at most so long. It returns 0 without an error if nothing came.
	Read(buffer []byte, wait time.Duration) (int, error)
}

// answers are what a terminal said.
type answers struct {
	kitty, sixel          bool
	cellWidth, cellHeight int  // in pixels; 0: not said
	whole                 bool // the last question is answered
	interrupted           bool // control-C was typed, which sends no signal in raw mode
}

// way returns the best way that a terminal says it supports.
func (a answers) way() Way {
	switch {
	case a.kitty:
		return Kitty
	case a.sixel:
		return Sixel
	}
	return Blocks
}

// questions returns all questions, to be sent at once. Which says whether to ask for the
// way. Every terminal answers the last question.
func questions(which bool) string {
	text := ansi.WindowOp(16) + ansi.RequestPrimaryDeviceAttributes
	if which {
		o := kitty.Options{Action: kitty.Query, ID: query, Format: kitty.RGB, ImageWidth: 1, ImageHeight: 1}
		text = ansi.KittyGraphics([]byte("AAAA"), o.Options()...) + text
	}
	return text
}

// most is how many bytes of answers are read.
const most = 1 << 16

// ask sends the questions and reads until the last one is answered. A terminal that has
// begun to answer gets as much time again.
func ask(ctx context.Context, l line, now func() time.Time, which bool) answers {
	if _, err := io.WriteString(l, questions(which)); err != nil {
		return answers{}
	}
	return listen(ctx, l, now, now().Add(patience))
}

// drain reads what has been sent so far.
func drain(l line) answers {
	buffer := make([]byte, 1024)
	for range most / len(buffer) {
		if n, err := l.Read(buffer, 0); n == 0 || err != nil {
			break
		}
	}
	return answers{}
}

// listen reads what a terminal sends until a time.
func listen(ctx context.Context, l line, now func() time.Time, until time.Time) answers {
	const slice = 50 * time.Millisecond // how long an interrupt may go unnoticed
	var said []byte
	var a answers
	buffer, longer := make([]byte, 1024), false
	for !a.whole && !a.interrupted && len(said) < most && ctx.Err() == nil {
		left := until.Sub(now())
		if left <= 0 && a != (answers{}) && !longer {
			longer, left = true, patience
			until = now().Add(patience)
		}
		if left <= 0 {
			break
		}
		n, err := l.Read(buffer, min(left, slice))
		said = append(said, buffer[:n]...)
		if a = parse(said); err != nil {
			break
		}
	}
	drain(l)
	return a
}

var (
	cellAnswer  = regexp.MustCompile(`\x1b\[6;(\d{1,4});(\d{1,4})t`)
	whichAnswer = regexp.MustCompile(`\x1b\[\?([\d;]*)c`)
	kittyAnswer = regexp.MustCompile(`\x1b_G(?:[^\x1b;]*,)?i=31(?:,[^\x1b;]*)?;OK\x1b\\`)
)

// parse reads answers, which may be mixed with typed characters.
func parse(said []byte) answers {
	a := answers{kitty: kittyAnswer.Match(said), interrupted: bytes.IndexByte(said, ansi.ETX) >= 0}
	if m := cellAnswer.FindSubmatch(said); m != nil {
		a.cellHeight, _ = strconv.Atoi(string(m[1]))
		a.cellWidth, _ = strconv.Atoi(string(m[2]))
	}
	if m := whichAnswer.FindSubmatch(said); m != nil {
		a.whole = true
		for _, feature := range strings.Split(string(m[1]), ";")[1:] {
			a.sixel = a.sixel || feature == "4"
		}
	}
	return a
}
