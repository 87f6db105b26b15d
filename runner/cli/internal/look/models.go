package look

import (
	"context"
	"flag"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/provider"
	"gesso/runner/report"
	"gesso/runner/session"
)

// Models is gesso models.
func Models(kinds provider.Kinds) *command.Command {
	o := &session.Options{NoInput: true, Empty: true}
	return &command.Command{
		Name: "models", Usage: "[options]",
		Summary: "list the models of each provider: sizes, edits, prices",
		Detail: `Lists what is known of each provider's models without asking anybody: the sizes that
they take, whether they make a picture from another one, and what the configuration
says of their prices. Where the provider's guides differ both are told, the older
first. It works without a configuration too.`,
		Examples: []string{"gesso models", "gesso models -json"},
		JSON:     command.Document,
		Flags:    func(set *flag.FlagSet) { o.Variables(set) },
		Run: func(_ context.Context, a *command.App, _ []string) int {
			s := session.New(a, kinds, o)
			defer s.Close()
			if diags := s.ReadPartial(); diags.HasErrors() {
				a.Diagnose(diags, s.Config.Sources)
				return command.ExitError
			}
			models := document.MakeModels(kinds, func(kind, model string) []document.ModelPrice { return pricesOf(s, kind, model) })
			if a.AsJSON() {
				return a.Printed(document.WritePage(a.Stdout, models))
			}
			report.Models(a.Out, models)
			return command.ExitDone
		},
	}
}

// pricesOf returns what the provider blocks of a kind say a model costs, in their order.
func pricesOf(s *session.Session, kind, model string) []document.ModelPrice {
	var prices []document.ModelPrice
	for _, account := range s.Accounts {
		if price := account.Price(model); price != nil && account.Block.Name == kind {
			prices = append(prices, document.ModelPrice{Provider: account.Name, Price: *price, Currency: account.Block.Currency})
		}
	}
	return prices
}
