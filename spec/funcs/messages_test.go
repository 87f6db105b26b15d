package funcs_test

import (
	"strings"
	"testing"
)

// TestMessages asserts what the author of a configuration reads.
func TestMessages(t *testing.T) {
	scope := newScope(t)
	for _, test := range []struct{ expr, want string }{
		{`file("../x")`, `Invalid value for "path" parameter: "../x" is outside of the configuration's directory; only what lies below it is read, so that a plan is the same on every machine: move or copy it there.`},
		{`file("nope")`, `Invalid value for "path" parameter: there is no file "nope" in the configuration's directory: file does not exist.`},
		{`file("dir")`, `Invalid value for "path" parameter: "dir" is a directory, not a file.`},
		{`file("hello.txt/x")`, `Invalid value for "path" parameter: reading "hello.txt/x": not a directory.`},
		{`file("latin.bin")`, `Invalid value for "path" parameter: the content of "latin.bin" is not valid UTF-8; use filebase64 for its bytes, or filesha256 for their hash.`},
		{`fileset(".", "[")`, `Call to function "fileset" failed: the pattern "[" is not valid: syntax error in pattern.`},
		{`templatefile("greet.tmpl", {})`, `Invalid value for "vars" parameter: the template refers to "name" (greet.tmpl:1,10-14), which is not among the variables given to it.`},
		{`templatefile("broken.tmpl", {})`, `Invalid value for "path" parameter: broken.tmpl:1,3-3: Missing expression; Expected the start of an expression, but found the end of the file.`},
		{`templatefile("nested.tmpl", {})`, `Call to function "templatefile" failed: nested.tmpl:1,3-16: Error in function call; Call to function "templatefile" failed: templatefile cannot be called inside of a template; render the inner one before, and pass its text as a variable.`},
		{`templatestring("a", {})`, `Invalid value for "template" parameter: the template must be a reference to a string from elsewhere, such as local.template; a string written here is a template already.`},
		{`csvdecode("a,b,a\n")`, `Invalid value for "str" parameter: columns 1 and 3 of the CSV have the same name "a" (line 1).`},
		{`csvdecode("a,b\n1,2\n3\n")`, `Invalid value for "str" parameter: line 3 of the CSV has 1 fields where the first line names 2 columns: the line is "3", the columns are "a,b". Add the missing commas, or read the table as it is with csvdecode(..., { lenient = true }), where missing fields are empty.`},
		{`csvdecode("a,b\n1,2,3\n")`, `Invalid value for "str" parameter: line 2 of the CSV has 3 fields where the first line names 2 columns: the line is "1,2,3", the columns are "a,b". Put a field that has a comma between double quotes, or read the table as it is with csvdecode(..., { lenient = true }), where the last column takes what is too much.`},
		{`csvdecode("a;b\n1,5;2\n")`, `Invalid value for "str" parameter: line 2 of the CSV has 2 fields where the first line names 1 columns: the line is "1,5;2", the columns are "a;b". The columns seem to be separated by semicolons: export the table with commas.`},
		{`csvdecode("a,b\n1,2\r3,4\n")`, `Invalid value for "str" parameter: line 2 of the CSV has 3 fields where the first line names 2 columns: the line is "1,2\r3,4", the columns are "a,b". Some lines end in a lone carriage return: save the table with the same line ends everywhere.`},
		{`csvdecode("a\u0000,b\n")`, `Invalid value for "str" parameter: the text has NUL characters, as a file in UTF-16 has: save it in UTF-8, or decode it with textdecodebase64(filebase64(...), "UTF-16LE").`},
		{`csvdecode("a,b\n1\n", { strict = true })`, `Invalid value for "options" parameter: the only option is written as { lenient = true }.`},
		{`csvdecode("a\n\"b\nc\nd")`, `Invalid value for "str" parameter: line 4, column 2 of the CSV: extraneous or missing " in quoted-field.`},
		{`csvdecode("")`, `Invalid value for "str" parameter: the CSV has no line that names the columns.`},
		{`lookup({ a = 1 }, "b")`, `Invalid value for "inputMap" parameter: the given object has no attribute "b", and there is no default.`},
		{`substr(["a"], {}, "x")`, `Invalid value for "str" parameter: string required, but have tuple; and for "offset": number required, but have object; and for "length": a number is required.`},
		{`join({}, ["a"], 3)`, `Invalid value for "separator" parameter: string required, but have object; and for "lists": list of string required, but have number.`},
		{`length(5)`, `Invalid value for "value" parameter: a string, list, set, map, tuple or object is required, not number.`},
		{`index(["a"], "b")`, `Invalid value for "value" parameter: the list does not have this value.`},
		{`one([1, 2])`, `Invalid value for "list" parameter: must have one element or none.`},
		{`tonumber("x")`, `Invalid value for "v" parameter: cannot convert "x" to number; only a string that is a decimal number can be.`},
		{`tonumber(sensitive("x"))`, `Invalid value for "v" parameter: cannot convert this sensitive string to number; only a string that is a decimal number can be.`},
		{`replace("a", "/(/", "")`, "Invalid value for \"substr\" parameter: not a valid regular expression: error parsing regexp: missing closing ): `(`."},
		{`range(1e6)`, `Call to function "range" failed: more than 1024 values were generated; either decrease the difference between start and end or use a smaller step.`},
		{`format("%999999999d", 1)`, `Invalid value for "format" parameter: a width, precision or argument number is greater than 1048576.`},
		{`format("%%%.9999999999999999999f", 1)`, `Invalid value for "format" parameter: a width, precision or argument number is greater than 1048576.`},
		{`formatlist("%999999999s", ["a"])`, `Invalid value for "format" parameter: a width, precision or argument number is greater than 1048576.`},
		{`indent(999999999, "a\nb")`, `Invalid value for "spaces" parameter: 999999999 spaces before each line would make more than 64 MiB.`},
		{`indent(-1, "a\nb")`, `Invalid value for "spaces" parameter: the number of spaces must not be negative.`},
		{`setproduct(range(1000), range(1000), range(1000))`, `Invalid value for "sets" parameter: the product of these sets has more than 1000000 elements.`},
		{`log(-1, 2)`, `Invalid value for "num" parameter: there is no logarithm of -1 in base 2.`},
		{`pow(-8, 0.5)`, `Invalid value for "power" parameter: -8 to the power of 0.5 is not a number.`},
		{`merge(null, 5)`, `Invalid value for "maps" parameter: a map or object is required, not number.`},
		{`uuidv5("x", "a")`, `Invalid value for "namespace" parameter: the namespace must be "dns", "url", "oid", "x500" or an UUID: invalid UUID length: 1.`},
		{`textencodebase64("a", "x")`, `Invalid value for "encoding" parameter: "x" is no character encoding that gesso knows; IANA's names and aliases are, as "UTF-16LE" or "ISO-8859-1".`},
		{`pathexpand("~x/y")`, `Invalid value for "path" parameter: "~x/y": only ~ alone or before a slash stands for a home directory, not another user's.`},
		{`try({}.a, [][0])`, "Call to function \"try\" failed: no expression succeeded:\n- test:1,7-9: Unsupported attribute; This object does not have an attribute named \"a\"\n- test:1,13-16: Invalid index; The given key does not identify an element in this collection value: the collection has no elements."},
	} {
		v, err := evaluate(test.expr, scope)
		if err == nil {
			t.Errorf("%s is %#v, want an error", test.expr, v)
		} else if got := err.Error(); !strings.HasSuffix(got, "; "+test.want) {
			t.Errorf("%s\n got: %s\nwant: %s", test.expr, got, test.want)
		}
	}
}
