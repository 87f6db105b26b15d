// Package money adds amounts and writes them down as people do.
//
// Its promises:
//
//   - A sum of amounts is the sum of their decimals: 0.1 and 0.2 are 0.3, in whatever
//     order they are added, and taking away what was added leaves what there was.
//   - Amounts of different currencies are not added.
//
// It knows no price and no exchange rate, and it is not for bounds: a budget is
// package budget's.
//
//	sum = money.Add(sum, price)
//	fmt.Println(money.Text(sum), currency)
package money
