package studio

import (
	"container/list"
	"sync"
)

// cache holds the bytes that were used last, up to a bound on their sum.
type cache struct {
	mu    sync.Mutex
	bound int64
	held  int64
	order *list.List // of entries, the last used first
	byKey map[string]*list.Element
}

type entry struct {
	key  string
	data []byte
}

func newCache(bound int64) *cache {
	return &cache{bound: bound, order: list.New(), byKey: map[string]*list.Element{}}
}

// get returns what is held under a key; nil where nothing is.
func (c *cache) get(key string) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	element := c.byKey[key]
	if element == nil {
		return nil
	}
	c.order.MoveToFront(element)
	return element.Value.(entry).data
}

// put holds data, which nobody may change any more, and lets go of what was used
// longest ago. What alone exceeds the bound is not held.
func (c *cache) put(key string, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byKey[key] != nil || int64(len(data)) > c.bound {
		return
	}
	c.byKey[key] = c.order.PushFront(entry{key, data})
	c.held += int64(len(data))
	for c.held > c.bound {
		oldest := c.order.Remove(c.order.Back()).(entry)
		delete(c.byKey, oldest.key)
		c.held -= int64(len(oldest.data))
	}
}
