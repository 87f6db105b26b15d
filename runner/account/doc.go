// Package account is provider blocks as they are used: where an account's calls go, as
// what its pictures stand in keys, which recorded pictures and calls may stand for its
// own, and which accounts a run of a plan needs.
//
// Its promises:
//
//   - A placeholder of a sandbox never counts as a picture that was bought.
//   - What nobody has asked yet what it is, is bought from by no run.
//   - No endpoint is asked here: who asks one writes the answer down in the Account.
//
// It opens no connection and reads no token: that is the command line's.
//
//	painter := account.New(block, "https://api.example")
//	painter.Kind = block.Name
//	accounts := account.List{painter}
//	if accounts.Of(image).Takes(record.Request.Kind, &record.Picture) {
//		// nothing is to be bought
//	}
package account
