package funcs

import (
	"maps"
	"sync/atomic"
	"time"

	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"gesso/spec/bound"
	"gesso/spec/folder"
)

// corePrefix is Terraform's namespace for its own functions: core::upper is upper.
const corePrefix = "core::"

// A Library is the functions of a configuration. It is safe for concurrent use.
type Library struct {
	files    *folder.Files
	now      func() time.Time
	planned  time.Time
	fleeting atomic.Bool // see Fleeting
}

// NewLibrary is the functions that read files through files alone: with nil files the file functions exist but refuse every path.
// The time that plantimestamp returns is asked of now here, once; timestamp asks at each call.
func NewLibrary(files *folder.Files, now func() time.Time) *Library {
	return &Library{files: files, now: now, planned: now()}
}

// Fleeting tells whether a function was called whose result is another one at another time, though nothing has changed.
func (l *Library) Fleeting() bool { return l != nil && l.fleeting.Load() }

// Table is the table of a library of its own.
func Table(files *folder.Files, now func() time.Time, meter *bound.Meter) map[string]function.Function {
	return NewLibrary(files, now).Table(meter)
}

// Declared is the function of a name with the types of its parameters, for those who describe it: one that a meter counts takes whatever it is
// given, and converts it itself. It is not for being called.
func Declared(name string) (function.Function, bool) {
	f, ok := Table(nil, time.Now, nil)[name]
	return f, ok
}

// Table returns every function by name, and once more with the prefix "core::", for the evaluations that a meter counts. The map is the
// caller's own; the functions are safe for concurrent use where the meter is nil: then each call is bounded by itself. A nil library has none.
func (l *Library) Table(meter *bound.Meter) map[string]function.Function {
	if l == nil {
		return nil
	}
	files := l.files
	if files != nil && meter != nil {
		files = files.Charging(meter)
	}
	table := map[string]function.Function{
		"try": tryFunc(meter),
		"can": canFunc(meter),
	}
	for _, group := range []map[string]function.Function{
		numberFuncs(),
		stringFuncs(),
		collectionFuncs(),
		setFuncs(),
		conversionFuncs(),
		markFuncs(),
		encodingFuncs(),
		hashFuncs(),
		l.timeFuncs(),
		l.uuidFuncs(),
		pathFuncs(files),
		fileFuncs(files),
	} {
		maps.Copy(table, group)
	}
	for name, f := range table {
		if forgetful(f) {
			table[name] = keepingMarks(f)
		}
	}
	if meter != nil {
		meter.SealArguments()
	}
	table = guardedTable(table, meter)
	templates := templateFuncs(files, table, meter)
	templates["templatefile"] = keepingMarks(wherever(templates["templatefile"]))
	maps.Copy(table, guardedTable(templates, meter))

	named := make(map[string]function.Function, 2*len(table))
	for name, f := range table {
		named[name] = f
		named[corePrefix+name] = f
	}
	return named
}

func numberFuncs() map[string]function.Function {
	return map[string]function.Function{
		"abs":      stdlib.AbsoluteFunc,
		"ceil":     stdlib.CeilFunc,
		"floor":    stdlib.FloorFunc,
		"log":      guarded(stdlib.LogFunc, checkLog),
		"max":      stdlib.MaxFunc,
		"min":      stdlib.MinFunc,
		"parseint": stdlib.ParseIntFunc,
		"pow":      guarded(stdlib.PowFunc, checkPow),
		"range":    stdlib.RangeFunc, // refuses more than 1024 numbers, as Terraform does
		"signum":   stdlib.SignumFunc,
		"sum":      sumFunc(),
	}
}

func stringFuncs() map[string]function.Function {
	return map[string]function.Function{
		"chomp":       stdlib.ChompFunc,
		"endswith":    endsWithFunc(),
		"format":      guarded(withNullLiteral(stdlib.FormatFunc), checkFormat),
		"formatlist":  guarded(withNullLiteral(stdlib.FormatListFunc), checkFormat),
		"indent":      guarded(stdlib.IndentFunc, checkIndent),
		"join":        stdlib.JoinFunc,
		"lower":       stdlib.LowerFunc,
		"regex":       stdlib.RegexFunc,
		"regexall":    stdlib.RegexAllFunc,
		"replace":     replaceFunc(),
		"split":       stdlib.SplitFunc,
		"startswith":  startsWithFunc(),
		"strcontains": strContainsFunc(),
		"strrev":      stdlib.ReverseFunc,
		"substr":      stdlib.SubstrFunc,
		"title":       stdlib.TitleFunc,
		"trim":        stdlib.TrimFunc,
		"trimprefix":  stdlib.TrimPrefixFunc,
		"trimspace":   stdlib.TrimSpaceFunc,
		"trimsuffix":  stdlib.TrimSuffixFunc,
		"upper":       stdlib.UpperFunc,
	}
}

func collectionFuncs() map[string]function.Function {
	return map[string]function.Function{
		"alltrue":      allTrueFunc(),
		"anytrue":      anyTrueFunc(),
		"chunklist":    stdlib.ChunklistFunc,
		"coalesce":     coalesceFunc(),
		"coalescelist": stdlib.CoalesceListFunc,
		"compact":      stdlib.CompactFunc,
		"concat":       stdlib.ConcatFunc,
		"contains":     withoutNull(stdlib.ContainsFunc),
		"distinct":     distinctFunc(),
		"element":      stdlib.ElementFunc,
		"flatten":      stdlib.FlattenFunc,
		"index":        indexFunc(),
		"keys":         stdlib.KeysFunc,
		"length":       lengthFunc(),
		"lookup":       lookupFunc(),
		"matchkeys":    matchKeysFunc(),
		"merge":        guarded(stdlib.MergeFunc, checkMerge),
		"one":          oneFunc(),
		"reverse":      stdlib.ReverseListFunc,
		"slice":        stdlib.SliceFunc,
		"sort":         stdlib.SortFunc,
		"transpose":    transposeFunc(),
		"values":       stdlib.ValuesFunc,
		"zipmap":       zipmapFunc(),
	}
}

func setFuncs() map[string]function.Function {
	return map[string]function.Function{
		"setintersection": stdlib.SetIntersectionFunc,
		"setproduct":      guarded(stdlib.SetProductFunc, checkSetProduct),
		"setsubtract":     stdlib.SetSubtractFunc,
		"setunion":        stdlib.SetUnionFunc,
	}
}

func conversionFuncs() map[string]function.Function {
	return map[string]function.Function{
		"tobool":   convertFunc(cty.Bool),
		"tolist":   convertFunc(cty.List(cty.DynamicPseudoType)),
		"tomap":    convertFunc(cty.Map(cty.DynamicPseudoType)),
		"tonumber": convertFunc(cty.Number),
		"toset":    convertFunc(cty.Set(cty.DynamicPseudoType)),
		"tostring": convertFunc(cty.String),
	}
}

func isConversion(name string) bool {
	_, is := conversionFuncs()[name]
	return is
}

func encodingFuncs() map[string]function.Function {
	return map[string]function.Function{
		"base64decode":     base64DecodeFunc(),
		"base64encode":     base64EncodeFunc(),
		"base64gzip":       base64GzipFunc(),
		"csvdecode":        csvDecodeFunc(),
		"jsondecode":       shallow(stdlib.JSONDecodeFunc),
		"jsonencode":       stdlib.JSONEncodeFunc,
		"textdecodebase64": textDecodeBase64Func(),
		"textencodebase64": textEncodeBase64Func(),
		"urlencode":        urlEncodeFunc(),
		"yamldecode":       yamlDecodeFunc(),
		"yamlencode":       ctyyaml.YAMLEncodeFunc.WithNewDescriptions("`yamlencode` writes a value as a document in the block syntax of YAML 1.2.", []string{"the value"}),
	}
}
