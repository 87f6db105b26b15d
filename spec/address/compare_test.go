package address_test

import (
	"testing"

	"gesso/spec/address"
)

func TestCompareAll(t *testing.T) {
	list := []string{
		"", "image.a", "image.a[", "image.a[\"10\"]", "image.a[\"2\"]", "image.a[0]", "image.a[02]", "image.a[2]",
		"image.a[2].x[3]", "image.a[2].x[20]", "image.a[10]", "image.a[99999999999999999999]", "image.a[100000000000000000000]", "image.ab", "image.b",
	}
	for i, a := range list {
		for j, b := range list {
			got, want := address.Compare(a, b), i-j
			if (got < 0) != (want < 0) || (got > 0) != (want > 0) {
				t.Errorf("Compare(%q, %q) = %d", a, b, got)
			}
		}
	}
}
