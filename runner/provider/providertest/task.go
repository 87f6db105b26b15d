package providertest

import (
	"net/http"
	"testing"

	"gesso/runner/provider"
)

// patience is how often a task is asked for until it must have ended.
const patience = 100

// ended asks for a task until it is no longer running.
func (b *bench) ended(t *testing.T, task provider.Task) provider.Task {
	t.Helper()
	for range patience {
		if task.State != provider.Running {
			return task
		}
		tasks, err := b.client.Poll(t.Context(), []string{task.ID})
		if err != nil {
			t.Fatal(err)
		}
		for _, answered := range tasks {
			if answered.ID == task.ID {
				task = answered
			}
		}
	}
	t.Fatalf("the task %s did not end", task.ID)
	return task
}

func testTasks(t *testing.T, h Harness) {
	h.need(t, Tasks)
	for _, test := range []struct {
		name string
		fate Fate
		want provider.State
		of   []provider.Class
	}{
		{"made", Made, provider.Succeeded, nil},
		{"failed", Failed, provider.Failed, []provider.Class{provider.Unmade, provider.Invalid}},
		{"moderated", Moderated, provider.Failed, []provider.Class{provider.Moderation}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := h.bench(t)
			b.become(t, test.fate)
			task := b.ended(t, b.submit(t, 1))
			if task.State != test.want {
				t.Fatalf("the task is %v, want %v", task.State, test.want)
			}
			if (task.Failure != nil) != (test.want == provider.Failed) || (len(task.Pictures) > 0) != (test.want == provider.Succeeded) {
				t.Errorf("%v with %d pictures and failure %v", task.State, len(task.Pictures), task.Failure)
			}
			if task.Failure != nil {
				failed(t, task.Failure, test.of...)
			}
			b.charged(t, 1)
		})
	}
	t.Run("in work", func(t *testing.T) {
		b := h.bench(t)
		b.become(t, Working)
		task := b.submit(t, 1)
		tasks, err := b.client.Poll(t.Context(), []string{task.ID})
		if err != nil || len(tasks) != 1 || tasks[0].State != provider.Running {
			t.Errorf("got %v and %v, want a running task", tasks, err)
		}
	})
	t.Run("gone", func(t *testing.T) {
		b := h.bench(t)
		task := b.submit(t, 1)
		b.become(t, Forgotten)
		tasks, err := b.client.Poll(t.Context(), []string{task.ID})
		if err != nil || len(tasks) != 0 {
			t.Errorf("got %v and %v: what the provider does not know is missing in the answer", tasks, err)
		}
	})
	t.Run("each its own", testOwnTasks(h))
}

// testOwnTasks asks for several tasks at once, in another order.
func testOwnTasks(h Harness) func(t *testing.T) {
	return func(t *testing.T) {
		b := h.bench(t)
		first, second := b.ended(t, b.submit(t, 1)), b.ended(t, b.submit(t, 2))
		tasks, err := b.client.Poll(t.Context(), []string{second.ID, first.ID})
		if err != nil {
			t.Fatal(err)
		}
		links := map[string]string{}
		for _, task := range tasks {
			if task.ID != first.ID && task.ID != second.ID {
				t.Errorf("nobody asked for the task %s", task.ID)
			}
			for _, p := range task.Pictures {
				if other, taken := links[p.URL]; taken && other != task.ID {
					t.Errorf("%s is the picture of %s and of %s", p.URL, other, task.ID)
				}
				links[p.URL] = task.ID
			}
		}
		if len(tasks) != 2 || h.has(Links) && len(links) != 2 {
			t.Errorf("two tasks with a picture each are %v", tasks)
		}
	}
}

// testQuestions: asking buys nothing, and what it fails with leaves no doubt.
func testQuestions(t *testing.T, h Harness) {
	h.need(t, Tasks)
	b := h.bench(t)
	task := b.submit(t, 1)
	for name, m := range map[string]mood{
		"no answer":   loses,
		"half of one": breaksOff,
		"503":         says(http.StatusServiceUnavailable, plain, page),
	} {
		b.front.be(m, 1)
		if tasks, err := b.client.Poll(t.Context(), []string{task.ID}); err != nil || len(tasks) != 1 {
			t.Errorf("%s, once: got %v and %v, and asking again is free", name, tasks, err)
		}
		b.front.be(m, -1)
		_, err := b.client.Poll(t.Context(), []string{task.ID})
		failed(t, err, provider.Server, provider.Network, provider.OnTheWay)
		b.front.be(nil, 0)
	}
	b.charged(t, 1)
}

// become lets the service have another end for what it accepts.
func (b *bench) become(t *testing.T, fate Fate) {
	t.Helper()
	if fate != Made && (b.service.Become == nil || !b.service.Become(fate)) {
		t.Skip("the service has no such end")
	}
}
