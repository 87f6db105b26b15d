package report

import (
	"fmt"
	"strings"

	"gesso/runner/plan"
)

// signOf returns an action's sign in its colour.
func (s *Screen) signOf(a plan.Action) string {
	colours := [...]colour{plan.Plain: blue, plan.Good: green, plan.Beware: yellow, plan.Bad: red}
	return s.paint(colours[a.Tone()], fmt.Sprintf("%3s", a.Sign()))
}

// widest is the width of help in columns.
const widest = 80

// Signs returns the paragraph of help that explains the signs of a plan.
func Signs() string {
	var signs []string
	words := map[string]string{}
	for _, a := range plan.Actions()[1:] {
		word := a.String()
		if a.Paid() {
			word += " (paid)"
		}
		if said, ok := words[a.Sign()]; ok {
			words[a.Sign()] = said + " or " + word
			continue
		}
		signs = append(signs, a.Sign())
		words[a.Sign()] = word
	}
	text, column := "Signs:", len("Signs:")
	for i, sign := range signs {
		said := sign + " " + words[sign] + ","
		if i == len(signs)-1 {
			said = strings.TrimSuffix(said, ",") + "."
		}
		if column+1+len(said) > widest {
			text, column = text+"\n"+said, len(said)
			continue
		}
		text, column = text+" "+said, column+1+len(said)
	}
	return text
}
