// Package trigger is the references of lifecycle.replace_triggered_by, for one
// instance: their names, and hashes of their values, which a record keeps.
//
// Equal values have equal hashes, for ever: a hash that changed would buy a picture.
// An image as a whole stands for its picture, and not for where that lies. What is
// done when a hash is another one is not decided here.
//
//	made := trigger.Trigger{Name: trigger.Name(t, ctx), Hash: trigger.Hash(trigger.Pictures(value))}
package trigger
