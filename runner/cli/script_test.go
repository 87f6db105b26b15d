package cli_test

import (
	"bytes"
	"flag"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the golden output in the scripts")

// TestScript runs the manual: each script of testdata/script is one scenario.
// Besides testscript's own commands there are
//
//	sandbox [options]      start a sandbox for the script, or one more
//	calls [options] N …    what it was asked since the last calls
//	submitted N            wait until it was asked for so many pictures
//	advance DURATION       let its time pass
//	exits CODE COMMAND     run a command to its end, with that exit code
//	kill-after WHEN COMMAND  run a command that kills itself at a journal event
//	start NAME COMMAND     run a command in the background
//	says NAME TEXT         wait until it has said a text
//	signal NAME SIG        send it a signal
//	ends NAME CODE [WITHIN]  wait for its end, with that exit code
//	paint FILE [HOW]       change a picture by hand, or by a program
//	pictures N DIR         so many files lie below, and all are whole pictures
//	nowhere TEXT           no file of the script holds a text
//	union A B FILE         what git's union of two files is that begin and end alike
//	listens NAME           wait for the address of a gesso sandbox that was started
//	task NAME              set a variable to the id of the task that it accepted last
//	books                  print what that sandbox was asked, over HTTP
//	decide FILE VERDICT ADDRESS  write down what somebody decides about a picture
//	damage HOW ADDRESS     damage the stored picture of an address
//	bucket NAME FILE       start a service that speaks S3
//	asked [N]              so many requests were made to it since the last asked
//	stranger               start a server whose certificate nobody has signed
//
// each explained where it is implemented.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		UpdateScripts:      *update,
		RequireUniqueNames: true,
		Setup:              setup,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"sandbox":    cmdSandbox,
			"bucket":     cmdBucket,
			"asked":      cmdAsked,
			"calls":      cmdCalls,
			"submitted":  cmdSubmitted,
			"advance":    cmdAdvance,
			"exits":      cmdExits,
			"kill-after": cmdKillAfter,
			"start":      cmdStart,
			"says":       cmdSays,
			"signal":     cmdSignal,
			"ends":       cmdEnds,
			"paint":      cmdPaint,
			"pictures":   cmdPictures,
			"pin":        cmdPin,
			"forget":     cmdForget,
			"flip":       cmdFlip,
			"nowhere":    cmdNowhere,
			"union":      cmdUnion,
			"listens":    cmdListens,
			"books":      cmdBooks,
			"task":       cmdTask,
			"stranger":   cmdStranger,
			"damage":     cmdDamage,
			"decide":     cmdDecide,
		},
	})
}

// setup gives each script the canary as its token. When the script has ended,
// the canary must be in no file.
func setup(env *testscript.Env) error {
	if name := filepath.Base(env.WorkDir); raced && testing.Short() && !sampled(name) {
		env.T().Skip("the race detector looks at a sample of the scenarios with -short: all of their runs have the same goroutines")
	}
	env.Setenv(tokenVariable, canary)
	env.Setenv("GORACE", "atexit_sleep_ms=0") // else every gesso of a race test sleeps for a second
	s := &stage{t: env.T(), sandboxes: map[string]*venue{}, processes: map[string]*process{}}
	env.Values[stageKey{}] = s
	env.Defer(s.close)
	env.Defer(func() {
		for _, file := range holding(env.T(), env.WorkDir, canary) {
			env.T().Log("the token is in " + file)
			env.T().FailNow()
		}
	})
	return nil
}

// sampled tells of a tenth of the scenarios, by their names, that they are in a short run
// under the race detector.
func sampled(name string) bool {
	h := fnv.New32a()
	h.Write([]byte(name))
	return h.Sum32()%10 == 0
}

// cmdNowhere makes sure that a secret is in no file: nowhere hunter2.
func cmdNowhere(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: nowhere TEXT")
	}
	if files := holding(stageOf(ts).t, ts.Getenv("WORK"), args[0]); len(files) > 0 {
		ts.Fatalf("%q is in %q", args[0], files)
	}
}

// holding lists the files below dir that contain a text.
func holding(t testscript.T, dir, text string) []string {
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(text)) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
