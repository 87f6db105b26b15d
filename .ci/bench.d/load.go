package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"gesso/runner/sandbox"
)

// The provider of the loads takes so many submissions a second; a run that learns
// that by itself has some seconds for it. Then at most so many are refused, and at
// least so much of a known rate is used.
const (
	perSecond   = 20
	learning    = 10 * time.Second
	mostRefused = 0.05
	leastUsed   = 0.90
	inFlight    = 500
	mostPolls   = 10 // a tick, for that many tasks
)

// loads puts gesso under load: a provider whose tasks take some seconds, one that refuses what comes too fast, many
// tasks that run at the same time, and thousands of large pictures.
func (b *bench) loads() error {
	if err := b.speed(); err != nil {
		return err
	}
	fmt.Printf("\n%d submissions a second are taken, a picture takes 2 s\n\n", perSecond)
	if err := b.rate("known rate", fmt.Sprintf("requests_per_minute = %d", 60*perSecond), true); err != nil {
		return err
	}
	if err := b.rate("unknown rate", "", false); err != nil {
		return err
	}
	if err := b.flight(); err != nil {
		return err
	}
	return b.pictures()
}

// rate applies a minute's worth of pictures, and looks at the sandbox's books when
// the learning is over and at the end.
func (b *bench) rate(name, setting string, known bool) error {
	s, err := b.serve(fmt.Sprintf("-rate=%d", perSecond), "-latency=2s")
	if err != nil {
		return err
	}
	defer func() { _, _ = s.stop() }()
	var early, late sandbox.Books
	timer := time.AfterFunc(learning, func() { early, _ = s.books() }) // without it nothing was refused early
	used, err := b.load(s.url, 60*perSecond, setting+"\n  parallelism = 200\n  poll_interval = \"500ms\"")
	if timer.Stop(); err != nil {
		return err
	}
	if late, err = s.books(); err != nil {
		return err
	}
	refused := float64(late.Refused-early.Refused) / float64(late.Submissions-early.Submissions)
	// What comes at once when nothing was asked for a second is in the rate too.
	share := float64(late.Accepted-early.Accepted) / (perSecond * (used.wall - learning - 2*time.Second).Seconds())
	fmt.Printf("%-13s %d accepted and %d refused in %s; after the first %s refused %.1f %%%s, used %.0f %% of the rate%s\n",
		name, late.Accepted, late.Refused, seconds(used.wall), learning, 100*refused, b.check(name+": refused", refused <= mostRefused),
		100*share, b.check(name+": used", !known || share >= leastUsed))
	return nil
}

// flight has many tasks running at once, and counts the questions about them.
func (b *bench) flight() error {
	const took, tick = 30 * time.Second, 2 * time.Second
	s, err := b.serve("-latency=" + took.String())
	if err != nil {
		return err
	}
	defer func() { _, _ = s.stop() }()
	used, err := b.load(s.url, inFlight, fmt.Sprintf("parallelism = %d\n  poll_interval = %q", inFlight, tick))
	if err != nil {
		return err
	}
	books, err := s.books()
	if err != nil {
		return err
	}
	ticks := float64(used.wall) / float64(tick)
	fmt.Printf("\n%d tasks at once: %d calls of /flux/tasks in %s, %.1f a tick of %s%s; memory %.0f MiB\n", inFlight, books.Polls,
		seconds(used.wall), float64(books.Polls)/ticks, tick, b.check("questions a tick", float64(books.Polls) <= mostPolls*ticks), used.mib)
	return nil
}

// load applies so many small pictures.
func (b *bench) load(url string, images int, settings string) (usage, error) {
	return b.loadWith(url, images, settings, "")
}

// loadWith is load with a gesso block, and with the home that it may name.
func (b *bench) loadWith(url string, images int, settings, gesso string) (usage, error) {
	dir := filepath.Join(b.dir, "load")
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return usage{}, err
	}
	config := gesso + fmt.Sprintf("provider \"flux\" {\n  endpoint = %q\n  %s\n}\nimage \"fox\" {\n  count = %d\n  prompt = \"fox ${count.index}\"\n  model = \"flux-2-klein\"\n  size = \"64x64\"\n}\n", url, settings, images)
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(config), 0o644); err != nil {
		return usage{}, err
	}
	if gesso != "" {
		if _, err := b.run("-chdir="+dir, "init", "-input=false"); err != nil {
			return usage{}, err
		}
	}
	return b.run("-chdir="+dir, "apply", "-auto-approve")
}

// books asks the sandbox what it was asked.
func (s *server) books() (sandbox.Books, error) {
	var books sandbox.Books
	answer, err := http.Get(s.url + "/sandbox/requests")
	if err != nil {
		return books, err
	}
	defer answer.Body.Close()
	return books, json.NewDecoder(answer.Body).Decode(&books)
}
