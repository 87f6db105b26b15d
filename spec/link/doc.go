// Package link finds what the expressions of a configuration refer to: it checks
// every reference of all modules, notes for each block what it needs, and sorts the
// blocks so that each comes after that.
//
// Its promises:
//
//   - A name that nothing declares, and what can never be right whatever the values
//     are, is told at its place, with a suggestion where one is near.
//   - The order is by single variables, local values and outputs, not by modules:
//     two modules can each use an output of the other.
//   - Each expression is made ready to be evaluated, once.
//
// It evaluates nothing. Which instances of a block an expression leads to is known
// when there are values, see package eval.
//
//	linker := &link.Linker{Tree: tree, Functions: functions}
//	cyclic, diags := linker.Link()
package link
