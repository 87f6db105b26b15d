package funcs_test

// A difference is an expression of which gesso makes something else than Terraform 1.11, and knows why.
type difference struct {
	gesso  string // as the answers in expressions.txt
	reason string
}

// differences lists what remains between the two languages, by expression. spec/README.md says the same in words.
func differences() map[string]difference {
	const (
		logical  = "the newer HCL library decides && and || by the other operand where one is null; Terraform 1.11's refused null"
		braces   = "gesso's patterns allow a slash between braces"
		negative = "a negative index counts from the end, as for lists in Terraform; there, with a tuple, it panics"
		mark     = "spreadsheets write a byte order mark; Terraform makes it part of the first column's name"
		strict   = "timecmp takes the timestamps that timeadd and formatdate take; Terraform's takes some that are not RFC 3339"
		precise  = "a result has the marks of the arguments that decided it, and no others, so that an image waits for no other without need"
	)
	return map[string]difference{
		`true && null`:                          {"bool false", logical},
		`false && null`:                         {"bool false", logical},
		`null && true`:                          {"bool false", logical},
		`true || null`:                          {"bool true", logical},
		`null || true`:                          {"bool true", logical},
		`element(["a", "b", "c"], -1)`:          {`string "c"`, negative},
		`fileset("dir", "{one,sub/three}.txt")`: {`set(string) ["one.txt","sub/three.txt"]`, braces},
		`csvdecode(file("bom.csv"))`:            {`list(object({id: string, name: string})) [{"id":"1","name":"Aria"}]`, mark},
		`timecmp("2017-11-22T0:00:00Z", "2017-11-22T00:00:00Z")`:                           {refused, strict},
		`timecmp("2017-11-22T00:00:00,5Z", "2017-11-22T00:00:00Z")`:                        {refused, strict},
		`issensitive(coalesce("a", sensitive("b")))`:                                       {"bool false", precise},
		`issensitive(templatefile("value.tmpl", { value = "a", other = sensitive("b") }))`: {"bool false", precise},
	}
}
