package transfer

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

// A writer sees each byte once however often a download starts over, and never
// those of another picture.
func TestSinkStartsOver(t *testing.T) {
	tests := []struct {
		name     string
		attempts []string
		want     string
		err      error // of the last attempt
	}{
		{"one attempt", []string{"abcdef"}, "abcdef", nil},
		{"it goes on", []string{"abc", "abcdef"}, "abcdef", nil},
		{"it breaks earlier", []string{"abcd", "ab", "abcdef"}, "abcdef", nil},
		{"it is shorter", []string{"abcd", "ab"}, "abcd", nil},
		{"another beginning", []string{"abc", "xbcdef"}, "abc", ErrOther},
		{"too large", []string{"abc", "abcdefghi"}, "abc", ErrTooLarge},
	}
	for _, test := range tests {
		var got bytes.Buffer
		sink := NewSink(&got, 8)
		var err error
		for _, attempt := range test.attempts {
			sink.Restart()
			_, err = io.Copy(sink, strings.NewReader(attempt))
		}
		if got.String() != test.want || !errors.Is(err, test.err) || sink.Written() != int64(got.Len()) {
			t.Errorf("%s: got %q (%d) and %v", test.name, &got, sink.Written(), err)
		}
	}
}

// An error of the writer is told from one of the network.
func TestSinkTellsItsWritersError(t *testing.T) {
	full := errors.New("full")
	pipe, w := io.Pipe()
	_ = pipe.CloseWithError(full)
	sink := NewSink(w, 8)
	if _, err := io.Copy(sink, strings.NewReader("abc")); !errors.Is(err, full) || !errors.Is(sink.Err, full) {
		t.Errorf("got %v and %v", err, sink.Err)
	}
}
