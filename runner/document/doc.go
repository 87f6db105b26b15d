// Package document is what programs read of gesso: plans, records, audits, outputs,
// mistakes, as values whose JSON is part of gesso's interface.
//
// Its promises:
//
//   - A document has a format_version, and its JSON Schema is in package schema. Its
//     first number grows when something is taken away or means something else, the
//     second when something is added.
//   - The same input gives the same bytes: nothing in it is a time of now, and
//     everything has one order.
//   - What is sensitive is in none of them, but for the outputs that a user asks for
//     by gesso output -json, as Terraform's.
//   - Where Terraform has a document of the kind, the fields that both have are called
//     alike and mean the same, so that what reads Terraform's reads gesso's.
//
// It decides nothing and reads no file: it says what a plan, a state or an audit
// says. What happens during a run is package machine's to tell.
//
//	err := document.Write(os.Stdout, document.MakePlan(p, document.About{Version: "0.1.0"}))
package document
