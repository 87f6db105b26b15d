package review

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var (
	sha   = strings.Repeat("a1", 32)
	other = strings.Repeat("b2", 32)
	made  = time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC)
	head  = `{"gesso":"decisions","version":1,"gallery":"g","reviewer":"design","made":"2026-11-26T10:00:00Z"}`
)

func line(address, rest string) string {
	return fmt.Sprintf(`{"address":%q,"artifact":%q,%s}`, address, sha, rest)
}

func decision(n int, address string, v Verdict) Decision {
	return Decision{Address: address, Artifact: sha, Verdict: v, Header: Header{Gallery: "g", Reviewer: "design", Made: made}, Where: Where{"f", n}}
}

// TestRead: what lines and files have in git's hands does no harm.
func TestRead(t *testing.T) {
	approve, again := line("image.a", `"verdict":"approve"`), line("image.b", `"verdict":"again","takes":3,"note":"softer\nlight"`)
	first, second := decision(2, "image.a", Approve), decision(3, "image.b", Again)
	second.Takes, second.Note = 3, "softer\nlight"
	moved := second
	moved.Where.Line = 2
	behind := second
	behind.Where.Line = 4
	empty := second
	empty.Header, empty.Where.Line = Header{}, 3
	for name, test := range map[string]struct {
		text string
		want []Decision
	}{
		"two lines":                   {head + "\n" + approve + "\n" + again + "\n", []Decision{first, second}},
		"no end of the last line":     {head + "\n" + approve + "\n" + again, []Decision{first, second}},
		"ends of Windows":             {head + "\r\n" + approve + "\r\n" + again + "\r\n", []Decision{first, second}},
		"a byte order mark":           {"\ufeff" + head + "\n" + approve + "\n" + again, []Decision{first, second}},
		"nothing decided":             {head + "\n", nil},
		"empty lines":                 {head + "\n" + approve + "\n\n" + again + "\n \n", []Decision{first, behind}},
		"two files":                   {head + "\n" + approve + "\n" + head + "\n" + again, []Decision{first, behind}},
		"two files on one line":       {head + "\n" + approve + head + "\n" + again, []Decision{first, second}},
		"a mark between files":        {head + "\n" + approve + "\ufeff" + head + again, []Decision{first, {Address: "image.b", Artifact: sha, Verdict: Again, Takes: 3, Note: "softer\nlight", Header: first.Header, Where: Where{"f", 2}}}},
		"the same file twice":         {head + "\n" + again + "\n" + head + "\n" + again, []Decision{moved}},
		"another header":              {head + "\n" + `{"gesso":"decisions","version":1}` + "\n" + again, []Decision{empty}},
		"the header's fields anyhow":  {`{"version":1,"made":"2026-11-26T10:00:00Z","gallery":"g","gesso":"decisions","reviewer":"design"}` + "\n" + approve, []Decision{first}},
		"what JavaScript writes":      {head + "\n" + strings.ReplaceAll(line("image.h[\"a\"]", `"verdict":"approve"`), "image", `\u0069mage`), []Decision{decision(2, `image.h["a"]`, Approve)}},
		"one take, said and not said": {head + "\n" + line("image.a", `"verdict":"again","takes":1`), []Decision{{Address: "image.a", Artifact: sha, Verdict: Again, Takes: 1, Header: first.Header, Where: Where{"f", 2}}}},
	} {
		got, err := Read(strings.NewReader(test.text), "f")
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(test.want, got, cmpopts.IgnoreUnexported(Decision{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestMistakes: whatever is not as it is written is refused with its place.
func TestMistakes(t *testing.T) {
	approve := line("image.a", `"verdict":"approve"`)
	for text, want := range map[string]string{
		"":                              `f:1: there are no decisions: the first line is {"gesso":"decisions","version":1,…}`,
		"\n\n":                          `f:2: there are no decisions: the first line is {"gesso":"decisions","version":1,…}`,
		approve:                         `f:1: there is no first line before it: {"gesso":"decisions","version":1,…}`,
		`{"gesso":"state","version":1}`: `f:1: it is a file of gesso's with "state", and none of decisions`,
		`{"gesso":"decisions"}`:         `f:1: the version is 0, and not 1`,
		`{"gesso":"decisions","version":2,"mood":"good"}`:                                       `f:1: the decisions are of version 2, and this gesso knows version 1`,
		`{"gesso":"decisions","version":1,"mood":"good"}`:                                       `f:1: the field "mood" is none of this version`,
		`{"gesso":"decisions","version":1,"made":"now"}`:                                        `f:1: the field "made" is no time such as 2026-11-26T10:00:00Z`,
		`{"gesso":"decisions","version":1,"reviewer":"` + strings.Repeat("é", MaxName+1) + `"}`: `f:1: a name is longer than 200 characters`,
		head + "\n" + line(strings.Repeat("a", MaxAddress+1), `"verdict":"approve"`):            `f:2: the address is longer than 4096 characters`,
		head + "\n[]":                                      `f:2: it is no JSON object`,
		head + "\nhello":                                   `f:2: it is no JSON object`,
		head + "\n" + approve[:40]:                         `f:2: the line is cut off`,
		head + "\n" + approve + "}":                        `f:2: it is no JSON object`,
		head + "\n{\"address\":nix}":                       `f:2: it is no JSON`,
		head + "\n\xff":                                    `f:2: the text is not UTF-8`,
		head + "\n" + line("", `"verdict":"approve"`):      `f:2: the address is missing`,
		head + "\n" + line("image.a", `"note":"x"`):        `f:2: the verdict is missing: approve, reject, again or select`,
		head + "\n" + line("image.a", `"verdict":"maybe"`): `f:2: the verdict "maybe" is none of approve, reject, again and select`,
		head + "\n" + line("image.a", `"verdict":"approve","verdict":"reject"`):                          `f:2: the field "verdict" is there twice`,
		head + "\n" + line("image.a", `"Verdict":"approve"`):                                             `f:2: the field "Verdict" is none of this version`,
		head + "\n" + line("image.a", `"verdict":"approve","path":"../x.png"`):                           `f:2: the field "path" is none of this version`,
		head + "\n" + line("image.a", `"verdict":"approve","prompt":"a cat"`):                            `f:2: the field "prompt" is none of this version`,
		head + "\n" + line("image.a", `"verdict":null`):                                                  `f:2: the field "verdict" is no text`,
		head + "\n" + line("image.a", `"verdict":"approve","takes":2`):                                   `f:2: takes are pictures to buy: they go with again, and not with approve`,
		head + "\n" + line("image.a", `"verdict":"again","takes":5`):                                     `f:2: 5 takes are none that can be bought at once: 1 to 4`,
		head + "\n" + line("image.a", `"verdict":"again","takes":0`):                                     `f:2: 0 takes are none that can be bought at once: 1 to 4`,
		head + "\n" + line("image.a", `"verdict":"again","takes":1e9`):                                   `f:2: the field "takes" is no whole number`,
		head + "\n" + line("image.a", `"verdict":"select"`):                                              `f:2: select needs a take: the SHA-256 of the picture that is to be the current one`,
		head + "\n" + line("image.a", `"verdict":"select","take":"../../etc/passwd"`):                    `f:2: select needs a take: the SHA-256 of the picture that is to be the current one`,
		head + "\n" + line("image.a", `"verdict":"approve","take":"`+other+`"`):                          `f:2: a take is the picture to select: it goes with select, and not with approve`,
		head + "\n" + line("image.a", `"verdict":"approve","note":"`+strings.Repeat("é", MaxNote+1)+`"`): `f:2: the note is longer than 2000 characters`,
		head + "\n" + `{"address":"image.a","artifact":"ABC","verdict":"approve"}`:                       `f:2: the artifact is no SHA-256: 64 digits of 0-9 and a-f`,
		head + "\n" + approve + "\n" + line("image.a", `"verdict":"reject"`):                             `f:3: line 2 decides about the same picture for the same reviewer`,
		head + "\n" + approve + "\n" + approve:                                                           `f:3: line 2 decides about the same picture for the same reviewer`,
		head + "\n" + approve + "\n" + head + "\n" + line("image.a", `"verdict":"reject"`):               `f:4: line 2 decides about the same picture for the same reviewer`,
		head + "\n<<<<<<< ours\n" + approve:                                                              `f:2: a conflict that git has left: keep the lines of both sides where they are about different images, else one of them, and remove the markers`,
		head + "\n" + approve + "\r\n=======\r\n":                                                        `f:3: a conflict that git has left: keep the lines of both sides where they are about different images, else one of them, and remove the markers`,
		head + "\n" + line("image.a", `"note":"`+strings.Repeat("x", MaxLine)+`"`):                       `f:2: the line is longer than 65536 bytes`,
		head + strings.Repeat("\n", MaxLines+1):                                                          `f:100001: there are more than 100000 lines`,
	} {
		_, err := Read(strings.NewReader(text), "f")
		var syntax *SyntaxError
		var version *VersionError
		if !errors.As(err, &syntax) && !errors.As(err, &version) || err.Error() != want {
			t.Errorf("%.200q\n got %v\nwant %s", text, err, want)
		}
	}
}

// TestWrite: sorted, and read back as it was.
func TestWrite(t *testing.T) {
	again := decision(0, "image.b[10]", Again)
	again.Takes = 1
	chosen := decision(0, "image.b[9]", Select)
	chosen.Take, chosen.Note = other, "<b> & \u202e"
	var b bytes.Buffer
	if err := Write(&b, Header{Gallery: "g", Reviewer: "design", Made: made}, []Decision{again, chosen, decision(0, "image.a", Approve)}); err != nil {
		t.Fatal(err)
	}
	want := head + "\n" + line("image.a", `"verdict":"approve"`) + "\n" +
		line("image.b[9]", `"verdict":"select","take":"`+other+`","note":"<b> & `+"\u202e"+`"`) + "\n" + line("image.b[10]", `"verdict":"again"`) + "\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestMerge: who agrees is named together; who disagrees is named, and overruled by a
// rejection where that is asked for.
func TestMerge(t *testing.T) {
	by := func(name, file string, v Verdict, note string) Decision {
		d := decision(2, "image.a", v)
		d.Reviewer, d.Note, d.Where.File = name, note, file
		return d
	}
	alike := by("art, design", "a", Approve, "fine")
	alike.Where = Where{"b", 2}
	rejected := by("design", "b", Reject, "six fingers")
	first, second := by("art", "b", Approve, ""), by("design", "a", Approve, "fine")
	later := decision(3, "image.b", Approve)
	for name, test := range map[string]struct {
		in   []Decision
		rule Rule
		want []Decision
		err  string
	}{
		"alike":        {[]Decision{second, first, later}, Refuse, []Decision{alike, later}, ""},
		"disagree":     {[]Decision{rejected, by("art", "a", Approve, "fine")}, Refuse, nil, "a:2 says approve of the picture of image.a, and b:2 says reject"},
		"strict":       {[]Decision{rejected, by("art", "a", Approve, "fine")}, Strict, []Decision{rejected}, ""},
		"strict, none": {[]Decision{by("art", "a", Approve, ""), by("design", "b", Again, "")}, Strict, nil, "a:2 says approve of the picture of image.a, and b:2 says again"},
		"the others":   {[]Decision{rejected, by("art", "a", Approve, "fine"), later}, Refuse, []Decision{later}, "a:2 says approve of the picture of image.a, and b:2 says reject"},
		"nothing":      {nil, Refuse, nil, ""},
	} {
		got, err := Merge(test.in, test.rule)
		if diff := cmp.Diff(test.want, got, cmpopts.IgnoreUnexported(Decision{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
			t.Errorf("%s: %v, want %q", name, err, test.err)
		}
	}
}

// FuzzRead: what is read is bounded, names no file, and is read back as it was.
func FuzzRead(f *testing.F) {
	f.Add(head + "\n" + line("image.a", `"verdict":"again","takes":3,"note":"softer"`))
	f.Add("\ufeff" + head + "\r\n" + line("image.a", `"verdict":"select","take":"`+other+`"`) + head)
	f.Add("<<<<<<< ours\n" + head)
	f.Fuzz(func(t *testing.T, text string) {
		read, err := Read(strings.NewReader(text), "f")
		if err != nil {
			return
		}
		for _, d := range read {
			if !isHash(d.Artifact) || d.Take != "" && !isHash(d.Take) || d.Takes > MaxTakes || len([]rune(d.Note)) > MaxNote {
				t.Fatalf("%+v", d)
			}
		}
		merged, err := Merge(read, Refuse)
		if err != nil {
			return
		}
		var b, again bytes.Buffer
		if err := Write(&b, Header{}, merged); err != nil {
			t.Fatal(err)
		}
		back, err := Read(bytes.NewReader(b.Bytes()), "f")
		if err != nil {
			t.Fatalf("what was written is not read: %v\n%s", err, b.Bytes())
		}
		if err := Write(&again, Header{}, back); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Fatalf("%v\n%s\n%s", err, b.Bytes(), again.Bytes())
		}
	})
}
