package funcs

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// byteOrderMark is what spreadsheets write before UTF-8. Terraform makes it part of the first column's name, where nobody can see it.
const byteOrderMark = "\ufeff"

func csvDecodeFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Reads CSV (RFC 4180) whose first line names the columns, and returns a list of objects, one a line.",
		Params:      []function.Parameter{{Name: "str", Type: cty.String}},
		Type: func(args []cty.Value) (cty.Type, error) {
			if !args[0].IsKnown() {
				return cty.DynamicPseudoType, nil
			}
			_, columns, err := openCSV(args[0].AsString())
			if err != nil {
				return cty.NilType, function.NewArgError(0, err)
			}
			types := make(map[string]cty.Type, len(columns))
			for _, name := range columns {
				types[name] = cty.String
			}
			return cty.List(cty.Object(types)), nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			r, columns, err := openCSV(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			rows, err := readRows(r, columns)
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return listOf(rows, ty), nil
		},
	})
}

// openCSV reads the names of the columns.
func openCSV(text string) (*csv.Reader, []string, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, byteOrderMark)))
	r.FieldsPerRecord = -1 // checked in readRows, which can say more
	columns, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, errors.New("the CSV has no line that names the columns")
	}
	if err != nil {
		return nil, nil, csvError(err)
	}
	first := make(map[string]int, len(columns))
	for i, name := range columns {
		if earlier, ok := first[name]; ok {
			line, _ := r.FieldPos(i)
			return nil, nil, fmt.Errorf("columns %d and %d of the CSV have the same name %q (line %d)", earlier+1, i+1, name, line)
		}
		first[name] = i
	}
	return r, columns, nil
}

func readRows(r *csv.Reader, columns []string) ([]cty.Value, error) {
	r.ReuseRecord = true
	var rows []cty.Value
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, csvError(err)
		}
		if len(fields) != len(columns) {
			line, _ := r.FieldPos(0)
			return nil, fmt.Errorf("line %d of the CSV has %d fields where the first line names %d columns", line, len(fields), len(columns))
		}
		row := make(map[string]cty.Value, len(fields))
		for i, field := range fields {
			row[columns[i]] = cty.StringVal(field)
		}
		rows = append(rows, cty.ObjectVal(row))
	}
}

func csvError(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("line %d, column %d of the CSV: %w", parse.Line, parse.Column, parse.Err)
	}
	return err
}
