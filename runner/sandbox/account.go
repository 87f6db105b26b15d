package sandbox

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"gesso/runner/sandbox/fault"
	"gesso/runner/sandbox/internal/paint"
	"gesso/runner/sandbox/internal/studio"
	"gesso/runner/sandbox/internal/variant"
)

// account is all that the server remembers of accepted submissions: recipes and
// numbers, never pictures, so that ten thousand of them fit in a few megabytes.
type account struct {
	mu      sync.Mutex
	seen    int                     // submissions so far
	times   map[variant.Variant]int // how many times a request was made
	limited bool                    // whether left counts
	left    int                     // pictures that can still be paid for
	asked   map[variant.Variant]int // how many times a request was accepted
	tasks   map[string]*task
	works   map[string]*studio.Work
}

// open starts with a balance, or without a limit.
func (a *account) open(balance *int) {
	a.times, a.asked, a.tasks, a.works = map[variant.Variant]int{}, map[variant.Variant]int{}, map[string]*task{}, map[string]*studio.Work{}
	if balance != nil {
		a.limited, a.left = true, *balance
	}
}

// number numbers a submission, among all and among its like.
func (a *account) number(sub *fault.Submission) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.seen++
	a.times[sub.Identity]++
	sub.Number, sub.Times = a.seen, a.times[sub.Identity]
}

// order is a submission that nothing speaks against but, perhaps, the balance.
type order struct {
	request       wireRequest
	submission    fault.Submission
	width, height int
	source        studio.Source
	fate          fault.Fate
	now           time.Time
	latency       time.Duration
	price         float64
	earlier       int // how many pictures of it others have made
}

// accept turns an order into a task and pays for it. The enter function is called
// inside, so that the books' order is that of acceptance.
func (a *account) accept(o order, enter func(*task)) (*task, *fault.Failure) {
	sub, count := o.submission, o.pictures()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.limited && a.left < max(count, 1) {
		return nil, &fault.Failure{Status: http.StatusForbidden, Code: fault.CodeUsedUp,
			Message: fmt.Sprintf("the balance pays for %d more pictures", a.left)}
	}
	request := variant.Of(sub.Action, sub.Prompt, sub.Model, sub.Size, sub.Count, o.source.Identity())
	take := a.asked[request] + o.earlier
	a.asked[request]++
	a.left -= count

	t := &task{variant: variant.Of(request, take), request: o.request, failure: o.fate.Fail, lost: o.fate.Lost, price: o.price,
		created: o.now, finish: o.now.Add(o.latency)}
	t.omit.Store(int32(o.fate.Omit))
	t.id = t.variant.UUID("task")
	isSync := sub.Mode == "sync" || sub.Mode == "stream"
	t.hidden = isSync && t.variant.OneIn(4, "hidden")
	for i := range count {
		t.works = append(t.works, o.work(t.variant, i))
	}
	a.remember(t)
	enter(t)
	return t, nil
}

// pictures is how many an order makes.
func (o *order) pictures() int {
	count := o.submission.Count
	if o.submission.Action == "edit" {
		count = 1 // the API ignores an edit's count
	}
	if o.fate.Fail != nil {
		return 0
	}
	return max(0, count+o.fate.Extra)
}

// settle decides a size that was left out: an edit of one of the sandbox's
// pictures is as large as that, a generation is a megapixel square. Of a file only
// the drawing knows.
func (o *order) settle() {
	switch {
	case o.width != 0:
	case o.source.Work != nil:
		o.width, o.height = o.source.Work.Recipe.Width, o.source.Work.Recipe.Height
	case o.source.File == nil:
		o.width, o.height = 1024, 1024
	}
}

// work is the order's i-th picture.
func (o *order) work(v variant.Variant, i int) *studio.Work {
	each := variant.Of(v, i)
	return &studio.Work{
		Name:   fmt.Sprintf("%x.png", each[:12]),
		Source: o.source,
		Recipe: paint.Recipe{
			Prompt: o.submission.Prompt,
			Model:  o.submission.Model,
			Seed:   uint32(each.Number("seed") >> 33), // 31 bits, as the provider's are
			Width:  o.width,
			Height: o.height,
			Depth:  o.source.Depth(),
			Blank:  o.fate.Blank,
		},
	}
}

// remember makes a task and its pictures findable.
func (a *account) remember(t *task) {
	a.tasks[t.id] = t
	for _, w := range t.works {
		a.works[w.Name] = w
	}
}

// task finds a task that can be retrieved; nil where there is none.
func (a *account) task(id string) *task {
	a.mu.Lock()
	defer a.mu.Unlock()
	if t := a.tasks[id]; t != nil && !t.hidden {
		return t
	}
	return nil
}

// known finds a task, also one that cannot be retrieved.
func (a *account) known(id string) *task {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.tasks[id]
}

// between lists the tasks that were created between two times, in seconds since
// 1970, the newest first; 0 is no bound. Those that cannot be retrieved are not
// in it.
func (a *account) between(from, to float64) []*task {
	a.mu.Lock()
	defer a.mu.Unlock()
	var found []*task
	for _, t := range a.tasks {
		at := seconds(t.created)
		if !t.hidden && at >= from && (to == 0 || at <= to) {
			found = append(found, t)
		}
	}
	slices.SortFunc(found, func(x, y *task) int {
		return cmp.Or(y.created.Compare(x.created), strings.Compare(x.id, y.id))
	})
	return found
}

// work finds a picture by its name; nil where there is none.
func (a *account) work(name string) *studio.Work {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.works[name]
}
