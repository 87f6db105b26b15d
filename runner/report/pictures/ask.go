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

// query is the number of the picture that kitty is asked about.
const query = 31

// line is the way to a terminal and back, while it is asked.
type line interface {
	io.Writer

	// Read waits so long at most. Nothing, without an error, is that nothing came.
	Read(buffer []byte, wait time.Duration) (int, error)
}

// answers are what a terminal said.
type answers struct {
	kitty, sixel          bool
	cellWidth, cellHeight int  // pixels; 0: it did not say
	whole                 bool // there is no more to come
	interrupted           bool // somebody typed control-C, which is no signal meanwhile
}

// way is the best that a terminal said it can.
func (a answers) way() Way {
	switch {
	case a.kitty:
		return Kitty
	case a.sixel:
		return Sixel
	}
	return Blocks
}

// questions are all that is asked, at once; which is whether the way is asked for too.
// Every terminal answers the last one.
func questions(which bool) string {
	text := ansi.WindowOp(16) + ansi.RequestPrimaryDeviceAttributes
	if which {
		o := kitty.Options{Action: kitty.Query, ID: query, Format: kitty.RGB, ImageWidth: 1, ImageHeight: 1}
		text = ansi.KittyGraphics([]byte("AAAA"), o.Options()...) + text
	}
	return text
}

// most is how much a terminal may say.
const most = 1 << 16

// ask puts the questions and reads until the last one is answered. A terminal that is
// seen to answer has as long again for the rest.
func ask(ctx context.Context, l line, now func() time.Time, which bool) answers {
	if _, err := io.WriteString(l, questions(which)); err != nil {
		return answers{}
	}
	return listen(ctx, l, now, now().Add(patience))
}

// drain takes away what has been said.
func drain(l line) answers {
	buffer := make([]byte, 1024)
	for range most / len(buffer) {
		if n, err := l.Read(buffer, 0); n == 0 || err != nil {
			break
		}
	}
	return answers{}
}

// listen reads what a terminal says until a time.
func listen(ctx context.Context, l line, now func() time.Time, until time.Time) answers {
	const slice = 50 * time.Millisecond // after which an interrupt is heard
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

// parse reads answers, among which may be what somebody typed.
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
