package pin_test

import (
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"gesso/spec/pin"
)

func TestTake(t *testing.T) {
	for _, test := range []struct {
		value cty.Value
		want  int
		wrong bool
	}{
		{cty.NilVal, 1, false},
		{cty.NullVal(cty.Number), 1, false},
		{cty.UnknownVal(cty.Number), 1, false},
		{cty.NumberIntVal(1), 1, false},
		{cty.NumberIntVal(7), 7, false},
		{cty.NumberIntVal(0), 1, true},
		{cty.NumberIntVal(-2), 1, true},
		{cty.NumberFloatVal(1.5), 1, true},
		{cty.NumberIntVal(1 << 40), 1, true},
		{cty.PositiveInfinity, 1, true},
	} {
		if n, why := pin.Take(test.value); n != test.want || (why != "") != test.wrong {
			t.Errorf("%#v: %d, %q", test.value, n, why)
		}
	}
}

func TestHash(t *testing.T) {
	sha := strings.Repeat("0a", 32)
	for _, test := range []struct {
		value cty.Value
		want  string
		wrong bool
	}{
		{cty.NilVal, "", false},
		{cty.NullVal(cty.String), "", false},
		{cty.UnknownVal(cty.String), "", true},
		{cty.StringVal(pin.Text(sha)), sha, false},
		{cty.StringVal(sha), "", true},
		{cty.StringVal(""), "", true},
		{cty.StringVal("sha256:" + strings.ToUpper(sha)), "", true},
		{cty.StringVal("sha256:" + sha[1:]), "", true},
		{cty.StringVal("sha256:../" + sha[3:]), "", true},
	} {
		if got, why := pin.Hash(test.value); got != test.want || (why != "") != test.wrong {
			t.Errorf("%#v: %q, %q", test.value, got, why)
		}
	}
}
