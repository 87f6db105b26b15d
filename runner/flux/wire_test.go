package flux

import "testing"

// What a call cost comes as an object or a number, at the top or in the response,
// and anything else says nothing.
func TestCost(t *testing.T) {
	for answer, want := range map[string]float64{
		`{"cost":{"amount":0.216,"currency":"credit","list_amount":0.24}}`: 0.216,
		`{"cost":{"amount":"0.423"}}`:                                      0.423,
		`{"cost":0.216}`:                                                   0.216,
		`{"cost":"0.216"}`:                                                 0.216,
		`{"response":{"success":true,"cost":{"amount":1}}}`:                1,
		`{"cost":{"amount":2},"response":{"success":true}}`:                2,
		`{"cost":{"amount":2},"response":{"cost":{"amount":1}}}`:           1,
		`{"cost":{"list_amount":0.24}}`:                                    0,
		`{"cost":{"amount":-1}}`:                                           0,
		`{"cost":{"amount":1e300}}`:                                        0,
		`{"cost":{"amount":{"value":1}}}`:                                  0,
		`{"cost":null}`:                                                    0,
		`{"cost":[0.2]}`:                                                   0,
		`{"cost":"NaN"}`:                                                   0,
		`{}`:                                                               0,
	} {
		o, ok := parseObject([]byte(answer))
		if got := client(t, "").task("T1", o).Cost; !ok || got != want {
			t.Errorf("%s: got %v, want %v", answer, got, want)
		}
	}
}
