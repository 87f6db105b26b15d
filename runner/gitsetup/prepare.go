package gitsetup

import "context"

// Place is what is prepared.
type Place struct {
	Dir     string   // the configuration's directory
	Program string   // what git is to run for gesso, as a word of a shell; "" for this program
	Environ []string // of the process, for git
}

// Outcome is the closed set of what can become of a step.
type Outcome int

const (
	Already Outcome = iota // there was nothing to do
	Written                // it is done
	Left                   // somebody has said something else, which stays
	Undone                 // it could not be done
	Later                  // there is no git repository yet
)

// Step is one thing that git has to know.
type Step struct {
	Name    string // of the file, or of git's setting
	Outcome Outcome
	Line    string // what is there now or, if it could not be done, what should be
	Why     string // of Left: what is there instead; of Undone: what is wrong
	Command string // of Undone: what can be typed, or ""
}

// Prepare does what is missing, and says of each step what became of it.
func Prepare(ctx context.Context, p Place) []Step {
	return []Step{
		addLine(p.Dir, ".gitattributes", "gesso.state merge="+driver, attributed),
		addLine(p.Dir, ".gitattributes", "gesso.state eol=lf", ended),
		addLine(p.Dir, ".gitignore", ".gesso/", ignored),
		configure(ctx, p),
	}
}
