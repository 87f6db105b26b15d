package session

import (
	"gesso/runner"
	"gesso/runner/decide"
	"gesso/runner/machine"
	"gesso/runner/plan"
	"gesso/runner/report"
)

// ShowPlan prints what a plan would do, for whom the command prints.
func (s *Session) ShowPlan(p *decide.Prepared) {
	if !p.Empty() {
		s.recording.Stop() // nothing of it is remembered
	}
	if s.App.AsJSON() {
		s.Warn()
		s.App.Stream().Plan(p.Plan)
		if x := p.Expansion(); x != nil {
			values, _ := x.Outputs() // the plan has told what is wrong
			s.showOutputs(values)
		}
		return
	}
	s.Show(p.Plan)
}

// ShowOnly is ShowPlan for who does nothing else with a plan. Of one with changes for people
// to read it lets go of what the plan was made from: to write that down takes memory too.
func (s *Session) ShowOnly(p *decide.Prepared) {
	if !p.Empty() && !s.App.AsJSON() {
		p.Forget()
		s.Config.Tree = nil // what is declared; its sources are shown with warnings
	}
	s.ShowPlan(p)
}

// follower shows a run while it goes on, and what became of it.
type follower interface {
	Notify(runner.Event)
	Say(text string) // a line that lasts
	Close()
	// Result is asked for after Close, of a plan that has something to do.
	Result(*runner.Result)
}

// follow shows a run of a plan, for whom the command prints.
func (s *Session) follow(p *plan.Plan, what string, i report.Interruption) follower {
	if stream := s.App.Stream(); stream != nil {
		return programs{stream.Run(p, what, machine.Interval), stream}
	}
	return people{report.NewProgress(s.App.Err, p), s, what, i}
}

// people see a block or lines on standard error, and the result on standard output.
type people struct {
	*report.Progress
	session *Session
	what    string
	i       report.Interruption
}

func (f people) Result(result *runner.Result) {
	a := f.session.App
	report.Result(a.Out, title(f.what), result, a.Dir)
	if result.Interrupted {
		report.Interrupted(a.Out, f.what, f.i)
	}
}

// programs read lines.
type programs struct {
	*machine.Progress
	stream *machine.Stream
}

func (f programs) Say(text string) { f.stream.Log(text) }
