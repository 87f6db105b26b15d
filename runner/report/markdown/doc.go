// Package markdown draws a plan as a comment on a pull request: what it costs, a table
// of its changes, and their prompts, folded.
//
// Its promises:
//
//   - It fits: a text has at most as many characters as its limit. Counts and cost are
//     always there; of the rest what is paid comes before what is free, and what is
//     left out is counted.
//   - Nothing that comes from a plan acts: no pipe ends a cell, no backtick a block, no
//     prompt mentions anybody, refers to an issue, makes a link or is HTML.
//   - What is sensitive is in no text.
//   - The first line is a comment by which a workflow finds the text that it wrote
//     before.
//
// It is not for terminals, and decides nothing: its rows are those of runner/report/outline.
//
//	text := markdown.Plan(p, "", markdown.GitHub)
package markdown
