package funcs

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
)

// byteOrderMark is what spreadsheets write before UTF-8. Terraform makes it part of the first column's name, where nobody can see it.
const byteOrderMark = "\ufeff"

// maxCells is how many fields all rows of a table may have.
const maxCells = 2 * bound.MaxElements

// csvDecodeFunc is Terraform's, with an optional second argument for the tables that people and programs write without looking: rows that are
// too short or too long.
func csvDecodeFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Reads CSV (RFC 4180) whose first line names the columns, and returns a list of objects, one a line. With { lenient = true } as a second argument a row may have fewer fields than there are columns, which are then empty, and more, which then belong to the last column with the commas between them, but for commas at the end.",
		Params:      []function.Parameter{{Name: "str", Type: cty.String}},
		VarParam:    &function.Parameter{Name: "options", Type: cty.DynamicPseudoType},
		Type: func(args []cty.Value) (cty.Type, error) {
			for _, arg := range args {
				if !arg.IsWhollyKnown() {
					return cty.DynamicPseudoType, nil
				}
			}
			if err := checkOptions(args[1:]); err != nil {
				return cty.NilType, err
			}
			table, err := openCSV(args)
			if err != nil {
				return cty.NilType, function.NewArgError(0, err)
			}
			types := make(map[string]cty.Type, len(table.columns))
			for _, name := range table.columns {
				types[name] = cty.String
			}
			return cty.List(cty.Object(types)), nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if len(args) > 1 && !args[1].IsWhollyKnown() {
				return cty.UnknownVal(ty), nil
			}
			table, err := openCSV(args)
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			rows, err := table.rows()
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return listOf(rows, ty), nil
		},
	})
}

// checkOptions judges what follows the text: nothing, or { lenient = true }.
func checkOptions(options []cty.Value) error {
	if len(options) > 1 {
		return fmt.Errorf("wrong number of arguments (1 or 2 required; %d given)", 1+len(options))
	}
	for _, option := range options {
		ty := option.Type()
		if !ty.IsObjectType() || len(ty.AttributeTypes()) != 1 || !ty.HasAttribute("lenient") || ty.AttributeType("lenient") != cty.Bool || option.GetAttr("lenient").IsNull() {
			return function.NewArgErrorf(1, "the only option is written as { lenient = true }")
		}
	}
	return nil
}

func lenient(args []cty.Value) bool {
	return len(args) == 2 && checkOptions(args[1:]) == nil && args[1].GetAttr("lenient").True()
}

// csvTable is CSV whose first line is read.
type csvTable struct {
	*csv.Reader
	columns []string
	heading string // the first line
	lenient bool
}

// openCSV reads the names of the columns.
func openCSV(args []cty.Value) (*csvTable, error) {
	text := strings.TrimPrefix(args[0].AsString(), byteOrderMark)
	if err := checkText(text); err != nil {
		return nil, err
	}
	if heading, _, _ := strings.Cut(text, "\n"); strings.Contains(strings.TrimRight(heading, "\r"), "\r") {
		// "CSV (Macintosh)" of a spreadsheet: its lines end in a lone carriage return, which would make one long heading of it, and no rows.
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	}
	t := &csvTable{Reader: csv.NewReader(strings.NewReader(text)), lenient: lenient(args)}
	t.FieldsPerRecord = -1 // checked in rows, which can say more
	t.heading, _, _ = strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	t.heading = strings.TrimRight(t.heading, "\r")
	columns, err := t.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the CSV has no line that names the columns")
	}
	if err != nil {
		return nil, csvError(err)
	}
	t.columns = columns
	first := make(map[string]int, len(columns))
	for i, name := range columns {
		if earlier, ok := first[name]; ok {
			line, _ := t.FieldPos(i)
			return nil, fmt.Errorf("columns %d and %d of the CSV have the same name %q (line %d)", earlier+1, i+1, bound.Shorten(name), line)
		}
		first[name] = i
	}
	return t, nil
}

func (t *csvTable) rows() ([]cty.Value, error) {
	t.ReuseRecord = true
	var rows []cty.Value
	for cells := 0; ; cells += len(t.columns) {
		if cells > maxCells {
			return nil, errTooMuch
		}
		fields, err := t.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, csvError(err)
		}
		if len(fields) != len(t.columns) {
			if !t.lenient {
				return nil, t.ragged(fields)
			}
			fields = t.evened(fields)
		}
		row := make(map[string]cty.Value, len(fields))
		for i, field := range fields {
			row[t.columns[i]] = cty.StringVal(field)
		}
		rows = append(rows, cty.ObjectVal(row))
	}
}

// evened is a row with as many fields as there are columns: what is missing is empty, what is too much goes on in the last one, but for commas at
// the end.
func (t *csvTable) evened(fields []string) []string {
	last := len(t.columns) - 1
	for len(fields) > len(t.columns) && fields[len(fields)-1] == "" {
		fields = fields[:len(fields)-1]
	}
	if len(fields) > last {
		return append(slices.Clone(fields[:last]), strings.Join(fields[last:], ","))
	}
	return append(slices.Clone(fields), make([]string, len(t.columns)-len(fields))...)
}

// ragged says what is wrong with a row that has too few fields or too many, with its text and the heading, which show whether a comma is missing
// or one too much.
func (t *csvTable) ragged(fields []string) error {
	line, _ := t.FieldPos(0)
	return fmt.Errorf("line %d of the CSV has %d fields where the first line names %d columns: the line is %q, the columns are %q%s",
		line, len(fields), len(t.columns), bound.Shorten(strings.Join(fields, ",")), bound.Shorten(t.heading), t.hint(fields))
}

// hint is what may help with a ragged row.
func (t *csvTable) hint(fields []string) string {
	for _, separator := range []struct{ mark, name string }{{";", "semicolons"}, {"\t", "tabs"}} {
		if len(t.columns) == 1 && strings.Contains(t.heading, separator.mark) {
			return fmt.Sprintf(". The columns seem to be separated by %s: export the table with commas", separator.name)
		}
	}
	if slices.ContainsFunc(fields, func(field string) bool { return strings.Contains(field, "\r") }) {
		return ". Some lines end in a lone carriage return: save the table with the same line ends everywhere"
	}
	if len(fields) > len(t.columns) {
		return ". Put a field that has a comma between double quotes, or read the table as it is with csvdecode(..., { lenient = true }), where the last column takes what is too much"
	}
	return ". Add the missing commas, or read the table as it is with csvdecode(..., { lenient = true }), where missing fields are empty"
}

func csvError(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("line %d, column %d of the CSV: %w", parse.Line, parse.Column, parse.Err)
	}
	return err
}
