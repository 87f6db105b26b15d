package opencalls

import (
	"testing"

	"gesso/state"
)

func TestBook(t *testing.T) {
	any := func(*state.Call) bool { return true }
	none := func(*state.Call) bool { return false }
	b := New()
	if !b.Empty() || b.Lend([]state.Key{"k"}, any) != nil || b.Own("image.a", any) != nil {
		t.Error("an empty book has a call")
	}
	b = New()
	b.Add("image.a", &state.Call{Intent: "1", Key: "k"})
	b.Add("image.b", &state.Call{Intent: "2", Key: "k"})
	b.Add("image.b", &state.Call{Intent: "3", Key: "l"})
	if b.Own("image.a", none) != nil || b.Own("image.c", any) != nil || b.Lend([]state.Key{"m"}, any) != nil {
		t.Error("a call is taken that is not accepted")
	}
	if c := b.Own("image.b", any); c == nil || c.Intent != "2" {
		t.Errorf("image.b takes up %+v", c)
	}
	if c := b.Lend([]state.Key{"m", "k"}, any); c == nil || c.Intent != "1" {
		t.Errorf("the key k has %+v", c)
	}
	if b.Lend([]state.Key{"k"}, any) != nil || len(b.Begun("image.a")) != 0 || len(b.Begun("image.b")) != 1 {
		t.Error("a call is taken up twice")
	}
	if left := b.Strays(); len(left) != 1 || left[0].Intent != "3" || left[0].Address != "image.b" {
		t.Errorf("left are %v", left)
	}
	if moved := b.Readdress("image.b", "image.c", none); len(moved) != 0 || len(b.Begun("image.b")) != 1 {
		t.Errorf("%v move that are not accepted", moved)
	}
	if moved := b.Readdress("image.b", "image.c", any); len(moved) != 1 || moved[0].Intent != "3" {
		t.Errorf("%v move", moved)
	}
	if left := b.Strays(); len(left) != 1 || left[0].Address != "image.c" || len(b.Begun("image.b")) != 0 {
		t.Errorf("left are %v", left)
	}
	if c := b.Own("image.c", any); c == nil || c.Intent != "3" || len(b.Strays()) != 0 {
		t.Errorf("image.c takes up %+v", c)
	}
	if moved := b.Readdress("image.c", "image.d", any); len(moved) != 0 {
		t.Errorf("%v move that are taken", moved)
	}
	b.Offer("image.e", &state.Call{Intent: "4", Key: "n"})
	if len(b.Strays()) != 0 || len(b.Begun("image.e")) != 0 || b.Own("image.e", any) != nil || len(b.Offered()) != 1 {
		t.Error("a call that was offered is its address's")
	}
	if c := New(); c.Lend([]state.Key{"n"}, any) != nil {
		t.Error("an empty book lends")
	}
	b = New()
	b.Offer("image.e", &state.Call{Intent: "4", Key: "n"})
	if c := b.Lend([]state.Key{"n"}, any); c == nil || c.Intent != "4" || len(b.Offered()) != 0 {
		t.Errorf("the key n has %+v", c)
	}
}
