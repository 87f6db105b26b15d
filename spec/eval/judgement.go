package eval

import (
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/condition"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/origin"
)

// judgement is what an evaluation has found of an instance's conditions, and
// what it takes to judge a picture by them.
type judgement struct {
	m             *moduleInstance
	ctx           *hcl.EvalContext
	refused       hcl.Diagnostics     // preconditions that are false
	unsatisfiable hcl.Diagnostics     // postconditions that are false whatever the picture is
	waiting       []*config.Condition // preconditions that cannot be told before other pictures are made
	undecided     bool                // that, or the same of a postcondition
}

// conditions evaluates what is known of an instance's conditions before its
// picture is. It also finds mistakes in the postconditions, before anything is
// paid for.
func (b *blockScope) conditions(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	l := i.Block.Lifecycle()
	if len(l.Preconditions)+len(l.Postconditions) == 0 {
		return b.attempts(i, ctx)
	}
	i.conditions = &judgement{m: b.m, ctx: ctx}
	diags := b.attempts(i, ctx)
	for _, c := range l.Preconditions {
		diags = append(diags, b.precondition(i, c)...)
	}
	if len(l.Postconditions) == 0 {
		return diags
	}
	within := i.conditions.withSelf(i, nil)
	for _, c := range l.Postconditions {
		v, more := b.m.conditions().Judge(c, within)
		diags = append(diags, more...)
		i.DependsOn = append(i.DependsOn, v.Addresses...)
		if v.Failed {
			i.conditions.unsatisfiable = append(i.conditions.unsatisfiable, condition.Unmet(c, hcl.DiagError, "Image postcondition failed",
				v.Message+"\n\nNo picture of "+i.Address+" could meet this.", within))
		}
		if v.Unknown && len(v.Addresses) > 0 {
			i.conditions.undecided = true
		}
	}
	return diags
}

func (b *blockScope) precondition(i *Instance, c *config.Condition) hcl.Diagnostics {
	ctx := i.conditions.ctx
	v, diags := b.m.conditions().Judge(c, ctx)
	i.DependsOn = append(i.DependsOn, v.Addresses...)
	if v.Unknown {
		i.conditions.waiting = append(i.conditions.waiting, c)
		i.conditions.undecided = true
	}
	if v.Failed {
		i.conditions.refused = append(i.conditions.refused, condition.Unmet(c, hcl.DiagError, "Image precondition failed",
			v.Message+"\n\nThis is a condition for the picture of "+i.Address+".", ctx))
	}
	return diags
}

// withSelf is the instance's context with its picture, of which nothing is
// known for nil.
func (j *judgement) withSelf(i *Instance, p *Picture) *hcl.EvalContext {
	self, _ := i.value(p).Unmark() // that it depends on itself says nothing
	ctx := j.ctx.NewChild()
	ctx.Variables = map[string]cty.Value{"self": self}
	return ctx
}

// maxAttempts bounds what a slip of the keyboard can cost.
const maxAttempts = 100

// attempts evaluates how many pictures may be bought for an instance, which
// the plan must be able to say.
func (b *blockScope) attempts(i *Instance, ctx *hcl.EvalContext) hcl.Diagnostics {
	expr := i.Block.Lifecycle().Attempts
	if expr == nil {
		return nil
	}
	value, diags := b.m.value(expr, ctx)
	if diags.HasErrors() {
		return diags
	}
	refuse := func(format string, args ...any) hcl.Diagnostics {
		return append(diags, diag.Within(diag.ProblemAt(expr.Range(), "Invalid attempts", format, args...), expr, ctx)...)
	}
	value, marks := value.UnmarkDeep()
	o := origin.Of(marks)
	number, err := convert.Convert(value, cty.Number)
	switch {
	case o.Broken:
		return diags
	case o.Impure != "":
		return refuse("The attempts come from %s, which %s, so that the plan could not say what apply may buy. Use a variable.", o.Impure, o.Change())
	case o.Sensitive || o.Ephemeral:
		return refuse("The attempts come from a sensitive or ephemeral value, and the plan shows them. Use another value, or nonsensitive(...) if it may be shown.")
	case err != nil:
		return refuse("The attempts must be a whole number from 1 to %d, and this is %s.", maxAttempts, diag.WithArticle(value.Type().FriendlyName()))
	case number.IsNull():
		return diags // as if it were not there
	case !number.IsKnown() && b.m.e.config.Lacking && len(o.Addresses) == 0:
		return diags // a variable has no value yet
	case !number.IsKnown():
		return refuse("The attempts depend on a picture that is not made yet, so that the plan cannot say what apply may buy. Use values that are known before apply.")
	}
	n, accuracy := number.AsBigFloat().Int64()
	if accuracy != big.Exact || n < 1 || n > maxAttempts {
		return refuse("The attempts must be a whole number from 1 to %d.", maxAttempts)
	}
	i.Attempts = int(n)
	return diags
}

// Refused tells which preconditions of the instance are known to be false:
// nothing is to be bought for it.
func (i *Instance) Refused() hcl.Diagnostics {
	if i.conditions == nil {
		return nil
	}
	return i.conditions.mended(i.conditions.refused)
}

// Unsatisfiable tells which postconditions are known to be false whatever the
// picture will be: to buy one would be a waste.
func (i *Instance) Unsatisfiable() hcl.Diagnostics {
	if i.conditions == nil {
		return nil
	}
	return i.conditions.mended(i.conditions.unsatisfiable)
}

// Conditional reports whether the instance has conditions at all.
func (i *Instance) Conditional() bool { return i.conditions != nil || i.Judged() }

// Undecided reports whether there is a condition that cannot be told before
// pictures of other instances are made; those are among DependsOn.
func (i *Instance) Undecided() bool { return i.conditions != nil && i.conditions.undecided }

// Judged reports whether the instance's picture has to meet something.
func (i *Instance) Judged() bool { return len(i.Block.Lifecycle().Postconditions) > 0 }

// Judge evaluates the instance's postconditions with its picture, and returns
// what those that it fails say, or "" when it fails none. One that a mistake
// keeps from being judged, which shows only now, counts as failed; one that waits
// for pictures of other instances does not.
//
// It is for the Recall of an expansion; afterwards see Expansion.Judge. It is
// not safe for concurrent use.
func (i *Instance) Judge(p *Picture) string {
	said, _ := i.judge(p)
	return strings.Join(said, " ")
}

// Judge is Instance.Judge when all that the instance depends on is done, as
// after a Refresh: a condition that still cannot be told counts as failed.
func (x *Expansion) Judge(i *Instance, p *Picture) string {
	x.eval.meter.Reset()
	said, open := i.judge(p)
	for _, c := range open {
		said = append(said, "Whether the postcondition at "+diag.Position(c.BlockRange)+" is met is not known even now.")
	}
	return strings.Join(said, " ")
}

// judge returns what failed postconditions say, and those that are not known.
func (i *Instance) judge(p *Picture) (said []string, open []*config.Condition) {
	if !i.Judged() || i.conditions == nil {
		return nil, nil
	}
	ctx := i.conditions.withSelf(i, p)
	for _, c := range i.Block.Lifecycle().Postconditions {
		v, diags := i.conditions.m.conditions().Judge(c, ctx)
		switch {
		case v.Failed:
			said = append(said, v.Message)
		case diags.HasErrors():
			said = append(said, "The postcondition at "+diag.Position(c.BlockRange)+" cannot be judged: "+diags[0].Detail)
		case v.Unknown:
			open = append(open, c)
		}
	}
	return said, open
}

// mended puts what is said of JSON files at the right places.
func (j *judgement) mended(diags hcl.Diagnostics) hcl.Diagnostics {
	return j.m.e.config.Mend(slices.Clone(diags))
}
