package pictures

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"
)

// talker is a terminal that says texts at times, from when it was asked.
type talker struct {
	asked string
	says  chan string
	rest  string
}

type word struct {
	after time.Duration
	text  string
}

// talk makes a terminal that says words; it is done before the bubble ends.
func talk(t *testing.T, words []word) *talker {
	l := &talker{says: make(chan string, len(words))}
	go func() {
		began := time.Now()
		for _, w := range words {
			time.Sleep(w.after - time.Since(began))
			l.says <- w.text
		}
	}()
	return l
}

func (l *talker) Write(p []byte) (int, error) {
	l.asked += string(p)
	return len(p), nil
}

func (l *talker) Read(p []byte, wait time.Duration) (int, error) {
	if l.rest == "" {
		select {
		case l.rest = <-l.says:
		case <-time.After(wait):
			return 0, nil
		}
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

const (
	saysKitty = "\x1b_Gi=31;OK\x1b\\"
	saysCell  = "\x1b[6;18;9t"
	saysSixel = "\x1b[?62;4;22c"
	saysPlain = "\x1b[?1;2c"
)

func TestAsk(t *testing.T) {
	const late = 700 * time.Millisecond
	for _, test := range []struct {
		name  string
		words []word
		want  answers
		way   Way
		took  time.Duration
	}{
		{"kitty", []word{{0, saysKitty + saysCell + saysSixel}}, answers{kitty: true, sixel: true, cellWidth: 9, cellHeight: 18, whole: true}, Kitty, 0},
		{"sixel", []word{{0, saysCell + saysSixel}}, answers{sixel: true, cellWidth: 9, cellHeight: 18, whole: true}, Sixel, 0},
		{"neither", []word{{0, saysPlain}}, answers{whole: true}, Blocks, 0},
		{"4 is no feature where it is the class", []word{{0, "\x1b[?4;6c"}}, answers{whole: true}, Blocks, 0},
		{"kitty that cannot", []word{{0, "\x1b_Gi=31;ENOTSUP:no\x1b\\" + saysPlain}}, answers{whole: true}, Blocks, 0},
		{"in pieces", []word{{0, "\x1b_Gi=3"}, {10, "1;OK\x1b"}, {20, "\\\x1b[?6"}, {30, "2c"}}, answers{kitty: true, whole: true}, Kitty, 30},
		{"late", []word{{late, saysCell + saysSixel}}, answers{sixel: true, cellWidth: 9, cellHeight: 18, whole: true}, Sixel, late},
		{"among what is typed", []word{{0, "ls -l\r" + saysSixel + "x"}}, answers{sixel: true, whole: true}, Sixel, 0},
		{"not at all", nil, answers{}, Blocks, patience},
		{"typing is no answer", []word{{10, "ls"}}, answers{}, Blocks, patience},
		{"an answer, and the others later", []word{{late, saysCell}, {1300 * time.Millisecond, saysSixel}}, answers{sixel: true, cellWidth: 9, cellHeight: 18, whole: true}, Sixel, 1300 * time.Millisecond},
		{"an answer, and no more", []word{{0, saysCell}}, answers{cellWidth: 9, cellHeight: 18}, Blocks, 2 * patience},
		{"control-C", []word{{20, "\x03"}}, answers{interrupted: true}, Blocks, 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l, began := talk(t, test.words), time.Now()
				got := ask(t.Context(), l, time.Now, true)
				if got != test.want || got.way() != test.way {
					t.Errorf("got %+v, %s; want %+v, %s", got, got.way(), test.want, test.way)
				}
				if took := time.Since(began); took != test.took {
					t.Errorf("it took %s, want %s", took, test.took)
				}
				if n, _ := l.Read(make([]byte, 10), 0); n > 0 {
					t.Error("something is left in the input")
				}
				if want := "\x1b_Gf=24,i=31,s=1,v=1,a=q;AAAA\x1b\\\x1b[16t\x1b[c"; l.asked != want {
					t.Errorf("asked %q, want %q", l.asked, want)
				}
			})
		})
	}
}

func TestAskInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 120*time.Millisecond)
		defer cancel()
		began := time.Now()
		ask(ctx, talk(t, nil), time.Now, true)
		if took := time.Since(began); took > 200*time.Millisecond {
			t.Errorf("the end of a command was heard after %s", took)
		}
	})
}

// flood is a terminal that never ends.
type flood struct{ io.Writer }

func (flood) Read(p []byte, _ time.Duration) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestAskOfAFlood(t *testing.T) {
	if got := ask(t.Context(), flood{io.Discard}, time.Now, false); got != (answers{}) {
		t.Errorf("got %+v", got)
	}
}
