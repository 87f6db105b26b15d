package text_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/state/text"
)

func TestAddresses(t *testing.T) {
	for data, want := range map[string][]string{
		"":                              nil,
		`{"gesso":"state","version":1}`: nil,
		"{\"gesso\":\"state\",\"version\":1}\n{\"address\":\"image.a\",\"key\":\"x\"}\n{\"address\":\"image.b[\\\"c \\\\\\\"d\\\"]\"}\r\n{\"gesso\":\"end\"}\n": {"image.a", `image.b["c \"d"]`},
		"<<<<<<< ours\n{\"address\":\"image.a\"}\n=======\n{\"address\":\"image.b\"}\n>>>>>>> theirs\n":                                                         {"image.a", "image.b"},
		`{"address":"image.a`:      nil,
		`{"address":"image.a\`:     nil,
		`{"address":7}`:            nil,
		`{"address":"\x"}`:         nil,
		` {"address":"image.a"}`:   nil,
		"{\"address\":\"\u00e9\"}": {"é"},
	} {
		if diff := cmp.Diff(want, text.Addresses([]byte(data))); diff != "" {
			t.Errorf("%q: %s", data, diff)
		}
	}
}
