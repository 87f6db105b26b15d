package markdown

import (
	"errors"
	"strconv"
)

// Limit parses how long a comment may be: github, gitlab, or a number of characters.
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

// least is how many characters the head and the line that counts the rest need.
const least = 1000
