// Package schema has the JSON Schemas (draft 2020-12) of all that gesso prints as
// JSON: of each document of package document, and of the lines of package machine.
//
// Its promises:
//
//   - Each schema describes what this version of gesso prints, and a test validates
//     everything that the scenarios print against it.
//   - It allows fields that it does not name: a later version has more of them.
//
// The files are written from the types, with their comments as descriptions, by
//
//	go test ./runner/schema -update
//
// It is not for the configuration's language: that is printed by gesso schema -json.
//
//	text, ok := schema.Text("plan")
package schema
