package providertest

import (
	"bytes"
	"sync"
	"testing"
)

// testConcurrency uses one client from many goroutines: each gets what it asked for.
func testConcurrency(t *testing.T, h Harness) {
	const many = 16
	b := h.bench(t)
	var wg sync.WaitGroup
	for n := range many {
		wg.Go(func() {
			task, err := b.client.Submit(t.Context(), h.request(n))
			if err != nil {
				t.Error(err)
				return
			}
			for range patience {
				if task.State != 0 || !h.has(Tasks) {
					break
				}
				tasks, err := b.client.Poll(t.Context(), []string{task.ID})
				if err != nil || len(tasks) != 1 || tasks[0].ID != task.ID {
					t.Errorf("%s: got %v and %v", task.ID, tasks, err)
					return
				}
				task = tasks[0]
			}
			if !h.has(Links) {
				return
			}
			for _, p := range task.Pictures {
				var got bytes.Buffer
				if n, err := b.client.Download(t.Context(), p.URL, &got, pictureBytes); err != nil || n == 0 {
					t.Errorf("%s: %d bytes and %v", p.URL, n, err)
				}
			}
		})
	}
	wg.Wait()
	b.charged(t, many)
}
