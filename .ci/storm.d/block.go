package main

import (
	"fmt"
	"strings"
)

// shape is how many images a block makes.
type shape int

const (
	single shape = iota
	counted
	keyed
	crossed // by a matrix
	chained // counted, each an edit of the one before
	shapes  // how many there are
)

// block is an image block of the project.
type block struct {
	plot    *project
	id      string // in prompts and outputs; never changes
	name    string // as it is declared
	home    *call  // whose module it stands in; nil: the root
	shape   shape
	size    int    // how many instances, where there can be several; of a matrix: the first axis
	width   int    // the second axis of a matrix
	prefix  byte   // of keys
	version int    // of the prompt
	word    string // for the sandbox, in the prompt: a fault
	perCall bool   // the prompt tells the instance of the module
	tells   bool   // the prompt tells the key
	folder  string
	ext     string // ".png" or ".jpg"
	photo   string // the edit's source: a local file
	parent  *block // the edit's source: a block of the same shape and size
	second  bool   // bought from the second provider
	json    bool   // declared in a file of the JSON syntax

	trigger   *block          // of the same module: what replaces its pictures
	triggers  map[*block]bool // all that it ever had
	turns     int             // how often its own pictures changed
	signature string          // of these pictures, when they were looked at last

	judged    bool // its pictures are not to be blank
	lenient   bool // or may be after all
	attempts  int  // how often one is bought that is not
	renames   int  // an image at a new address may ask for one as the old one did
	forbidden bool // by a precondition
	late      bool // which looks at the source
	dynamic   bool // its conditions come of dynamic blocks

	removed bool
	kept    bool // the outputs stay when it is removed

	manner
}

// manner is what a block says of its pictures beside how they are asked for.
type manner struct {
	take       int          // 0: not said, which is 1
	takes      map[int]bool // all that it ever had but the first
	share      bool
	spaced     bool   // the prompt is laid out with more white space, which decides nothing
	regenerate string // "" is by itself
	metadata   string // "" is none
	derived    bool   // a smaller file is made of each picture
}

// instance is one image of a block.
type instance struct{ address, prompt, output string }

// gone reports whether a block is not declared: it or what it edits was removed.
func (b *block) gone() bool {
	return b.removed || b.home.gone() || b.parent != nil && b.parent.gone()
}

// prompt is the block's, but for what keys add.
func (b *block) prompt() string { return fmt.Sprintf("%s, version %d%s", b.id, b.version, b.word) }

// instances are those of all instances of its module.
func (b *block) instances() []instance {
	var list []instance
	for _, key := range b.home.callKeys() {
		prompt, file := b.prompt(), b.id
		if b.perCall {
			prompt += " in " + key
		}
		if b.home != nil {
			file += "-" + key
		}
		for i := range b.size {
			for j := range max(1, b.width) {
				one := instance{address: b.home.at(key) + "image." + b.name + b.index(i, j), prompt: prompt}
				name := fmt.Sprint(i)
				switch {
				case b.shape == crossed:
					one.prompt += fmt.Sprintf(" of %d by %d", i, j)
					name = fmt.Sprintf("%dx%d", i, j)
				case b.tells:
					one.prompt += fmt.Sprintf(" of %d", i)
				}
				one.output = fmt.Sprintf("%s%s/%s-%s%s", b.folder, b.plot.room, file, name, b.ext)
				list = append(list, one)
			}
		}
	}
	return list
}

// index is what follows the block's name in the address of an instance.
func (b *block) index(i, j int) string {
	switch b.shape {
	case single:
		return ""
	case keyed:
		return fmt.Sprintf(`["%c%d"]`, b.prefix, i)
	case crossed:
		return fmt.Sprintf(`["%d,%d"]`, i, j)
	}
	return fmt.Sprintf("[%d]", i)
}

// own is an expression for the number of an instance, in the block itself.
func (b *block) own() string {
	switch b.shape {
	case single:
		return "0"
	case keyed:
		return "substr(each.key, 1, -1)"
	}
	return "count.index"
}

// source is the expression for the picture of another block that an instance edits.
func (b *block) source() string {
	of := b.parent.seenFrom(b.home)
	switch b.parent.shape {
	case single:
		return of
	case keyed:
		return fmt.Sprintf(`%s["%c${%s}"]`, of, b.parent.prefix, b.own())
	case crossed:
		return of + `["${matrix.a},${matrix.b}"]`
	}
	return fmt.Sprintf("%s[%s]", of, b.own())
}

// declared is the block as it is declared.
func (b *block) declared(p *project) *part {
	t := &part{kind: "image", label: b.name}
	prompt, file, index := b.prompt(), b.id, "0"
	switch {
	case b.home != nil:
		file += "-${var.key}"
		if b.perCall {
			prompt += " in ${var.key}"
		}
	case b.perCall:
		prompt += " in " + firstKey
	}
	switch b.shape {
	case counted, chained:
		t.set("count", "%d", b.size)
		index = "${count.index}"
	case keyed:
		t.set("for_each", "toset([%s])", quoted(numbers(string(b.prefix), b.size)))
		index = "${" + b.own() + "}"
	case crossed:
		t.set("matrix", "{ a = [%s], b = [%s] }", quoted(numbers("", b.size)), quoted(numbers("", b.width)))
		index = "${matrix.a}x${matrix.b}"
		prompt += " of ${matrix.a} by ${matrix.b}"
	}
	if b.tells {
		prompt += " of " + index
	}
	if b.spaced {
		prompt = strings.ReplaceAll(prompt, ", ", ",   ")
	}
	t.set("prompt", `"%s"`, prompt)
	folder := b.folder
	if p.room != "" {
		folder += "/${gesso.workspace}"
	}
	t.set("path", `"%s/%s-%s%s"`, folder, file, index, b.ext)
	if b.second && b.home == nil && p.aliased {
		t.refer("provider", second)
	}
	b.declareSource(t)
	b.declareManner(t, fmt.Sprintf("%s/%s-%s", folder, file, index))
	if lifecycle := b.lifecycle(); len(lifecycle.items) > 0 {
		t.add(lifecycle)
	}
	return t
}

// declareManner adds the manner of a block whose outputs have a name but for their
// extension.
func (b *block) declareManner(t *part, name string) {
	if b.take > 0 {
		t.set("take", "%d", b.take)
	}
	if b.share {
		t.set("share", "true")
	}
	if b.regenerate != "" {
		t.set("regenerate", "%q", b.regenerate)
	}
	if b.metadata != "" {
		t.set("metadata", "%q", b.metadata)
	}
	if b.derived {
		small := &part{kind: "derive"}
		small.set("name", "%q", "small")
		small.set("path", `"%s%s"`, name, smallSuffix)
		small.set("width", "16")
		t.add(small)
	}
}

// smallSuffix is how the names of derived files end.
const smallSuffix = "-small.jpg"

func (b *block) declareSource(t *part) {
	switch {
	case b.shape == chained:
		t.set("source", "count.index == 0 ? %q : image.%s[count.index - 1]", b.photo, b.name)
	case b.parent != nil:
		t.set("source", "%s", b.source())
	case b.photo != "":
		t.set("source", "%q", b.photo)
	default:
		t.set("model", "%q", "flux-dev")
		t.set("size", "%q", "256x256")
		return
	}
	t.set("model", "%q", "flux-kontext-pro")
}

// lifecycle is what decides about the block's pictures beside their requests.
func (b *block) lifecycle() *part {
	t := &part{kind: "lifecycle"}
	if b.triggered() {
		t.items = append(t.items, item{name: "replace_triggered_by", refs: []string{"image." + b.trigger.name}, list: true})
	}
	if b.attempts > 1 {
		t.set("attempts", "%d", b.attempts)
	}
	if b.judged {
		condition := &part{kind: "postcondition"}
		condition.set("condition", "!self.blank || %v", b.lenient)
		condition.set("error_message", "%q", "It is blank.")
		t.add(b.repeated(condition))
	}
	if b.forbidden || b.late {
		condition := &part{kind: "precondition"}
		switch {
		case b.late && b.parent != nil && b.forbidden:
			condition.set("condition", "%s.width < 1", b.source())
		case b.late && b.parent != nil:
			condition.set("condition", "%s.width > 1", b.source())
		default:
			condition.set("condition", "local.%s", b.id)
		}
		condition.set("error_message", "%q", "It is not wanted now.")
		t.add(b.repeated(condition))
	}
	return t
}

// repeated is a condition as the block has it: as it is, or by a dynamic block.
func (b *block) repeated(condition *part) *part {
	if !b.dynamic || b.json {
		return condition
	}
	t := &part{kind: "dynamic", label: condition.kind}
	t.set("for_each", "[1]")
	t.add(&part{kind: "content", items: condition.items})
	return t
}

// triggered reports whether the block's trigger is declared where it can be
// referred to.
func (b *block) triggered() bool {
	return b.trigger != nil && b.trigger.home == b.home && !b.trigger.gone()
}

// numbers are words that begin alike and end with the numbers from 0.
func numbers(prefix string, n int) []string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprint(prefix, i))
	}
	return list
}
