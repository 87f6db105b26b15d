package main

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
)

// besideName is the workspace of a second team, in the home of the first one.
const besideName = "beside"

// besides plays the history of a team, in every third round beside that of another one,
// which has another configuration and provider, and a workspace of its own in the same home.
// Neither has anything to do with the other one: each is judged by its own books.
func (r *round) besides(seed uint64, o options, history func() error) (err error) {
	if err := r.found(); err != nil || seed%3 > 0 {
		return errors.Join(err, history())
	}
	other := newRound(^seed)
	other.self, other.dir = r.self, filepath.Join(r.dir, besideName)
	if err := os.MkdirAll(other.dir, 0o755); err != nil {
		return err
	}
	r.storms = &sync.WaitGroup{}
	r.storms.Add(2)
	other.storms = r.storms
	ended := make(chan error, 1)
	go func() { ended <- other.neighbour(seed, o, r.team) }()
	err = history()
	err = errors.Join(err, <-ended)
	r.tally.add(other.tally)
	for end, n := range other.ended {
		r.ended[end] += n
	}
	for sight, n := range other.seen {
		r.seen[sight] += n
	}
	return err
}

// neighbour plays a round in the home of another team.
func (r *round) neighbour(seed uint64, o options, first *team) (err error) {
	o.machines = 2
	if err = r.prepare(^seed, o, first); err == nil {
		err = r.found()
	}
	if err == nil {
		err = r.storm()
	} else {
		r.storms.Done()
	}
	if r.server != nil {
		err = errors.Join(err, r.server.stop())
	}
	if r.log != nil {
		r.logf("the round's end: %v", err)
		err = errors.Join(err, r.log.Close())
	}
	return err
}

// join has a team's machines in another one's home.
func (t *team) join(other *team) error {
	t.place, t.folder, t.wire, t.punctual = other.place, other.folder, other.wire, other.punctual
	if t.wire == nil {
		return t.mount()
	}
	for _, m := range t.machines {
		t.wire.connect(m.name)
	}
	return nil
}
