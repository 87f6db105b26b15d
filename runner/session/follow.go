package session

import (
	"gesso/runner"
	"gesso/runner/decide"
	"gesso/runner/machine"
	"gesso/runner/plan"
	"gesso/runner/report"
)

// ShowPlan prints a plan and its warnings, as text or JSON.
func (s *Session) ShowPlan(p *decide.Prepared) {
	if !p.Empty() {
		s.recording.Stop() // only an empty plan is remembered
	}
	if s.App.AsJSON() {
		s.Warn()
		s.App.Stream().Plan(p.Plan)
		if x := p.Expansion(); x != nil {
			values, _ := x.Outputs() // the plan has reported the problems
			s.showOutputs(values)
		}
		return
	}
	s.Show(p.Plan)
}

// ShowOnly shows a plan that nobody will carry out. Before it prints a plan with changes for
// people, it lets go of what the plan was made from: formatting takes memory too.
func (s *Session) ShowOnly(p *decide.Prepared) {
	if !p.Empty() && !s.App.AsJSON() {
		p.Forget()
		s.Config.Tree = nil // the declarations; warnings still quote the sources
	}
	s.ShowPlan(p)
}

// follower shows the progress of a run, and then its result.
type follower interface {
	Notify(runner.Event)
	Say(text string) // prints a line that stays on the screen
	Close()
	// Result is called after Close, if the plan had anything to do.
	Result(*runner.Result)
}

// follow starts showing the progress of a run, as text or JSON.
func (s *Session) follow(p *plan.Plan, what string, i report.Interruption) follower {
	if stream := s.App.Stream(); stream != nil {
		return programs{stream.Run(p, what, machine.Interval), stream}
	}
	return people{report.NewProgress(s.App.Err, p), s, what, i}
}

// people is the follower for users: progress on standard error, the result on standard
// output.
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

// programs is the follower for -json: one JSON line an event.
type programs struct {
	*machine.Progress
	stream *machine.Stream
}

func (f programs) Say(text string) { f.stream.Log(text) }
