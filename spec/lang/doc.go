// Package lang is the words of the language: what a type of block is, which
// arguments it has, and what a kind of provider adds to it. It is what spec
// decodes by, what documents are made from, and what a provider describes its
// own block with.
//
// Its promises: a schema does not change once it is defined, so that it may be
// shared; and nothing here prints a value of a setting, which may be a token.
//
// It is not for reading files or for evaluating anything: that is spec's.
//
//	block := lang.Define(lang.Schema{Type: "provider", Labels: []string{"name"}, Description: "…",
//		Arguments: []*lang.Argument{
//			{Name: "alias", Type: lang.Text, Description: "…"},
//			{Name: "quality", Type: lang.Text, Shared: true, Description: "…"},
//		}})
//	kind := &lang.Kind{Name: "painter", Block: block, Model: "oil"}
package lang
