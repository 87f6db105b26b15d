package gallery

import (
	"maps"
	"slices"

	"gesso/runner/account"
	"gesso/runner/takes"
)

// mostCurrency returns the currency in which most images of the configuration are priced.
func (m *maker) mostCurrency() string {
	counts := map[string]int{}
	for _, i := range m.Declared {
		counts[m.Accounts.Of(i.Block).Currency]++
	}
	most := ""
	for _, c := range slices.Sorted(maps.Keys(counts)) {
		if counts[c] > counts[most] {
			most = c
		}
	}
	return most
}

// other returns a currency if it is not the gallery's, else "".
func (m *maker) other(currency string) string {
	if currency == m.currency {
		return ""
	}
	return currency
}

// cost returns what a take cost: as charged, if that was in the currency of the prices, or
// else as planned. Nil: unknown.
func (m *maker) cost(s *subject, t *takes.Take) *float64 {
	currency := m.currency
	if s.instance != nil {
		currency = m.Accounts.Of(s.instance.Block).Currency
	}
	if t.Picture.Cost > 0 && t.Picture.CostIn == currency {
		charged := t.Picture.Cost
		return &charged
	}
	return t.Price
}

// sandbox reports whether nothing was paid for: all pictures are placeholders, or if there
// are none yet, all accounts would make placeholders.
func (m *maker) sandbox(all []*subject) bool {
	pictures := 0
	for _, s := range all {
		if !s.record.HasPicture() {
			continue
		}
		if pictures++; s.record.Request == nil || s.record.Request.Kind != account.Sandbox {
			return false
		}
	}
	return pictures > 0 || len(m.Accounts) > 0 && !slices.ContainsFunc(m.Accounts, func(a *account.Account) bool { return a.Kind != account.Sandbox })
}

// forgetful reports whether there are pictures and none of their predecessors is known.
func (m *maker) forgetful(all []*subject) bool {
	pictures := false
	for _, s := range all {
		if len(s.story.Entries)+len(s.story.Past) > 0 {
			return false
		}
		pictures = pictures || s.record.HasPicture()
	}
	return pictures
}
