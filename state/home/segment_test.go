package home

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
	"gesso/state/text"
)

func frame(t testing.TB, word string) []byte {
	t.Helper()
	line, err := text.Frame(word)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

var someSeal = strings.Repeat("ab", 32)

// plainHeader is one of a segment that nothing is wrong with.
func plainHeader(kind Kind) header {
	return header{
		Home: "home-1", Workspace: "Entwürfe <&>", N: 7, Epoch: 3, Kind: kind, Prev: someSeal,
		Holder: Holder{PID: 7, Host: "host", User: "ann", Command: "apply", Time: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), Nonce: "three"},
	}
}

// TestSegment: what is written is read back as it was, and no two are equal.
func TestSegment(t *testing.T) {
	h := plainHeader(Events)
	frames := append(frame(t, "a <b>"), frame(t, "\x7f")...)
	r, data, err := h.format(frames)
	if err != nil {
		t.Fatal(err)
	}
	again, err := parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(*r, *again, cmp.AllowUnexported(record{})); diff != "" {
		t.Error(diff)
	}
	if _, twin, err := h.format(frames); err != nil || bytes.Equal(twin, data) {
		t.Errorf("a twin has the same bytes: %v", err)
	}
}

// TestForm: a segment that says what gesso does not write is refused, whole as it is.
func TestForm(t *testing.T) {
	snapshot := func(change func(*Snapshot)) *Snapshot {
		s := &Snapshot{At: Position{6, someSeal}, SHA256: someSeal, Bytes: 9, Size: 9}
		change(s)
		return s
	}
	long := strings.Repeat("x", maxWord+1)
	for what, change := range map[string]func(h *header){
		"kind":                   func(h *header) { h.Kind = "purge" },
		"number":                 func(h *header) { h.N = 0 },
		"big number":             func(h *header) { h.N = lastNumber + 1 },
		"epoch":                  func(h *header) { h.Epoch = -1 },
		"epoch of none":          func(h *header) { h.Epoch = 0 },
		"more epochs":            func(h *header) { h.Epoch = 8 },
		"prev":                   func(h *header) { h.Prev = "" },
		"prev of a name":         func(h *header) { h.Prev = strings.ToUpper(someSeal) },
		"home":                   func(h *header) { h.Home = "" },
		"home of lines":          func(h *header) { h.Home = "a\nb" },
		"workspace":              func(h *header) { h.Workspace = "a\x1b[2J" },
		"events of a beat":       func(h *header) { h.Kind = Beat },
		"holder's process":       func(h *header) { h.Holder.PID = -1 },
		"holder's lease":         func(h *header) { h.Holder.Lease = maxLease + 1 },
		"holder's host":          func(h *header) { h.Holder.Host = "a\nb" },
		"holder's user":          func(h *header) { h.Holder.User = "a\u202eb" },
		"holder's command":       func(h *header) { h.Holder.Command = long },
		"holder's workspace":     func(h *header) { h.Holder.Workspace = "\x00" },
		"holder's nonce":         func(h *header) { h.Holder.Nonce = "" },
		"holder's nonce's words": func(h *header) { h.Holder.Nonce = "a b" },
		"holder's time":          func(h *header) { h.Holder.Time = h.Holder.Time.In(time.FixedZone("", 3600)) },
		"snapshot of events":     func(h *header) { h.Snapshot = snapshot(func(*Snapshot) {}) },
		"note of events":         func(h *header) { h.Note = "away" },
	} {
		h := plainHeader(Events)
		change(&h)
		refused(t, what, h, frame(t, "a"))
	}
	for what, change := range map[string]func(h *header){
		"a snapshot of what comes":   func(h *header) { h.Snapshot = snapshot(func(s *Snapshot) { s.At.N = 7 }) },
		"a snapshot of no place":     func(h *header) { h.Snapshot = snapshot(func(s *Snapshot) { s.At.Seal = "" }) },
		"a snapshot of no hash":      func(h *header) { h.Snapshot = snapshot(func(s *Snapshot) { s.SHA256 = "../home" }) },
		"a snapshot of no bytes":     func(h *header) { h.Snapshot = snapshot(func(s *Snapshot) { s.Bytes = 0 }) },
		"a snapshot of all bytes":    func(h *header) { h.Snapshot = snapshot(func(s *Snapshot) { s.Bytes = 1 << 60 }) },
		"a snapshot of all content":  func(h *header) { h.Snapshot = snapshot(func(s *Snapshot) { s.Size = 1 << 60 }) },
		"a snapshot of less content": func(h *header) { h.Snapshot = snapshot(func(s *Snapshot) { s.Size = -1 }) },
		"a note":                     func(h *header) { h.Note = "away" },
	} {
		h := plainHeader(Ended)
		change(&h)
		refused(t, what, h, nil)
	}
	left := plainHeader(Left)
	refused(t, "left for nowhere", left, nil)
	left.Note = strings.Repeat("x", maxNote+1)
	refused(t, "left for far away", left, nil)
	refused(t, "no events", plainHeader(Events), nil)
	refused(t, "no line", plainHeader(Events), []byte("no frame\n"))
	refused(t, "half a line", plainHeader(Events), bytes.TrimSuffix(frame(t, "a"), []byte("\n")))
}

func refused(t *testing.T, what string, h header, frames []byte) {
	t.Helper()
	_, data, err := h.format(frames)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parse(data); err == nil {
		t.Errorf("%s: it is taken", what)
	}
}

// TestFirstLine: of the ways to write the same first line one is taken, and that of a newer
// gesso is told as such.
func TestFirstLine(t *testing.T) {
	h := plainHeader(Beat)
	_, data, err := h.format(nil)
	if err != nil {
		t.Fatal(err)
	}
	line := string(data[:len(data)-sealBytes-1])
	resealed := func(body string) []byte { return append(text.AppendSeal([]byte(body), []byte(body)), '\n') }
	if !bytes.Equal(resealed(line), data) {
		t.Fatalf("a first line is %q", data)
	}
	for what, body := range map[string]string{
		"a field more":  line + `,"more":1`,
		"a field twice": line + `,"epoch":3`,
		"another case":  strings.Replace(line, `"epoch"`, `"Epoch"`, 1),
		"a space":       strings.Replace(line, `"epoch":3`, `"epoch": 3`, 1),
		"escaped":       strings.Replace(line, `<&>`, `\u003c&>`, 1),
		"no UTF-8":      strings.Replace(line, `"host"`, "\"h\xffst\"", 1),
		"an empty one":  strings.Replace(line, `"epoch":3`, `"epoch":3,"note":""`, 1),
		"another file":  strings.Replace(line, `"gesso":"log"`, `"gesso":"journal"`, 1),
		"version 0":     strings.Replace(line, `"version":1`, `"version":0`, 1),
		"nothing":       `{`,
	} {
		_, err := parse(resealed(body))
		var version *state.VersionError
		if err == nil || errors.As(err, &version) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, body := range []string{
		strings.Replace(line, `"version":1`, `"version":2`, 1),
		`{"gesso":"log","version":2,"all":"else"`,
	} {
		var version *state.VersionError
		if _, err := parse(resealed(body)); !errors.As(err, &version) || version.Version != 2 {
			t.Errorf("version 2: %v", err)
		}
	}
}

// TestChain: what may stand where.
func TestChain(t *testing.T) {
	begun := chain{at: Position{6, someSeal}, epoch: 3, holder: Holder{Nonce: "three"}, open: true}
	closed, left := begun, begun
	closed.open = false
	left.open, left.left = false, true
	for _, test := range []struct {
		what   string
		behind chain
		kind   Kind
		change func(h *header)
		want   string // "": it may
	}{
		{"events", begun, Events, nil, ""},
		{"a beat", begun, Beat, nil, ""},
		{"an end", begun, Ended, nil, ""},
		{"events after the end", closed, Events, nil, "did not hold"},
		{"a beat after the end", closed, Beat, nil, "did not hold"},
		{"two ends", closed, Ended, nil, "did not hold"},
		{"another's events", begun, Events, func(h *header) { h.Holder.Nonce = "x" }, "did not hold"},
		{"another's end", begun, Ended, func(h *header) { h.Holder.Nonce = "x" }, "did not hold"},
		{"events of a former epoch", begun, Events, func(h *header) { h.Epoch = 2 }, "did not hold"},
		{"events of a later epoch", begun, Events, func(h *header) { h.Epoch = 4 }, "did not hold"},
		{"a beginning", closed, Begun, func(h *header) { h.Epoch = 4 }, ""},
		{"a takeover", begun, Begun, func(h *header) { h.Epoch = 4 }, ""},
		{"a beginning that goes back", begun, Begun, func(h *header) { h.Epoch = 2 }, "begins epoch 2"},
		{"a beginning of the same", begun, Begun, nil, "begins epoch 3"},
		{"a beginning that jumps", begun, Begun, func(h *header) { h.Epoch = 5 }, "begins epoch 5"},
		{"a report", begun, Report, func(h *header) { h.Epoch = 2 }, ""},
		{"a report after the end", closed, Report, func(h *header) { h.Epoch = 2 }, ""},
		{"a report of who is at work", begun, Report, nil, "is a report"},
		{"a report of the future", begun, Report, func(h *header) { h.Epoch = 4 }, "is a report"},
		{"another founding", closed, Founded, nil, "that there was"},
		{"events where the project left", left, Events, nil, "moved away"},
		{"a report where the project left", left, Report, func(h *header) { h.Epoch = 2 }, "moved away"},
		{"a beginning where the project left", left, Begun, func(h *header) { h.Epoch = 4 }, "moved away"},
		{"a founding where the project left", left, Founded, nil, ""},
		{"a founding that goes back", left, Founded, func(h *header) { h.Epoch = 2 }, "is of epoch 2"},
		{"a beginning of nothing", chain{}, Begun, func(h *header) { h.N, h.Epoch, h.Prev = 1, 1, "" }, "no home was founded"},
		{"a number of elsewhere", begun, Beat, func(h *header) { h.N = 8 }, "is segment 8"},
		{"another past", begun, Beat, func(h *header) { h.Prev = strings.Repeat("cd", 32) }, "does not follow"},
		{"a snapshot of another past", begun, Ended, func(h *header) {
			h.Snapshot = &Snapshot{At: Position{6, strings.Repeat("cd", 32)}, SHA256: someSeal, Bytes: 1}
		}, "another segment 6"},
	} {
		h := plainHeader(test.kind)
		if test.change != nil {
			test.change(&h)
		}
		c := test.behind
		err := c.next(&record{header: h, seal: "next"})
		switch {
		case test.want == "" && (err != nil || c.at != Position{7, "next"}):
			t.Errorf("%s: %v", test.what, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: %v, want one with %q", test.what, err, test.want)
		case test.want != "" && c != test.behind:
			t.Errorf("%s: it was refused, and the log is at %d", test.what, c.at.N)
		}
	}
}

// TestParts: frames are cut between lines, and nothing of them is lost.
func TestParts(t *testing.T) {
	short, long := frame(t, strings.Repeat("s", 1000)), frame(t, strings.Repeat("l", maxFrames+5))
	for what, frames := range map[string][]byte{
		"nothing":        nil,
		"one":            short,
		"many":           bytes.Repeat(short, 10_000),
		"a long one":     long,
		"long and short": bytes.Join([][]byte{short, long, short, long}, nil),
	} {
		all := parts(frames)
		if !bytes.Equal(bytes.Join(all, nil), frames) || len(all) == 0 {
			t.Errorf("%s: something is lost", what)
		}
		for _, part := range all {
			if len(part) > maxFrames && bytes.Count(part, []byte("\n")) > 1 || len(part) > 0 && checkFrames(part) != nil {
				t.Errorf("%s: a part has %d bytes, or half a line", what, len(part))
			}
		}
	}
}

// TestPlainHolder: whatever a system says of its host and user can be written and read back.
func TestPlainHolder(t *testing.T) {
	who := Holder{
		PID: -1, Host: "a\nb\x1b[2J", User: strings.Repeat("ü", 200), Command: "\xff\xfe", Workspace: "a\u202eb", Nonce: "n",
		Time: time.Date(20000, 1, 1, 0, 0, 0, 0, time.Local),
	}.plain()
	if err := who.check(); err != nil {
		t.Errorf("%+v %v", who, err)
	}
	if who.Host != "a?b?[2J" || len(who.User) > maxWord {
		t.Errorf("%+v", who)
	}
}

// FuzzSegment: what is read is written as it was read, and no bytes break the reading.
func FuzzSegment(f *testing.F) {
	for _, kind := range []Kind{Events, Beat, Ended, Left} {
		h := plainHeader(kind)
		var frames []byte
		switch kind {
		case Events:
			frames = frame(f, "a")
		case Left:
			h.Note = "away"
		}
		_, data, err := h.format(frames)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if line, rest, ok := bytes.Cut(data, []byte("\n")); ok && len(line) > sealBytes { // a checksum that holds
			body := line[:len(line)-sealBytes]
			resealed := append(text.AppendSeal(bytes.Clone(body), body), '\n')
			data = append(resealed, rest...)
		}
		r, err := parse(data)
		if err != nil {
			return
		}
		line, err := sealed(&r.header)
		if err != nil || !bytes.Equal(append(line, r.frames...), data) {
			t.Errorf("%q is read, and would be written %q: %v", data, line, err)
		}
	})
}
