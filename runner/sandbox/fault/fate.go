package fault

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Omissions is how many answers of retrieve_batch leave a task out that the fault
// omit struck. A client must not take the first for the end.
const Omissions = 3

// proxyPage is what something in front of an API says, in nobody's format.
const proxyPage = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n" +
	"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"

// Moderated is the refusal of a prompt for its content.
func Moderated() *Failure {
	return &Failure{Status: http.StatusForbidden, Code: CodeModeration, Message: "the prompt was refused by the content policy"}
}

// FailureOf is the refusal that a fault is, by the fault's name.
func FailureOf(name string) *Failure {
	switch name {
	case "400":
		return &Failure{Status: http.StatusBadRequest, Code: CodeBadRequest, Message: "the request was refused, as it was asked of the sandbox"}
	case "401":
		return &Failure{Status: http.StatusUnauthorized, Code: CodeInvalidToken, Message: "the token is not valid"}
	case "403":
		return &Failure{Status: http.StatusForbidden, Code: CodeUsedUp, Message: "the balance is used up"}
	case "404":
		return &Failure{Status: http.StatusNotFound, Code: CodeNoAPI, Message: "there is no such API"}
	case "429":
		return &Failure{Status: http.StatusTooManyRequests, Code: CodeTooMany, Message: "too many requests"}
	case "refuse":
		return Moderated()
	case "500", "500-refused":
		return &Failure{Status: http.StatusInternalServerError, Code: CodeAPIError, Message: "internal error"}
	case "html":
		return &Failure{Status: http.StatusBadGateway, Code: "html", HTML: proxyPage}
	}
	panic("fault: a fault without a failure: " + name)
}

// fateOf is what one fault makes of a submission.
func fateOf(name string) Fate {
	switch name {
	case "500":
		return Fate{Answer: ServerError}
	case "drop":
		return Fate{Answer: Dropped}
	case "reset":
		return Fate{Answer: Reset}
	case "hang":
		return Fate{Answer: Hung}
	case "fail":
		return Fate{Fail: &Failure{Code: CodeAPIError, Message: "the generation failed"}}
	case "stuck":
		return Fate{Stuck: true}
	case "blank":
		return Fate{Blank: true}
	case "short":
		return Fate{Extra: -1}
	case "extra":
		return Fate{Extra: 1}
	case "omit":
		return Fate{Omit: Omissions}
	case "lost":
		return Fate{Lost: true}
	case "callback-lost":
		return Fate{Callbacks: NoCallback}
	case "callback-twice":
		return Fate{Callbacks: TwoCallbacks}
	}
	return Fate{Refuse: FailureOf(name)}
}

// Merge adds what f does not decide yet: whoever speaks first on a matter is
// heard.
func (f *Fate) Merge(more Fate) {
	first(&f.Refuse, more.Refuse)
	first(&f.Fail, more.Fail)
	first(&f.Answer, more.Answer)
	first(&f.Latency, more.Latency)
	first(&f.Stuck, more.Stuck)
	first(&f.Blank, more.Blank)
	first(&f.Extra, more.Extra)
	first(&f.Omit, more.Omit)
	first(&f.Lost, more.Lost)
	first(&f.Callbacks, more.Callbacks)
}

func first[T comparable](decided *T, more T) {
	var open T
	if *decided == open {
		*decided = more
	}
}

// Spoken reads the words with which a prompt rehearses a failure.
func Spoken(sub Submission) Fate {
	var f Fate
	for name, value := range spoken(sub.Prompt) {
		if name == "slow" {
			if d, err := time.ParseDuration(value); err == nil && d > 0 {
				first(&f.Latency, d)
			}
			continue
		}
		if known, ok := findFault(name); ok && known.stage <= calling && sub.Times <= limitOf(value) {
			f.Merge(fateOf(name))
		}
	}
	return f
}

// spoken yields the words in square brackets of a prompt, with what stands behind
// their "=". Unknown words mean nothing to anybody: a prompt is free text.
func spoken(prompt string) func(yield func(name, value string) bool) {
	return func(yield func(name, value string) bool) {
		for rest := prompt; ; {
			_, after, found := strings.Cut(rest, "[sandbox:")
			word, tail, closed := strings.Cut(after, "]")
			if !found || !closed {
				return
			}
			rest = tail
			if name, value, _ := strings.Cut(word, "="); !yield(name, value) {
				return
			}
		}
	}
}

// limitOf is how many times a word holds: N for "=N", and always without.
func limitOf(value string) int {
	if value == "" {
		return int(^uint(0) >> 1)
	}
	n, err := strconv.Atoi(value)
	if err != nil {
		return 0
	}
	return n
}
