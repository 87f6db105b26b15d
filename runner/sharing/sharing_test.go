package sharing

import (
	"testing"
	"time"

	"gesso/state"
)

func TestSharing(t *testing.T) {
	var none *Sharing
	none.Bring("k", "image.a")
	none.Keep("k", "image.a", &state.Picture{})
	if _, p := none.Kept("k"); p != nil || none.Brings("k") != "" {
		t.Error("what shares nothing has something")
	}
	s := New()
	s.Bring("k", "image.a")
	s.Bring("k", "image.b")
	if got := s.Brings("k"); got != "image.a" {
		t.Errorf("%s brings it", got)
	}
	at := func(second int64) *state.Picture { return &state.Picture{Generated: time.Unix(second, 0)} }
	s.Keep("k", "image.c", at(1))
	s.Keep("k", "image.d", at(3))
	s.Keep("k", "image.e", at(2))
	if got, p := s.Kept("k"); got != "image.d" || !p.Generated.Equal(time.Unix(3, 0)) {
		t.Errorf("%s keeps %v", got, p)
	}
	if _, p := s.Kept("l"); p != nil || s.Brings("l") != "" {
		t.Error("another key has one too")
	}
}
