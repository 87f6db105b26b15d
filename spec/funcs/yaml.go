package funcs

import (
	"strings"

	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
)

const (
	// maxAliased is how many parts the value of a document may have that is shorter: aliases stand for as many as they like.
	maxAliased = 1_000_000
	// maxIndent is how far a line of YAML may be indented. The decoder recurses, and Go cannot recover a stack that is used up.
	maxIndent = 2_000
	// maxFlow is how many lists and mappings may be written in brackets: nobody can tell how deep those nest but a parser.
	maxFlow = 500_000
	// maxMerged is how many parts the merge keys of a document may copy, at most.
	maxMerged = 100_000_000
)

// yamlDecodeFunc is go-cty's, which shares the value that several aliases stand for, but would go through it once for each.
func yamlDecodeFunc() function.Function {
	return function.New(&function.Spec{
		Description: "`yamldecode` reads a document in a subset of YAML and returns the value that it stands for.",
		Params:      []function.Parameter{{Name: "src", Description: "the document", Type: cty.String}},
		Type:        function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			text := strings.TrimPrefix(args[0].AsString(), byteOrderMark)
			if err := checkYAML(text); err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			ty, err := ctyyaml.Standard.ImpliedType([]byte(text))
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			// The type has the shape of the value, and tells before there is one.
			if bound.MeasureType(ty, maxAliased+len(text)) {
				return cty.NilVal, function.NewArgErrorf(0, "the document takes too much: its aliases stand for more than %d parts, or it nests too deep; write less of it with aliases", maxAliased)
			}
			v, err := ctyyaml.Standard.Unmarshal([]byte(text), ty)
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			if bound.Measure(v, maxNodes).Over {
				return cty.NilVal, errTooMuch
			}
			return v, nil
		},
	})
}

// checkYAML refuses what could not be decoded in the room and time that there is.
func checkYAML(text string) error {
	if err := checkText(text); err != nil {
		return err
	}
	for line := range strings.Lines(text) {
		if content := strings.TrimLeft(line, " \t-?:"); len(line)-len(content) > maxIndent {
			return errDeep
		}
	}
	if bound.ScanJSON([]byte(text)).Over >= 0 || strings.Count(text, "[")+strings.Count(text, "{") > maxFlow {
		return errDeep
	}
	if merges := strings.Count(text, "<<"); merges > 0 && bound.Product(merges+strings.Count(text, "*"), strings.Count(text, ":")) > maxMerged {
		return errTooMuch
	}
	return nil
}
