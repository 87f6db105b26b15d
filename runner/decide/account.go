package decide

import (
	"gesso/runner/account"
	"gesso/spec/config"
)

// What the command line calls by these names is in runner/account.
type (
	Account  = account.Account
	Accounts = account.List
	Need     = account.Need
)

// NewAccount is account.New.
func NewAccount(block *config.Provider, endpoint string) *Account {
	return account.New(block, endpoint)
}
