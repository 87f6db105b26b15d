package shelf_test

import (
	"strings"
	"testing"

	"gesso/state/home/shelf"
)

func TestCheckName(t *testing.T) {
	for name, ok := range map[string]bool{
		"home": true, "log/0000000001": true, "objects/ab/ab.cd-e_f": true, strings.Repeat("a", 200): true,
		"": false, "/": false, "a/": false, "/a": false, "a//b": false, ".": false, "..": false, "a/../b": false, ".a": false, "a/.b": false,
		"A": false, "ä": false, "a b": false, "a\\b": false, "a\x00": false, "a:b": false, strings.Repeat("a", 201): false, strings.Repeat("a/", 300) + "a": false,
	} {
		if err := shelf.CheckName(name); (err == nil) != ok {
			t.Errorf("CheckName(%q) = %v, want right: %t", name, err, ok)
		}
	}
}
