package home_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gesso/state/home"
	"gesso/state/home/shelf"
	"gesso/state/home/shelf/shelftest"
)

// weather is a shelf as one machine sees it by chance: late, cut off, with lost answers,
// with writes that arrive when their sender has long given up, and with the machine paused
// for longer than a lease before or after any request.
type weather struct {
	shelf.Shelf
	mu     sync.Mutex
	random *rand.Rand
	asleep time.Time // until then the machine is paused
	dead   bool      // killed: it sends nothing more
}

func (w *weather) roll(n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.random.IntN(n)
}

// passes is time that passes before or after a request.
func (w *weather) passes() {
	if w.roll(80) == 0 {
		pause := time.Duration(w.roll(150)) * time.Second
		w.mu.Lock()
		w.asleep = time.Now().Add(pause)
		w.mu.Unlock()
	}
	if w.roll(2) == 0 {
		time.Sleep(time.Duration(w.roll(300)) * time.Millisecond)
	}
	w.mu.Lock()
	asleep := time.Until(w.asleep)
	w.mu.Unlock()
	time.Sleep(max(asleep, 0))
}

func (w *weather) kill() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dead = true
}

// gone is the answer that a request of a killed machine gets: nobody hears of it.
func (w *weather) gone() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dead {
		return fmt.Errorf("the machine is no more: %w", fs.ErrPermission)
	}
	return nil
}

var errWeather = errors.New("the weather is bad")

func (w *weather) Create(ctx context.Context, name string, body io.ReadSeeker, size int64) error {
	w.passes()
	defer w.passes()
	if err := errors.Join(w.gone(), ctx.Err()); err != nil {
		return err
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	do := func() error { return w.Shelf.Create(context.WithoutCancel(ctx), name, bytes.NewReader(data), size) }
	switch w.roll(25) {
	case 0:
		return errWeather
	case 1:
		_ = do()
		return errWeather
	case 2:
		if err := do(); err != nil {
			return err
		}
		return fs.ErrExist
	case 3:
		late := time.Duration(w.roll(100_000)) * time.Millisecond
		go func() {
			time.Sleep(late)
			_ = do()
		}()
		return errWeather
	}
	return do()
}

func (w *weather) Read(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	w.passes()
	defer w.passes()
	if err := errors.Join(w.gone(), ctx.Err()); err != nil {
		return nil, 0, err
	}
	if w.roll(40) == 0 {
		return nil, 0, errWeather
	}
	return w.Shelf.Read(ctx, name)
}

// simulation is several machines that work on one home.
type simulation struct {
	t     *testing.T
	seed  uint64
	s     *shelftest.Memory
	found home.Position

	mu   sync.Mutex
	said map[string]bool // what was written, and whether it was acknowledged
}

// life is one machine's: it comes to know the log, begins, writes, ends or is killed, again.
func (m *simulation) life(name string, random *rand.Rand) {
	at, known := m.found, []string{}
	for run := range 3 {
		w := &weather{Shelf: m.s, random: random}
		h := home.On(w, home.Options{ID: homeID, Discourteous: w.roll(3) == 0})
		e, segments, err := h.Begin(m.t.Context(), at, holder(name), home.Waiting{Patience: time.Duration(w.roll(200)) * time.Second})
		if err != nil {
			m.expect(err)
			continue
		}
		known = append(known, words(m.t, segments)...)
		for i := range 1 + w.roll(8) {
			word := fmt.Sprintf("%s.%d.%d", name, run, i)
			foreign, err := e.Append(frames(m.t, word))
			m.says(word, err)
			if err != nil {
				word += " reported"
				if err = e.Report(frames(m.t, word)); err == nil {
					m.says(word, nil)
					known = append(known, word)
				}
				break
			}
			known = append(append(known, words(m.t, foreign)...), word)
			if w.roll(10) == 0 {
				time.Sleep(time.Duration(w.roll(120)) * time.Second)
			}
		}
		select {
		case <-e.Lost():
		default:
			at = e.At()
			m.agrees(name, at, known)
		}
		if w.roll(3) == 0 {
			w.kill()
		}
		_ = e.End(nil)
		// A killed one, or a deposed one, reads on from where it is sure of.
		known = m.upTo(at)
	}
}

// expect accepts what may keep a machine from working.
func (m *simulation) expect(err error) {
	var held *home.HeldError
	if !errors.As(err, &held) && !errors.Is(err, errWeather) && !errors.Is(err, context.DeadlineExceeded) {
		m.t.Errorf("seed %d: %v", m.seed, err)
	}
}

func (m *simulation) says(word string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.said[word] = err == nil
}

// upTo is what the log has up to a position.
func (m *simulation) upTo(at home.Position) []string {
	segments, err := home.On(m.s, home.Options{}).Tail(context.Background(), m.found)
	if err != nil {
		m.t.Errorf("seed %d: %v", m.seed, err)
	}
	n := slices.IndexFunc(segments, func(s home.Segment) bool { return s.At.N > at.N })
	if n < 0 {
		n = len(segments)
	}
	return words(m.t, segments[:n])
}

// agrees holds what a machine knows against the log: it has all up to its position, and
// nothing that is not in the log.
func (m *simulation) agrees(name string, at home.Position, known []string) {
	all := m.upTo(home.Position{N: math.MaxInt64})
	for _, word := range m.upTo(at) {
		if !slices.Contains(known, word) {
			m.t.Errorf("seed %d: %s is at segment %d, and does not know %q", m.seed, name, at.N, word)
		}
	}
	for i, word := range known {
		if !slices.Contains(all, word) || slices.Contains(known[:i], word) {
			m.t.Errorf("seed %d: %s knows %q, which is not in the log, or knows it twice", m.seed, name, word)
		}
	}
}

// judge reads the log as anybody else would.
func (m *simulation) judge() {
	segments, err := home.On(m.s, home.Options{}).Tail(context.Background(), m.found)
	if err != nil {
		m.t.Errorf("seed %d: %v", m.seed, err)
		return
	}
	var epoch int64
	for _, s := range segments {
		if s.Kind == home.Begun {
			epoch = s.Epoch
		}
		if s.Kind == home.Events && s.Epoch != epoch {
			m.t.Errorf("seed %d: in epoch %d there is an intent of %d", m.seed, epoch, s.Epoch)
		}
	}
	times := map[string]int{}
	for _, word := range words(m.t, segments) {
		times[word]++
	}
	for word, acknowledged := range m.said {
		if n := times[word]; n > 1 || acknowledged && n == 0 {
			m.t.Errorf("seed %d: %q, acknowledged: %v, is in the log %d times", m.seed, word, acknowledged, n)
		}
	}
}

// TestModel: whatever the weather, and whoever is paused, killed or impolite, the log has
// one order, what was acknowledged is in it once, nobody intends anything in another's
// epoch, and all know the same.
func TestModel(t *testing.T) {
	seeds, _ := strconv.Atoi(os.Getenv("GESSO_TEST_SEEDS"))
	if seeds == 0 {
		seeds = 50
	}
	for seed := range uint64(seeds) {
		synctest.Test(t, func(t *testing.T) {
			m := &simulation{t: t, seed: seed, s: &shelftest.Memory{}, said: map[string]bool{}}
			_, m.found = founded(t, m.s, home.Options{})
			var done sync.WaitGroup
			for i, name := range []string{"one", "two", "three"} {
				done.Go(func() { m.life(name, rand.New(rand.NewPCG(seed, uint64(i)))) })
			}
			done.Wait()
			time.Sleep(5 * time.Minute) // what was late has arrived
			m.judge()
		})
		if t.Failed() {
			return
		}
	}
}
