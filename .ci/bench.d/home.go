package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"gesso/state/disk"
)

// The home of the bench, and what may be done with it: round trips and processor time of a
// quiet plan, how much longer an apply takes than with a folder, and how much of the link
// a restore has to use.
const (
	homeLatency = 50 * time.Millisecond
	homeRate    = 40e6 // bytes a second, where pictures are restored

	quietImages  = 10_000
	mostTrips    = 3
	mostQuietCPU = 300 * time.Millisecond

	homeTask     = 3 * time.Second
	homeImages   = 640
	mostDearer   = 1.1
	restoredOnes = 1_000
	leastOfLink  = 0.9
	mostRestored = 150 // MiB of memory, however many pictures there are
)

// home times gesso where the project's home is a bucket that is some way off: all of it,
// or the parts that are named.
func (b *bench) home(parts []string) error {
	steps := map[string]func(*link) error{"quiet": b.quietHome, "apply": b.applyHome, "restore": b.restore}
	if len(parts) == 0 {
		parts = []string{"quiet", "apply", "restore"}
	}
	for _, name := range parts {
		if steps[name] == nil {
			return fmt.Errorf("%q is no part of -home: quiet, apply, restore", name)
		}
	}
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
		if err := os.Setenv(name, "bench-bench"); err != nil {
			return err
		}
	}
	l, err := newLink()
	if err != nil {
		return err
	}
	defer l.server.Close()
	fmt.Printf("\nA home that is %s away\n\n", homeLatency)
	for _, name := range parts {
		if err := steps[name](l); err != nil {
			return err
		}
	}
	return nil
}

// backend is the block of a home on a link.
func (l *link) backend(prefix string) string {
	return fmt.Sprintf("  backend \"s3\" {\n    bucket = %q\n    prefix = %q\n    region = \"us-east-1\"\n    endpoint = %q\n    path_style = true\n  }\n", bucket, prefix, l.server.URL)
}

// quietHome plans a project in which nothing has changed, on the machine that brought it
// to the home and on one that has its outputs and nothing else.
func (b *bench) quietHome(l *link) error {
	dir := filepath.Join(b.dir, "quiet-home")
	defer func() { _ = os.RemoveAll(dir) }()
	if err := b.seedApart(dir, quietImages); err != nil {
		return err
	}
	files := filepath.Join(dir, "files")
	if err := stock(files, quietImages); err != nil {
		return err
	}
	if err := addBackend(filepath.Join(files, "main.hcl"), l.backend("quiet")); err != nil {
		return err
	}
	l.set(0, 0)
	moved, err := b.run("-chdir="+files, "init", "-migrate-state", "-auto-approve", "-input=false")
	if err != nil {
		return err
	}
	for range 2 { // the first looks at the outputs and at the home, the second remembers
		time.Sleep(settle) // what has changed just now is not remembered
		if _, err := b.run("-chdir="+files, "plan"); err != nil {
			return err
		}
	}
	var all []usage
	requests, trips := 0, 0
	for range b.repeats {
		l.set(homeLatency, 0)
		used, err := b.run("-chdir="+files, "plan")
		if err != nil {
			return err
		}
		if !strings.HasPrefix(used.stdout, "No changes.") {
			return fmt.Errorf("the plan is not empty: %.300s", used.stdout)
		}
		requests, trips = l.counted()
		all = append(all, used)
	}
	used := median(all)
	fmt.Printf("quiet plan of %d images: %d requests in %d round trips, limit %d%s; processor %s, limit %s%s; wall %s (moved there in %s)\n",
		quietImages, requests, trips, mostTrips, b.check("quiet plan: round trips", trips <= mostTrips),
		seconds(used.cpu), seconds(mostQuietCPU), b.check("quiet plan: processor", used.cpu <= mostQuietCPU), seconds(used.wall), seconds(moved.wall))
	return b.firstPlan(l, files)
}

// firstPlan plans on a machine that has never seen the home.
func (b *bench) firstPlan(l *link, files string) error {
	if err := os.RemoveAll(filepath.Join(files, disk.Home)); err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(files, disk.StateFile)); err != nil {
		return err
	}
	l.set(homeLatency, 0)
	used, err := b.run("-chdir="+files, "plan")
	if err != nil {
		return err
	}
	requests, trips := l.counted()
	fmt.Printf("first plan of another machine: %d requests in %d round trips; processor %s, wall %s\n", requests, trips, seconds(used.cpu), seconds(used.wall))
	return nil
}

// stock puts the outputs of a seeded folder into its store.
func stock(dir string, n int) error {
	for i := range n {
		content, err := os.ReadFile(filepath.Join(dir, path(i)))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		sha := hex.EncodeToString(sum[:])
		object := filepath.Join(dir, disk.Home, "objects", sha[:2], sha)
		if err := os.MkdirAll(filepath.Dir(object), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(object, content, 0o444); err != nil {
			return err
		}
	}
	return nil
}

// addBackend adds a block to the gesso block that a configuration begins with.
func addBackend(name, block string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(strings.Replace(string(text), "gesso {\n", "gesso {\n"+block, 1)), 0o644)
}

// applyHome applies the same pictures with a folder and with a home.
func (b *bench) applyHome(l *link) error {
	walls := map[string]time.Duration{}
	for _, where := range []string{"folder", "home"} {
		s, err := b.serve("-latency=" + homeTask.String())
		if err != nil {
			return err
		}
		settings := "parallelism = 64"
		l.set(homeLatency, 0)
		used, err := b.loadWith(s.url, homeImages, settings, map[string]string{"folder": "", "home": "gesso {\n" + l.backend("apply") + "}\n"}[where])
		if _, stopped := s.stop(); err == nil {
			err = stopped
		}
		if err != nil {
			return err
		}
		walls[where] = used.wall
	}
	requests, _ := l.counted()
	times := float64(walls["home"]) / float64(walls["folder"])
	fmt.Printf("apply of %d, a task takes %s, parallelism 64: %s with a folder, %s with the home (%d requests): %.3f times, limit %.1f%s\n",
		homeImages, homeTask, seconds(walls["folder"]), seconds(walls["home"]), requests, times, mostDearer, b.check("apply: times a folder", times <= mostDearer))
	return nil
}

// restore lets a second machine have pictures of a megabyte, beside the same objects over
// the bare link.
func (b *bench) restore(l *link) error {
	server := httptest.NewServer(noise())
	defer server.Close()
	config := "gesso {\n" + l.backend("restore") + "}\n" +
		fmt.Sprintf("provider \"flux\" {\n  endpoint = %q\n  token = \"bench\"\n  parallelism = 32\n  poll_interval = \"50ms\"\n}\nimage \"fox\" {\n  count = %d\n  prompt = \"fox ${count.index}\"\n}\n", server.URL, restoredOnes)
	var used usage
	var seen sight
	for _, machine := range []string{"first", "second"} {
		dir := filepath.Join(b.dir, "restore-"+machine)
		defer func() { _ = os.RemoveAll(dir) }()
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(config), 0o644); err != nil {
			return err
		}
		l.set(0, 0)
		if machine == "first" {
			if _, err := b.run("-chdir="+dir, "init", "-input=false"); err != nil {
				return err
			}
		} else {
			l.set(homeLatency, homeRate)
		}
		var err error
		if used, seen, err = b.watched("-chdir="+dir, "apply", "-auto-approve"); err != nil {
			return err
		}
	}
	bare, err := l.bare(filepath.Join(b.dir, "restore-first", disk.Home, "objects"))
	if err != nil {
		return err
	}
	part := float64(bare) / float64(used.wall)
	fmt.Printf("restore of %d pictures of 1 MB at %.0f MB/s: %s, processor %s, memory %d MiB, limit %d%s, at most %d open files; the bare link %s: %.2f of it, at least %.1f%s\n",
		restoredOnes, homeRate/1e6, seconds(used.wall), seconds(used.cpu), seen.most, mostRestored, b.check("restore: memory", seen.most <= mostRestored),
		seen.files, seconds(bare), part, leastOfLink, b.check("restore: part of the link", part >= leastOfLink))
	return nil
}

// bare reads the objects of a store from the bucket, sixteen at once, and throws them away.
func (l *link) bare(store string) (time.Duration, error) {
	objects, err := filepath.Glob(filepath.Join(store, "??", "*"))
	if err != nil {
		return 0, err
	}
	l.set(homeLatency, homeRate)
	began := time.Now()
	names := make(chan string)
	errs := make([]error, 16)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			for name := range names {
				if errs[i] == nil {
					errs[i] = l.fetch(name)
				}
			}
		})
	}
	for _, object := range objects {
		sha := filepath.Base(object)
		names <- sha[:2] + "/" + sha
	}
	close(names)
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}

func (l *link) fetch(name string) error {
	response, err := http.Get(l.server.URL + "/" + bucket + "/restore/objects/" + name)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", name, response.Status)
	}
	_, err = io.Copy(io.Discard, response.Body)
	return err
}
