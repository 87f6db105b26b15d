package quiet

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Facts are what decides an answer beside the files that it is about.
type Facts struct {
	Version string   // of the program
	Args    []string // all of the command line
	Environ []string // as os.Environ gives it
	Screens []string // what the output depends on: terminals, widths, colours
	Now     func() time.Time
}

// Question is one command in one folder, at the time at which it begins.
type Question struct {
	dir   string // absolute, without links
	key   [sha256.Size]byte
	now   func() time.Time
	asked time.Time

	recalled *memory // that all was found to be as in
}

// Answer is what a command said, piece by piece.
type Answer []Piece

// Piece is what was written at once.
type Piece struct {
	Err  bool // to standard error, not to standard output
	Text string
}

// Seen is what an answer may depend on outside of the folder.
type Seen struct {
	Folders []string // and all that is below them
	Files   []string

	Told string // what the folder's files say, for whoever recalls: see Question.Told
}

// Ask is called before anything is looked at. An error means that nothing can be
// recalled nor remembered here.
func Ask(dir string, facts Facts) (*Question, error) {
	q := &Question{now: facts.Now, asked: facts.Now()}
	named, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if q.dir, err = filepath.EvalSymlinks(named); err != nil {
		return nil, err
	}
	program, err := programFacts()
	if err != nil {
		return nil, err
	}
	environ := slices.DeleteFunc(slices.Clone(facts.Environ), isNoise)
	slices.Sort(environ)
	hash := sha256.New()
	for _, group := range [][]string{{format, facts.Version, named, q.dir}, program, facts.Args, environ, facts.Screens} {
		_ = binary.Write(hash, binary.LittleEndian, uint64(len(group))) // a hash never fails
		for _, text := range group {
			_ = binary.Write(hash, binary.LittleEndian, uint64(len(text)))
			_, _ = hash.Write([]byte(text))
		}
	}
	hash.Sum(q.key[:0])
	return q, nil
}

// programFacts are the program itself, who runs it and where.
func programFacts() ([]string, error) {
	file, err := os.Executable()
	if err != nil {
		return nil, err
	}
	sum, err := target(file)
	if err != nil {
		return nil, err
	}
	groups, _ := os.Getgroups() // none where there are no groups
	cwd, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	return []string{file, string(sum[:]), cwd, fmt.Sprint(os.Getuid(), os.Getgid(), groups)}, nil
}

// noise are the variables that shells set anew for each command, each terminal or
// each change of folder, and that nothing here reads. Whatever else there is
// counts.
var noise = []string{"_", "SHLVL", "OLDPWD", "PS1", "PS2", "PROMPT", "PROMPT_COMMAND", "WINDOWID", "HISTFILE", "HISTSIZE"}

func isNoise(entry string) bool {
	name, _, _ := strings.Cut(entry, "=")
	return slices.Contains(noise, name)
}

// Recall returns the remembered answer, if nothing that it may depend on has
// changed.
func (q *Question) Recall() (Answer, bool) {
	m, err := readMemory(q.dir)
	if err != nil {
		return nil, false
	}
	answer, ok := m.answers[q.key]
	if !ok || lookAgain(m.sights, m.links) != nil {
		return nil, false
	}
	q.recalled = m
	return answer, true
}

// Told is what was remembered beside the answers that Recall has found one of: the same for
// all of them, and as true as that nothing has changed. It is "" before.
func (q *Question) Told() string {
	if q.recalled == nil {
		return ""
	}
	return q.recalled.told
}

// Still reports whether what is below a folder, slash-separated and relative to the
// question's, is as it was when Recall looked at it: for whoever has asked somebody meanwhile
// who may have changed it.
func (q *Question) Still(folder string) bool {
	if q.recalled == nil {
		return false
	}
	top := filepath.Join(q.dir, filepath.FromSlash(folder))
	var below []sight
	for _, s := range q.recalled.sights {
		if s.dir == top || strings.HasPrefix(s.dir, top+string(filepath.Separator)) {
			below = append(below, s)
		}
	}
	return len(below) > 0 && lookAgain(below, nil) == nil
}

// errFresh is why an answer is not remembered that another one may replace without
// a trace.
var errFresh = errors.New("a file has changed just now")

// Remember writes down an answer, with what there is now: what the folder's own
// command had to write is written. It is an error that something has changed so
// shortly before the question that it could change again under the same stamp.
// Nothing depends on whether it succeeds.
func (q *Question) Remember(answer Answer, seen Seen) error {
	sights, links, err := survey(q.dir, seen)
	if err != nil {
		return err
	}
	newest, err := look(sights, links)
	now := q.now()
	took := now.Round(0).Sub(q.asked.Round(0)) // by the clock that files have
	switch {
	case err != nil:
		return err
	case newest >= q.asked.Add(-granularity).UnixNano():
		return errFresh
	case took < 0 || (took-now.Sub(q.asked)).Abs() > time.Second:
		return errors.New("the clock was set meanwhile")
	}
	m := &memory{answers: map[[sha256.Size]byte]Answer{}, told: seen.Told, sights: sights, links: links}
	if before, err := readMemory(q.dir); err == nil && len(before.answers) < maxAnswers && before.told == m.told && sameSights(before, m) {
		m.answers = before.answers // to other questions about the same
	}
	m.answers[q.key] = answer
	return m.write(q.dir)
}

// granularity is that of the coarsest clock that stamps files (FAT, 2 s), with
// room for a file server whose clock is a little behind ours.
const granularity = 3 * time.Second

// maxAnswers is how many questions about one state of the folder are remembered.
const maxAnswers = 8
