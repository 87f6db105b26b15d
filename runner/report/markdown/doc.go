// Package markdown writes a plan as a comment for a pull request: its cost, a table of its
// changes, and their prompts, folded.
//
// Its promises:
//
//   - It fits: the text has at most as many characters as the limit. Counts and cost are
//     always there. Of the rest, paid changes come before free ones, and what is left out
//     is counted.
//   - Text of the plan has no effect: no pipe ends a cell, no backtick ends a block, and no
//     prompt mentions anybody, refers to an issue, makes a link or is HTML.
//   - No sensitive value is in the text.
//   - The first line is an HTML comment, by which a workflow finds its previous comment.
//
// It is not for terminals, and decides nothing: its rows are those of
// runner/report/outline.
//
//	text := markdown.Plan(p, "", markdown.GitHub)
package markdown
