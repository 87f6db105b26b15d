package asking

import (
	"fmt"
	"strings"

	"gesso/runner/plan"
)

// CannotImport is why an image takes no picture over, where nothing else is done; nil is that it
// does.
func (c *Image) CannotImport() error {
	switch {
	case c.Action == plan.Import && c.Before.HasPicture() && c.Picture != nil && c.Picture.Artifact == c.Before.Artifact:
		return fmt.Errorf("%s has this picture already", c.Address)
	case c.Action != plan.Import && c.Before.HasPicture():
		return fmt.Errorf("%s has a picture already, and only a file takes its place: what a task has made does not", c.Address)
	case c.Action != plan.Import:
		return fmt.Errorf("%s takes no picture over: the plan for it is %s", c.Address, c.Action)
	case !c.Known():
		return fmt.Errorf("what %s asks for is known when %s is made: import it after the next apply", c.Address, strings.Join(c.Instance.DependsOn, ", "))
	}
	return nil
}
