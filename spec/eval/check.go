package eval

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/condition"
	"gesso/spec/config"
	"gesso/spec/diag"
)

// Checks judges the check blocks of all modules, in each of their instances.
// An assertion that is false is a warning, one that cannot be told yet is
// nothing; errors are mistakes in the blocks.
func (x *Expansion) Checks() hcl.Diagnostics {
	defer x.eval.meter.Listen(x.Config.interrupt)()
	x.eval.meter.Reset()
	var diags hcl.Diagnostics
	for module, instances := range x.eval.modules {
		for _, check := range module.Checks {
			if !x.part.Knows(module, check.References) {
				continue
			}
			var found diag.Merger // of the instances of a module
			for _, m := range instances {
				found.Add(m.judgeCheck(check))
			}
			diags = append(diags, found.Result()...)
		}
	}
	return x.Config.Presentable(diags)
}

// HasChecks reports whether there is a check block, be it in a module.
func (x *Expansion) HasChecks() bool {
	for module := range x.eval.modules {
		if len(module.Checks) > 0 {
			return true
		}
	}
	return false
}

func (m *moduleInstance) judgeCheck(c *config.Check) hcl.Diagnostics {
	var diags hcl.Diagnostics
	ctx := m.context(c.References)
	for _, assert := range c.Asserts {
		v, more := m.conditions().Judge(assert, ctx)
		for _, d := range more {
			if v.Failed {
				d.Severity = hcl.DiagWarning // what is wrong with the message is no worse than what it is about
			}
		}
		diags = append(diags, more...)
		if v.Failed {
			diags = append(diags, condition.Unmet(assert, hcl.DiagWarning, "Check block assertion failed", v.Message, ctx))
		}
	}
	return diags
}
