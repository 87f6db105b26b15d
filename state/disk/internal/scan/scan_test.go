package scan_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"gesso/state/disk/internal/scan"
)

func found(t *testing.T, content string, texts ...string) []string {
	t.Helper()
	var wanted [][]byte
	for _, text := range texts {
		wanted = append(wanted, []byte(text))
	}
	var whole, slow []string
	if err := scan.Lines(strings.NewReader(content), wanted, func(line []byte) error { whole = append(whole, string(line)); return nil }); err != nil {
		t.Fatal(err)
	}
	reader := iotest.HalfReader(iotest.DataErrReader(strings.NewReader(content)))
	if err := scan.Lines(reader, wanted, func(line []byte) error { slow = append(slow, string(line)); return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(whole, slow); diff != "" {
		t.Errorf("by how it is read (-whole +slow):\n%s", diff)
	}
	return whole
}

func TestLines(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for _, test := range []struct {
		content string
		texts   []string
		want    []string
	}{
		{"", []string{"a"}, nil},
		{"a\nb\na b\n", []string{"a"}, []string{"a\n", "a b\n"}},
		{"a\nb\na b\n", []string{"b", "a"}, []string{"a\n", "b\n", "a b\n"}},
		{"aaa\n", []string{"a"}, []string{"aaa\n"}},
		{"b\na torn", []string{"torn", "a"}, []string{"a torn"}},
		{long + "a\n" + long + "\nb\n", []string{"a", "b"}, []string{long + "a\n", "b\n"}},
	} {
		if diff := cmp.Diff(test.want, found(t, test.content, test.texts...)); diff != "" {
			t.Errorf("%.20q (-want +got):\n%s", test.content, diff)
		}
	}
}

// However the lines lie in what is read at once, none is missed and none comes twice.
func TestLinesOfManyLengths(t *testing.T) {
	var content strings.Builder
	var want []string
	for n := range 5000 {
		line := fmt.Sprintf("%d %s\n", n, strings.Repeat("-", n%701))
		if n%7 == 0 {
			line = fmt.Sprintf("wanted %s", line)
			want = append(want, line)
		}
		content.WriteString(line)
	}
	if diff := cmp.Diff(want, found(t, content.String(), "wanted")); diff != "" {
		t.Error(diff)
	}
}

func TestLinesEnd(t *testing.T) {
	stop := errors.New("stop")
	n := 0
	err := scan.Lines(strings.NewReader("a\na\n"), [][]byte{[]byte("a")}, func([]byte) error { n++; return stop })
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
	broken := errors.New("broken")
	if err := scan.Lines(iotest.ErrReader(broken), nil, nil); !errors.Is(err, broken) {
		t.Error(err)
	}
}
