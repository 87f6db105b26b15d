package outline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/plan"
	"gesso/runner/report/textdiff"
	"gesso/state"
)

func generate(block, key string, needs ...string) *plan.Change {
	price := 0.5
	return &plan.Change{Address: block + key, Action: plan.Generate, Reasons: []plan.Reason{{Cause: plan.New}},
		Request: state.Request{Prompt: "a " + key, Model: "m", Size: "1:1"}, Path: key + ".png", Price: &price,
		Declared: &plan.Declaration{Block: block, Terms: &plan.Terms{Attempts: 1, Needs: needs}}}
}

// listed are blocks by what they are about.
func listed(blocks []Block) []string {
	var out []string
	for _, b := range blocks {
		if b.More != nil {
			out = append(out, fmt.Sprintf("%s +%d", b.More.Block, len(b.More.Changes)))
			continue
		}
		out = append(out, b.Change.Address)
	}
	return out
}

// What others are made from comes first, and else the order is that of the plan.
func TestOrder(t *testing.T) {
	p := &plan.Plan{Changes: []*plan.Change{
		generate("image.a", "", "image.z"),
		generate("image.b", ""),
		generate("image.c", "[0]"), generate("image.c", "[1]", "image.c[0]"),
		{Address: "image.gone", Action: plan.Remove, Before: &state.Record{}},
		generate("image.y", "", "image.a", "image.elsewhere"),
		generate("image.z", ""),
	}}
	want := []string{"image.b", "image.c[0]", "image.c[1]", "image.gone", "image.z", "image.a", "image.y"}
	if diff := cmp.Diff(want, listed(Of(p, Folded))); diff != "" {
		t.Error(diff)
	}
}

func TestFolds(t *testing.T) {
	p := &plan.Plan{}
	for i := range 10 {
		c := generate("image.a", fmt.Sprintf("[%d]", i))
		switch i {
		case 1:
			c.Notes = []plan.Note{{Kind: plan.Replaces, Path: "1.png", Why: "aside"}}
		case 3:
			*c.Price = 0.25
		case 4:
			c.Action = plan.Tainted
			c.Reasons = []plan.Reason{{Cause: plan.Unmet, New: "It is blank."}}
		}
		p.Changes = append(p.Changes, c)
	}
	for i := range 5 {
		p.Changes = append(p.Changes, generate("image.few", fmt.Sprintf("[%d]", i)))
	}
	want := []string{"image.a[0]", "image.a[2]", "image.a +5", "image.a[1]", "image.a[3]", "image.a[4]",
		"image.few[0]", "image.few[1]", "image.few[2]", "image.few[3]", "image.few[4]"}
	blocks := Of(p, Folded)
	if diff := cmp.Diff(want, listed(blocks)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Row{{Name: "images", Value: "[5] to [9]"}, {Name: "price", Value: "0.5 each, 2.5 together"}}, blocks[2].Rows()); diff != "" {
		t.Error(diff)
	}
	if n := len(Of(p, Full)); n != len(p.Changes) {
		t.Errorf("%d blocks of %d changes", n, len(p.Changes))
	}
}

// Images whose prompts change in the same way are alike; in another way they are not.
func TestFoldsByWhatChanged(t *testing.T) {
	p := &plan.Plan{}
	for i := range 20 {
		c := generate("image.a", fmt.Sprintf("[%d]", i))
		c.Action = plan.Regenerate
		style := "blue"
		if i%2 == 1 {
			style = fmt.Sprint("colour ", i)
		}
		c.Reasons = []plan.Reason{{Cause: plan.Changed, Argument: "prompt", Old: fmt.Sprintf("fox %d in red", i), New: fmt.Sprintf("fox %d in %s", i, style)}}
		p.Changes = append(p.Changes, c)
	}
	folds := 0
	for _, b := range Of(p, Folded) {
		if b.More != nil {
			folds += len(b.More.Changes)
		}
	}
	if folds != 8 {
		t.Errorf("%d are folded, want 8", folds)
	}
}

func TestChangedRows(t *testing.T) {
	long := "a lighthouse on a cliff above a grey sea, gulls around it, painted in gouache on rough paper"
	for name, test := range map[string]struct {
		before, after string
		want          string // the row as far as it matters
	}{
		"short":       {"a fox", "a cat", `"a fox" -> "a cat"`},
		"nothing":     {"", "a cat", `(none) -> "a cat"`},
		"words":       {long, strings.Replace(long, "grey", "green", 1), `a lighthouse on a cliff above a [-grey-]{+green+} sea, gulls around it, painted in <…>`},
		"white space": {"a  fox", "a fox", `"a \u0020fox" -> "a fox" (white space only)`},
		"hidden":      {long, strings.Replace(long, "grey", "gr\u0435y", 1), `a lighthouse on a cliff above a [-grey-]{+gr\u0435y+} sea, gulls around it, painted in <…>`},
		"carriage":    {long, strings.Replace(long, " cliff", "\r cliff", 1), `a lighthouse on a{+\r+} cliff above a grey sea, gulls <…> (white space only)`},
		"bidi":        {long, strings.Replace(long, "grey", "\u202egrey", 1), `a lighthouse on a cliff above a[- -]{+ \u202e+}grey sea, gulls around it, painted <…>`},
		"unlike":      {long, "the desert at noon without a single living soul in it, oil on canvas", `"` + long + `" -> "the desert at noon without a single living soul in it, oil on canvas"`},
		"marks":       {long + " [-", long + " [+", `"` + long + ` [-" -> "` + long + ` [+"`},
		"arabic":      {long + " أحمر", long + " أزرق", `"` + long + ` أحمر" -> "` + long + ` أزرق"`},
		"chinese":     {strings.Repeat("一只狐狸在雪地里。", 6) + "红", strings.Repeat("一只狐狸在雪地里。", 6) + "蓝", `<…>狐狸在雪地里。[-红-]{+蓝+}`},
		"lines":       {"one\ntwo\nthree\nfour\nfive\nsix \"6\"", "one\ntwo\nthree\nfour\nfive\nsix \"7\"", "… 3 lines unchanged|four|five|-six \"6\"|+six \"7\""},
		"line space":  {"one\ntwo ", "one\ntwo", `one|-two\u0020|+two (white space only)`},
	} {
		r := changedRow("prompt", test.before, test.after)
		got := ""
		for i, p := range r.Lines {
			if i > 0 {
				got += "|"
			}
			got += []string{textdiff.Same: "", textdiff.Old: "-", textdiff.New: "+", textdiff.Left: ""}[p.Kind] + p.Text
		}
		for _, p := range r.Words {
			switch p.Kind {
			case textdiff.Old:
				got += OldOpens + p.Text + OldCloses
			case textdiff.New:
				got += NewOpens + p.Text + NewCloses
			case textdiff.Left:
				got += "<…>"
			default:
				got += p.Text
			}
		}
		if r.Lines == nil && r.Words == nil {
			got = r.Old + " -> " + r.Value
		}
		if r.Note != "" {
			got += " (" + r.Note + ")"
		}
		if got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, test.want)
		}
	}
}

// What must not be shown is in no row, however it changes.
func TestSensitive(t *testing.T) {
	c := generate("image.a", "")
	c.Declared.Sensitive = []string{"prompt", "source"}
	c.Request.Prompt = "hunter2\nhunter2"
	c.Reasons = []plan.Reason{{Cause: plan.Changed, Argument: "prompt", Old: "hunter1", New: "hunter2", Sensitive: true}}
	c.Declared.Source.File = "hunter2.png"
	if text := fmt.Sprint(rows(nil, c)); strings.Contains(text, "hunter") {
		t.Error(text)
	}
}
