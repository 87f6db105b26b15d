package funcs

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// discreet is the error of a call without what it tells of the arguments, where one of them must not be shown. Most errors quote what is wrong,
// and a library's may quote anything: that it is the sensitive argument that is quoted cannot be told from the text. The parameters' names are
// no secret.
func discreet(err error, nameOf func(i int) string, args []cty.Value) error {
	secret := -1
	for i, arg := range args {
		if Secret(arg) {
			secret = i
			break
		}
	}
	var about function.ArgError
	isAbout := errors.As(err, &about)
	switch {
	case secret < 0 || errors.Is(err, errTooMuch):
		return err
	case isAbout && Secret(args[min(about.Index, len(args)-1)]):
		return function.NewArgErrorf(about.Index, "the value is not suitable, and it is sensitive: what is wrong with it is not shown")
	case isAbout:
		return function.NewArgErrorf(about.Index, "the value is not suitable; another argument is sensitive, so no more is shown")
	}
	return errors.New("the argument for \"" + nameOf(secret) + "\" is sensitive: what is wrong is not shown")
}

// Secret tells whether a value, or something in it, must not be shown or written down.
func Secret(v cty.Value) bool {
	for mark := range v.Marks() {
		if mark == Sensitive || mark == Ephemeral {
			return true
		}
	}
	bare, _ := v.Unmark()
	if bare.Type().IsPrimitiveType() {
		return false
	}
	_, marks := v.UnmarkDeep()
	_, sensitive := marks[Sensitive]
	_, ephemeral := marks[Ephemeral]
	return sensitive || ephemeral
}
