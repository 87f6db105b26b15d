package text

import (
	"errors"
	"strings"
	"testing"

	"gesso/state"
	"gesso/state/merge"
)

// Git's union keeps the lines of both sides, also first and last ones: they are read as
// the merge that they are, in whatever order they come.
func TestUnion(t *testing.T) {
	ours := stateOf(t, applied(collectedBy("", 1, 0, record("image.a", 1)), collectedBy("", 1, 0, record("image.b", 2))))
	theirs := stateOf(t, applied(collectedBy("", 1, 0, record("image.a", 3)), collectedBy("", 1, 0, record("image.c", 4))))
	parse := func(data string) string {
		t.Helper()
		read, err := Parse([]byte(data))
		if err != nil {
			t.Fatal(err)
		}
		return stateOf(t, state.New(read))
	}
	sides := func(a, b string) ([]*state.Record, []*state.Record) {
		x, _ := Parse([]byte(a))
		y, _ := Parse([]byte(b))
		return x, y
	}
	x, y := sides(ours, theirs)
	want := stateOf(t, state.New(merge.Three(nil, x, y).Records))
	for name, data := range map[string]string{
		"one behind the other": ours + theirs,
		"the other way round":  theirs + ours,
		"with windows' ends":   ours + strings.ReplaceAll(theirs, "\n", "\r\n"),
		"line by line":         Header("state") + strings.NewReplacer(Header("state"), "", stateEnd+"\n", "").Replace(theirs+ours) + stateEnd,
		"and once more":        ours + theirs + ours,
		"merged before":        want,
	} {
		if got := parse(data); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	if !strings.Contains(want, `"rivals":[{`) {
		t.Errorf("no rival in\n%s", want)
	}
}

// What is no line of a state is refused by its number also behind lines that count for
// nothing, and a newer version wherever it stands.
func TestUnionOfOthers(t *testing.T) {
	whole := stateOf(t, applied(collectedBy("", 1, 0, record("image.a", 1))))
	for name, test := range map[string]struct{ data, want string }{
		"newer":     {whole + strings.Replace(whole, `"version":1`, `"version":2`, 1), "gesso.state: format version 2"},
		"a journal": {whole + Header("journal") + whole, "gesso.state:4: neither a record nor the first or last line"},
		"damaged":   {whole + strings.Replace(whole, "1.png", "2.png", 1), "gesso.state:5: image.a: damaged"},
		"cut":       {whole + Header("state"), "gesso.state:5: the last line"},
	} {
		_, err := Parse([]byte(test.data))
		var damage *state.DamageError
		var version *state.VersionError
		if !errors.As(err, &damage) && !errors.As(err, &version) || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s: got  %v\nwant %s", name, err, test.want)
		}
	}
}

// A conflict that git left is taken apart as each side had the file.
func TestConflict(t *testing.T) {
	for name, test := range map[string]struct{ data, base, ours, theirs string }{
		"none":           {data: "a\nb\n"},
		"one":            {"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\nd\n", "", "a\nb\nd\n", "a\nc\nd\n"},
		"with the base":  {"a\r\n<<<<<<< HEAD\r\nb\r\n||||||| 1234\r\nz\r\n=======\r\nc\r\n>>>>>>> x\r\n", "a\r\nz\r\n", "a\r\nb\r\n", "a\r\nc\r\n"},
		"an empty side":  {"<<<<<<< HEAD\n=======\nc\n>>>>>>> x", "", "", "c\n"},
		"two":            {"<<<<<<<\nb\n=======\nc\n>>>>>>>\nd\n<<<<<<<\ne\n=======\n>>>>>>>\n", "", "b\nd\ne\n", "c\nd\n"},
		"not ended":      {data: "a\n<<<<<<< HEAD\nb\n=======\nc\n"},
		"in another":     {data: "<<<<<<< HEAD\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n>>>>>>> x\n"},
		"only the marks": {data: "=======\n"},
	} {
		c := Conflict([]byte(test.data))
		if c == nil {
			c = &Conflicted{}
		}
		same(t, name, []string{string(c.Base), string(c.Ours), string(c.Theirs)}, []string{test.base, test.ours, test.theirs})
	}
}
