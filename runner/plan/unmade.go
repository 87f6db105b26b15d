package plan

import "fmt"

// UnmadeError is a request that made nothing before, and that is not bought again by
// itself.
type UnmadeError struct {
	Address   string `json:"address"`
	Times     int    `json:"times"`               // in a row
	Moderated bool   `json:"moderated,omitempty"` // it was refused for what it shows
}

func (e *UnmadeError) Error() string {
	if e.Moderated {
		return fmt.Sprintf("the provider's moderation refused the same request, and would again; it is not asked again unattended: change the prompt or the source picture, or see what -replace='%s' or apply without -auto-approve brings", e.Address)
	}
	return fmt.Sprintf("the same request was accepted and made nothing, %s, perhaps charged; it is not bought again unattended: -replace='%s' does, or apply without -auto-approve, or another prompt",
		Times(e.Times), e.Address)
}

// Times is a number of times in words.
func Times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
