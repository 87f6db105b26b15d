package document

import (
	"encoding/json"
	"strconv"
	"strings"

	"gesso/spec/address"
)

// Address is an address taken apart, as Terraform's documents have it.
type Address struct {
	Address string          // module.house["foxes"].image.crest[0]
	Module  string          // module.house["foxes"]; "" of the root
	Type    string          // image
	Name    string          // crest
	Index   json.RawMessage // 0, or a string; nil without one
}

// ParseAddress takes an address apart. What a state file has as an address need not be
// one: then its text is all that there is.
func ParseAddress(text string) Address {
	a := Address{Address: text}
	steps := address.Parse(text)
	if len(steps) == 0 {
		return a
	}
	last := steps[len(steps)-1]
	a.Module = address.Join(steps[:len(steps)-1])
	a.Type, a.Name, _ = strings.Cut(last.Block, ".")
	a.Index = index(last.Key)
	return a
}

// Resource is the address in its module.
func (a Address) Resource() string { return strings.TrimPrefix(a.Address[len(a.Module):], ".") }

// index is a key in brackets as JSON.
func index(key string) json.RawMessage {
	inner := strings.TrimSuffix(strings.TrimPrefix(key, "["), "]")
	if inner == "" {
		return nil
	}
	if _, err := strconv.Atoi(inner); err == nil {
		return json.RawMessage(inner)
	}
	text, err := strconv.Unquote(inner)
	if err != nil {
		text = inner
	}
	text = strings.NewReplacer("$${", "${", "%%{", "%{").Replace(text)
	encoded, err := json.Marshal(text)
	if err != nil {
		panic("document: a string cannot be encoded: " + err.Error())
	}
	return encoded
}
