package source

import (
	"math"
	"unique"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Literal is a string without interpolation, as most arguments of most
// images are: a quarter of the room that HCL's own expression takes, and nothing to
// evaluate.
type Literal struct {
	text       string
	file       unique.Handle[string] // half the room of its name
	start, end position
}

// Literals are those of one block, in one piece of memory.
type Literals []Literal

// position is an hcl.Pos of half its room.
type position struct{ line, column, byte int32 }

func positionOf(p hcl.Pos) position {
	return position{int32(p.Line), int32(p.Column), int32(p.Byte)}
}

func (p position) whole() hcl.Pos {
	return hcl.Pos{Line: int(p.line), Column: int(p.column), Byte: int(p.byte)}
}

// Compact returns a smaller expression that means the same, if there is one, which it adds.
func (l *Literals) Compact(expr hcl.Expression) hcl.Expression {
	e, ok := expr.(*hclsyntax.TemplateExpr)
	if !ok || !e.IsStringLiteral() || e.SrcRange.End.Byte > math.MaxInt32 {
		return expr
	}
	text := e.Parts[0].(*hclsyntax.LiteralValueExpr).Val
	*l = append(*l, Literal{text.AsString(), unique.Make(e.SrcRange.Filename), positionOf(e.SrcRange.Start), positionOf(e.SrcRange.End)})
	return &(*l)[len(*l)-1]
}

// Value is the text: nothing can be wrong with it.
func (l *Literal) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	return cty.StringVal(l.text), nil
}

// Variables are none.
func (l *Literal) Variables() []hcl.Traversal { return nil }

// Range is where the text is.
func (l *Literal) Range() hcl.Range {
	return hcl.Range{Filename: l.file.Value(), Start: l.start.whole(), End: l.end.whole()}
}

// StartRange is Range.
func (l *Literal) StartRange() hcl.Range { return l.Range() }

// IsLiteral reports whether an expression is a string without interpolation, a
// number or a keyword: nothing about it needs to be looked at.
func IsLiteral(expr hcl.Expression) bool {
	switch expr.(type) {
	case *Literal, *hclsyntax.LiteralValueExpr:
		return true
	}
	return false
}
