package plan

import "fmt"

// MarshalText is the action as JSON has it: its word.
func (a Action) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (a *Action) UnmarshalText(text []byte) error {
	for i := range actions {
		if Action(i).String() == string(text) {
			*a = Action(i)
			return nil
		}
	}
	return fmt.Errorf("no action is called %q", text)
}
