package text

import (
	"strings"
	"testing"
)

// What git hands to a merge driver becomes one file, and what cannot be read is named.
func TestMerge(t *testing.T) {
	base := stateOf(t, applied(collectedBy("", 1, 0, record("image.a", 1))))
	ours := stateOf(t, applied(collectedBy("", 1, 0, record("image.a", 2))))
	theirs := stateOf(t, applied(collectedBy("", 1, 0, record("image.a", 1)), collectedBy("", 1, 0, record("image.b", 3))))
	want := stateOf(t, applied(collectedBy("", 1, 0, record("image.a", 2)), collectedBy("", 1, 0, record("image.b", 3))))
	for name, files := range map[string][3]string{
		"three":            {base, ours, theirs},
		"with Windows'":    {base, strings.ReplaceAll(ours, "\n", "\r\n"), theirs},
		"nothing to begin": {"", ours, strings.Replace(want, "\n", "\r\n", 1)},
	} {
		got, _, err := Merge([]byte(files[0]), []byte(files[1]), []byte(files[2]))
		if err != nil || string(got) != want {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
	for want, files := range map[string][3]string{
		"what both began from: gesso.state:1:": {"x", ours, theirs},
		"ours: gesso.state:3: the last line":   {base, strings.TrimSuffix(ours, stateEnd+"\n"), theirs},
		"theirs: gesso.state: format version":  {base, ours, strings.Replace(theirs, `"version":1`, `"version":2`, 1)},
	} {
		if got, _, err := Merge([]byte(files[0]), []byte(files[1]), []byte(files[2])); err == nil || !strings.HasPrefix(err.Error(), want) || got != nil {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// A conflict that git left is settled as its driver would have done it.
func TestSettle(t *testing.T) {
	line := func(n int) string {
		return strings.Split(stateOf(t, applied(collectedBy("", 1, 0, record("image.a", n)))), "\n")[1] + "\n"
	}
	whole := func(middle string) string { return Header(stateFormat) + middle + stateEnd + "\n" }
	base, ours, theirs := whole(line(1)), whole(line(2)), whole(line(3))
	want, _, err := Merge([]byte(base), []byte(ours), []byte(theirs))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"without the base": whole("<<<<<<< HEAD\n" + line(2) + "=======\n" + line(3) + ">>>>>>> theirs\n"),
		"with the base":    whole("<<<<<<< HEAD\n" + line(3) + "||||||| 123\n" + line(1) + "=======\n" + line(2) + ">>>>>>> theirs\n"),
	} {
		got, result, err := Settle([]byte(data))
		if err != nil || string(got) != string(want) || len(result.Contested) != 1 {
			t.Errorf("%s: %v, %v\n%s", name, err, result.Contested, got)
		}
	}
	if got, _, err := Settle(want); got != nil || err != nil {
		t.Errorf("%s, %v", got, err)
	}
}
