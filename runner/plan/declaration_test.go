package plan_test

import (
	"reflect"
	"testing"

	"gesso/runner/plan"
)

// Terms are alike when they say the same, and in no other case: those that are kept for
// others may hide nothing of them. A field that is added fails here until Like knows it.
func TestLike(t *testing.T) {
	base := plan.Terms{Attempts: 1}
	same := base
	if !base.Like(&same) {
		t.Error("the same is taken for another one")
	}
	for i := range reflect.TypeFor[plan.Terms]().NumField() {
		other := base
		switch v := reflect.ValueOf(&other).Elem().Field(i); v.Kind() {
		case reflect.String:
			v.SetString("other")
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Int:
			v.SetInt(7)
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
		case reflect.Struct:
			v.Field(0).SetString("other")
		default:
			t.Fatalf("no other value of a %s", v.Kind())
		}
		if base.Like(&other) || other.Like(&base) {
			t.Errorf("another %s is taken for the same", reflect.TypeFor[plan.Terms]().Field(i).Name)
		}
	}
}
