package markdown

import (
	"errors"
	"strconv"
)

// Limit reads how long a text may be: github, gitlab, or a number of characters.
func Limit(text string) (int, error) {
	switch text {
	case "github", "true":
		return GitHub, nil
	case "gitlab":
		return GitLab, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least {
		return 0, errors.New("github, gitlab, or a number of characters from " + strconv.Itoa(least))
	}
	return n, nil
}

// least is what the head of a text takes, and what counts the rest.
const least = 1000
