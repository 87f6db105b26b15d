package examples_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	yaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"

	"gesso/runner/cli"
)

// pipeline is a file of examples/ci as a tree.
func pipeline(t *testing.T, name string) (text string, root cty.Value) {
	t.Helper()
	src, err := os.ReadFile("ci/" + name)
	if err != nil {
		t.Fatal(err)
	}
	ty, err := yaml.ImpliedType(src)
	if err != nil {
		t.Fatal(err)
	}
	root, err = yaml.Unmarshal(src, ty)
	if err != nil {
		t.Fatal(err)
	}
	return string(src), root
}

// at is what a tree has at a path of names, or a null where there is nothing.
func at(v cty.Value, path ...string) cty.Value {
	for _, name := range path {
		if v.IsNull() || !v.Type().IsObjectType() || !v.Type().HasAttribute(name) {
			return cty.NullVal(cty.String)
		}
		v = v.GetAttr(name)
	}
	return v
}

// texts are the texts below a value of a tree, in order.
func texts(v cty.Value) []string {
	switch {
	case v.IsNull():
		return nil
	case v.Type() == cty.String:
		return []string{v.AsString()}
	case !v.CanIterateElements():
		return nil
	}
	var all []string
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		all = append(all, texts(element)...)
	}
	return all
}

// jobNames are those of all pipelines, in the order in which they run.
var jobNames = []string{".gesso", "plan", "comment", "apply"}

// scripts are what the jobs of a pipeline run, in the order of the jobs.
func scripts(jobs cty.Value) []string {
	var all []string
	for _, name := range jobNames {
		all = append(all, scriptsOf(at(jobs, name))...)
	}
	return all
}

// scriptsOf are what a job runs.
func scriptsOf(job cty.Value) []string {
	var all []string
	for _, key := range []string{"before_script", "script", "after_script"} {
		all = append(all, texts(at(job, key))...)
	}
	if steps := at(job, "steps"); !steps.IsNull() {
		for it := steps.ElementIterator(); it.Next(); {
			_, step := it.Element()
			all = append(all, texts(at(step, "run"))...)
		}
	}
	return all
}

// called matches a call of gesso in a script, up to what the shell takes for itself.
var called = regexp.MustCompile(`(?m)^\s*gesso ([^|>&#\n]*)`)

// callsIn are the arguments of each call of gesso in scripts.
func callsIn(t *testing.T, scripts []string) [][]string {
	t.Helper()
	var all [][]string
	for _, script := range scripts {
		for _, call := range called.FindAllStringSubmatch(script, -1) {
			line := strings.NewReplacer(`"$GESSO_DIR"`, ".").Replace(call[1])
			if strings.ContainsAny(line, "$'\"`") {
				t.Errorf("gesso %s: the test cannot take that apart", line)
			}
			all = append(all, strings.Fields(line))
		}
	}
	return all
}

// rehearsed is a configuration that a pipeline is tried with.
const rehearsed = `provider "flux" {
  endpoint = "sandbox"
}
image "fox" {
  prompt = "a fox"
  model  = "flux-pro-1.1"
  size   = "256x256"
}
`

// TestPipelines runs the calls of gesso that the pipelines make, in their order: format, validate,
// plan into a file, a comment from that, apply of that; and that the state is pushed
// whatever comes of it.
func TestPipelines(t *testing.T) {
	for name, jobs := range map[string][]string{"github.yml": {"jobs"}, "gitlab.yml": nil} {
		text, root := pipeline(t, name)
		var said []string
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(rehearsed), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, args := range callsIn(t, scripts(at(root, jobs...))) {
			said = append(said, strings.Join(args, " "))
			if args[1] == "init" { // which is about git
				continue
			}
			args = slices.DeleteFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "-base=") }) // so is that
			want := 0
			if slices.Contains(args, "-detailed-exitcode") {
				want = 2
			}
			var stdout, stderr bytes.Buffer
			env := cli.Env{Args: append([]string{"-chdir=" + dir}, args[1:]...), Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr}
			if code := cli.Run(t.Context(), env); code != want {
				t.Errorf("%s: gesso %s: exit code %d, want %d\n%s", name, strings.Join(args, " "), code, want, stderr.String())
			}
			if slices.Contains(args, "apply") && !strings.Contains(stdout.String(), "Apply complete: 1 generated.") {
				t.Errorf("%s: gesso %s says %s", name, strings.Join(args, " "), stdout.String())
			}
		}
		all := strings.Join(said, "\n")
		for _, want := range []string{" fmt -check", " validate", "plan -input=false -detailed-exitcode -out=pictures.plan", "show -markdown",
			"gallery -input=false -plan -base=", "-pairs -sheet=changes.jpg", "apply -input=false pictures.plan"} {
			if !strings.Contains(all, want) {
				t.Errorf("%s does not call gesso%s; it calls:\n%s", name, want, all)
			}
		}
		if strings.Contains(all, "auto-approve") {
			t.Errorf("%s buys what nobody has seen", name)
		}
		if strings.Count(text, "git push") != 1 {
			t.Errorf("%s does not push the state in one place", name)
		}
	}
}

// TestPipelinesWithAHome runs the same calls of the pipelines for a project with a home:
// each job in a folder of its own, in which nothing is but what git has and what the jobs
// before have handed on.
func TestPipelinesWithAHome(t *testing.T) {
	for name, jobs := range map[string][]string{"github-home.yml": {"jobs"}, "gitlab-home.yml": nil} {
		text, root := pipeline(t, name)
		config := rehearsed + fmt.Sprintf("gesso {\n  backend \"local\" {\n    path = %q\n  }\n}\n", t.TempDir())
		gesso := func(dir string, want int, args ...string) string {
			t.Helper()
			var stdout, stderr bytes.Buffer
			env := cli.Env{Args: append([]string{"-chdir=" + dir}, args...), Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr}
			if code := cli.Run(t.Context(), env); code != want {
				t.Errorf("%s: gesso %s: exit code %d, want %d\n%s%s", name, strings.Join(args, " "), code, want, stdout.String(), stderr.String())
			}
			return stdout.String()
		}
		clone := func() string {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(config), 0o644); err != nil {
				t.Fatal(err)
			}
			return dir
		}
		gesso(clone(), 0, "init")
		planned, applied := clone(), clone()
		for _, args := range callsIn(t, scriptsOf(at(root, append(jobs, "plan")...))) {
			want := 0
			if slices.Contains(args, "-detailed-exitcode") {
				want = 2
			}
			gesso(planned, want, args[1:]...)
		}
		plan, err := os.ReadFile(filepath.Join(planned, "pictures.plan"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(applied, "pictures.plan"), plan, 0o600); err != nil {
			t.Fatal(err)
		}
		calls := callsIn(t, scriptsOf(at(root, append(jobs, "apply")...)))
		if want := []string{"-chdir=.", "apply", "-input=false", "-lock-timeout=30m", "pictures.plan"}; len(calls) != 1 || !slices.Equal(calls[0], want) {
			t.Fatalf("%s: apply calls gesso %q, want %q", name, calls, want)
		}
		if said := gesso(applied, 0, calls[0][1:]...); !strings.Contains(said, "Apply complete: 1 generated.") {
			t.Errorf("%s: apply says %s", name, said)
		}
		if said := gesso(clone(), 0, "plan", "-exit-on=paid"); strings.Contains(said, "generate") {
			t.Errorf("%s: after it another machine would buy:\n%s", name, said)
		}
		for _, word := range []string{"cache/", "cache:", "git push", "auto-approve", "SECRET_ACCESS_KEY", "ACCESS_KEY_ID"} {
			if strings.Contains(text, word) {
				t.Errorf("%s has %s", name, word)
			}
		}
		if plan := strings.Join(texts(at(root, append(jobs, "plan")...)), "\n"); strings.Contains(plan, "APPLIER") || strings.Contains(plan, "API_TOKEN") {
			t.Errorf("%s: the plan of a pull request has more rights than to read", name)
		}
	}
}

// TestGitHub holds the workflow to what keeps it safe.
func TestGitHub(t *testing.T) {
	for _, name := range []string{"github.yml", "github-home.yml"} {
		t.Run(name, func(t *testing.T) { safeWorkflow(t, name) })
	}
}

func safeWorkflow(t *testing.T, file string) {
	t.Helper()
	text, root := pipeline(t, file)
	for _, script := range scripts(at(root, "jobs")) {
		if strings.Contains(script, "${{") {
			t.Errorf("a text of somebody becomes part of a script:\n%s", script)
		}
	}
	pinned := regexp.MustCompile(`^[\w-]+/[\w/-]+@[0-9a-f]{40} # v[0-9.]+$`)
	for _, uses := range regexp.MustCompile(`(?m)uses: (.*)$`).FindAllStringSubmatch(text, -1) {
		if !pinned.MatchString(uses[1]) {
			t.Errorf("%s is not pinned", uses[1])
		}
	}
	if at(root, "permissions").LengthInt() != 0 || strings.Contains(text, "pull_request_target") {
		t.Error("the workflow has rights that no job asks for, or that a fork could use")
	}
	for it := at(root, "jobs").ElementIterator(); it.Next(); {
		name, job := it.Element()
		rights, secret := at(job, "permissions"), strings.Contains(strings.Join(texts(job), "\n"), "secrets.")
		if rights.IsNull() || at(job, "timeout-minutes").IsNull() {
			t.Errorf("the job %s does not say what it may do, and for how long", name.AsString())
		}
		condition := at(job, "if")
		if secret && (at(job, "environment").IsNull() || condition.IsNull() || !strings.Contains(condition.AsString(), "github.event_name == 'push'")) {
			t.Errorf("the job %s has a secret that nobody's approval guards", name.AsString())
		}
		for _, script := range texts(at(job, "steps")) {
			if strings.Contains(script, "git push") && !strings.Contains(text, "if: always()") {
				t.Error("the state is not pushed after a failure")
			}
		}
	}
}

// TestGitLab holds the pipeline to the same.
func TestGitLab(t *testing.T) {
	_, root := pipeline(t, "gitlab.yml")
	apply := at(root, "apply")
	for what, wrong := range map[string]bool{
		"asks nobody":                   !strings.Contains(strings.Join(texts(at(apply, "rules")), " "), "manual"),
		"has no environment":            at(apply, "environment", "name").IsNull(),
		"can run twice at once":         at(apply, "resource_group").IsNull(),
		"loses the store when it fails": at(apply, "cache", "when").IsNull(),
		"pushes nothing when it fails":  !strings.Contains(strings.Join(texts(at(apply, "after_script")), " "), "git push"),
	} {
		if wrong {
			t.Errorf("apply %s", what)
		}
	}
	for _, name := range []string{"plan", "comment"} {
		if text := strings.Join(texts(at(root, name)), " "); strings.Contains(text, "GESSO_PUSH_TOKEN") || strings.Contains(text, "API_TOKEN") {
			t.Errorf("the job %s has a token that it does not need", name)
		}
	}
}
