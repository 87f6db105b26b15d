package variant

import (
	"regexp"
	"testing"
)

func TestVariants(t *testing.T) {
	v := Of("a fox", 1)
	if v != Of("a fox", 1) || v == Of("a fox", 2) || v == Of("a fox") {
		t.Error("a variant is not that of what was asked for")
	}
	if v.Number("seed") == v.Number("size") {
		t.Error("each purpose draws a number of its own")
	}
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(v.UUID("task")) {
		t.Errorf("%s is no id", v.UUID("task"))
	}
	in4, chances := 0, 0.0
	for n := range 1000 {
		if Of(n).OneIn(4, "shape") {
			in4++
		}
		chances += Of(n).Chance()
	}
	if in4 < 200 || in4 > 300 || chances < 450 || chances > 550 {
		t.Errorf("of 1000 one in four is %d, and the mean chance %g thousandths", in4, chances)
	}
}
