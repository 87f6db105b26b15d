package sandbox

import (
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"gesso/runner/sandbox/fault"
	"gesso/runner/sandbox/internal/studio"
	"gesso/runner/sandbox/internal/variant"
)

// links says which links of pictures still lead somewhere, and counts their
// downloads.
type links struct {
	expire time.Duration // how long a link answers; 0: for ever
	anew   bool          // every link is another one

	mu     sync.Mutex
	seen   int                  // downloads of all pictures
	states map[string]linkState // by picture
}

// linkState is what downloads did to a picture's links.
type linkState struct {
	times   int  // downloads so far
	version int  // of the links that answer; those of an earlier one are dead
	gone    bool // no link answers any more
	made    int  // links so far
}

// download numbers a request for a picture.
func (l *links) download(w *studio.Work) fault.Download {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen++
	s := l.states[w.Name]
	s.times++
	l.put(w.Name, s)
	return fault.Download{Number: l.seen, Times: s.times, Name: w.Name, Prompt: w.Recipe.Prompt}
}

// strike does to a picture's links what a parcel says.
func (l *links) strike(name string, p fault.Parcel) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.states[name]
	s.gone = s.gone || p.Gone
	if p.Expire {
		s.version++
	}
	l.put(name, s)
}

func (l *links) put(name string, s linkState) {
	if l.states == nil {
		l.states = map[string]linkState{}
	}
	l.states[name] = s
}

// of makes a link to a picture that is asked for now; begun is when the first
// links of its task were made, for one that gives no others.
func (l *links) of(base string, t *task, w *studio.Work, now time.Time) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	link, query := base+picturesPath+w.Name, url.Values{}
	s := l.states[w.Name]
	if s.version > 0 {
		query.Set("v", strconv.Itoa(s.version))
	}
	if l.anew {
		s.made++
		l.put(w.Name, s)
		query.Set("n", strconv.Itoa(s.made))
	}
	if l.expire > 0 {
		if t.lost {
			now = t.finish
		}
		query.Set("until", strconv.FormatInt(now.Add(l.expire).UnixMilli(), 10))
	}
	if len(query) > 0 {
		link += "?" + query.Encode()
	}
	return link
}

// check refuses a link that is dead.
func (l *links) check(name string, query url.Values, now time.Time) *fault.Failure {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.states[name]
	version, _ := strconv.Atoi(query.Get("v"))
	until, err := strconv.ParseInt(query.Get("until"), 10, 64)
	switch {
	case s.gone:
		return &fault.Failure{Status: http.StatusNotFound, Code: fault.CodeNotFound, Message: "no such picture"}
	case version < s.version, err == nil && now.UnixMilli() >= until:
		return expired(name)
	}
	return nil
}

// expired is what a dead link answers: storage services have two ways to say it.
func expired(name string) *fault.Failure {
	if variant.Of(name).OneIn(2, "expired") {
		return &fault.Failure{Status: http.StatusNotFound, Code: fault.CodeNotFound, Message: "no such key"}
	}
	return &fault.Failure{Status: http.StatusForbidden, Code: "AccessDenied", Message: "Request has expired"}
}
