package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// What gesso may need for so many pictures of a megabyte: its memory does not
// grow with them, but for what it remembers of each, nor do its open files.
const (
	largeOnes = 5_000
	mostGrown = 64 // MiB, from the first tenth of the run on
	mostFiles = 128
)

// pictures applies thousands of pictures of noise, which no format makes smaller,
// and watches gesso meanwhile.
func (b *bench) pictures() error {
	server := httptest.NewServer(noise())
	defer server.Close()
	dir := filepath.Join(b.dir, "pictures")
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	config := fmt.Sprintf("provider \"flux\" {\n  endpoint = %q\n  parallelism = 32\n  poll_interval = \"50ms\"\n}\nimage \"fox\" {\n  count = %d\n  prompt = \"fox ${count.index}\"\n}\n", server.URL, largeOnes)
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(config), 0o644); err != nil {
		return err
	}
	cmd := exec.Command(b.gesso, "-chdir="+dir, "apply", "-auto-approve")
	cmd.Env = append(os.Environ(), "ACEDATACLOUD_API_TOKEN=bench")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	seen, err := watch(cmd.Process.Pid, ended, func() bool {
		_, err := os.Stat(filepath.Join(dir, "images", fmt.Sprintf("fox-%d.png", largeOnes/10)))
		return err == nil
	})
	if err != nil {
		return fmt.Errorf("gesso with large pictures: %w\n%s", err, &stderr)
	}
	fmt.Printf("\n%d pictures of 1 MB in %s: memory %d MiB after a tenth, at most %d MiB%s; at most %d open files%s\n", largeOnes,
		seconds(time.Since(began)), seen.early, seen.most, b.check("memory of large pictures", seen.most <= seen.early+mostGrown),
		seen.files, b.check("open files", seen.files <= mostFiles))
	return nil
}

// sight is what was seen of a process: MiB of memory when it was warm, and at
// most, and its open files.
type sight struct{ early, most, files int }

// watch looks at a process until it ends. It needs Linux.
func watch(pid int, ended <-chan error, warm func() bool) (sight, error) {
	var s sight
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		select {
		case err := <-ended:
			return s, err
		case <-tick.C:
		}
		entries, _ := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid)) // it may have just ended
		s.files = max(s.files, len(entries))
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if _, rest, ok := strings.Cut(string(status), "VmRSS:"); ok {
			kib, _ := strconv.Atoi(strings.Fields(rest)[0])
			if s.most = max(s.most, kib>>10); s.early == 0 && warm() {
				s.early = kib >> 10
			}
		}
	}
}

// noise is as much of the API as an apply needs, whose pictures are noise.
func noise() http.Handler {
	var calls atomic.Int64
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, value any) {
		_ = json.NewEncoder(w).Encode(value) // the client has gone: nobody misses it
	}
	mux.HandleFunc("POST /flux/images", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"task_id": fmt.Sprint("task-", calls.Add(1))})
	})
	mux.HandleFunc("POST /flux/tasks", func(w http.ResponseWriter, r *http.Request) {
		var asked struct{ IDs []string }
		_ = json.NewDecoder(r.Body).Decode(&asked)
		items := []any{}
		for _, id := range asked.IDs {
			data := []any{map[string]any{"image_url": "http://" + r.Host + "/" + id}}
			items = append(items, map[string]any{"id": id, "finished_at": 1, "response": map[string]any{"success": true, "data": data}})
		}
		answer(w, map[string]any{"items": items})
	})
	mux.HandleFunc("GET /{id}", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.ParseUint(strings.TrimPrefix(r.PathValue("id"), "task-"), 10, 64)
		_, _ = w.Write(noisePicture(n))
	})
	return mux
}

// noisePicture is a PNG of about a megabyte.
func noisePicture(seed uint64) []byte { return noiseOf(seed, 512) }

// noiseOf is a PNG of noise, of four bytes a pixel.
func noiseOf(seed uint64, side int) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	source := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16)})
	_, _ = source.Read(img.Pix) // it never fails
	var b bytes.Buffer
	_ = (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(&b, img) // into memory
	return b.Bytes()
}
