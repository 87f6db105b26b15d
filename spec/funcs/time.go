package funcs

import (
	"time"

	"github.com/google/uuid"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func (l *Library) timeFuncs() map[string]function.Function {
	return map[string]function.Function{
		"formatdate": stdlib.FormatDateFunc,
		"plantimestamp": l.impureFunc("plantimestamp", "Returns the time of the plan in RFC 3339 format, the same in the whole run.", func() (string, error) {
			return l.planned.UTC().Format(time.RFC3339), nil
		}),
		"timeadd": stdlib.TimeAddFunc,
		"timecmp": timeCmpFunc(),
		"timestamp": l.impureFunc("timestamp", "Returns the present time in RFC 3339 format.", func() (string, error) {
			return l.now().UTC().Format(time.RFC3339), nil
		}),
	}
}

// impureFunc makes a function without arguments whose result carries the mark Impure{name}.
func (l *Library) impureFunc(name, description string, impl func() (string, error)) function.Function {
	return function.New(&function.Spec{
		Description:  description,
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func([]cty.Value, cty.Type) (cty.Value, error) {
			l.fleeting.Store(true)
			text, err := impl()
			if err != nil {
				return cty.NilVal, err
			}
			return cty.StringVal(text).Mark(Impure{Name: name}), nil
		},
	})
}

func timeCmpFunc() function.Function {
	return textFunc("Compares two timestamps: -1 when the first is earlier, 0 when they are the same instant, 1 when it is later.", cty.Number, func(args []string) (cty.Value, error) {
		var times [2]time.Time
		for i, text := range args {
			var err error
			if times[i], err = parseTimestamp(text); err != nil {
				return cty.NilVal, function.NewArgError(i, err)
			}
		}
		return cty.NumberIntVal(int64(times[0].Compare(times[1]))), nil
	}, "timestamp_a", "timestamp_b")
}

// parseTimestamp reads an RFC 3339 timestamp. What is one, and the error where it is none, are timeadd's, so that both always agree.
func parseTimestamp(text string) (time.Time, error) {
	if _, err := stdlib.TimeAdd(cty.StringVal(text), cty.StringVal("0s")); err != nil {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339, text) // timeadd drops fractions of a second, a comparison must not
}

func (l *Library) uuidFuncs() map[string]function.Function {
	return map[string]function.Function{
		"uuid": l.impureFunc("uuid", "Returns a new random UUID.", func() (string, error) {
			id, err := uuid.NewRandom()
			return id.String(), err
		}),
		"uuidv5": uuidV5Func(),
	}
}

func uuidV5Func() function.Function {
	namespaces := map[string]uuid.UUID{
		"dns":  uuid.NameSpaceDNS,
		"url":  uuid.NameSpaceURL,
		"oid":  uuid.NameSpaceOID,
		"x500": uuid.NameSpaceX500,
	}
	return textFunc("Returns the UUID (version 5) of a name within a namespace.", cty.String, func(args []string) (cty.Value, error) {
		space, known := namespaces[args[0]]
		if !known {
			var err error
			if space, err = uuid.Parse(args[0]); err != nil {
				return cty.NilVal, function.NewArgErrorf(0, `the namespace must be "dns", "url", "oid", "x500" or an UUID: %w`, err)
			}
		}
		return cty.StringVal(uuid.NewSHA1(space, []byte(args[1])).String()), nil
	}, "namespace", "name")
}
