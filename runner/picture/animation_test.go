package picture

import (
	"errors"
	"os"
	"testing"
)

// An animation is not called damaged: nothing is wrong with it but that it is no one picture.
func TestAnimationIsSaid(t *testing.T) {
	file, err := os.Open("testdata/animated.webp")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	_, err = Verify(file, 0)
	var bad *Error
	if !errors.As(err, &bad) || bad.Problem != Damaged {
		t.Fatalf("an animation: %v", err)
	}
	if got, want := err.Error(), "an animation: webp 8x8 has more than one picture"; got != want {
		t.Errorf("it is called %q, want %q", got, want)
	}
}
