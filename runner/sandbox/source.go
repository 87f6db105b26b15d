package sandbox

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gesso/runner/sandbox/fault"
	"gesso/runner/sandbox/internal/studio"
)

// resolve finds what an image_url leads to. The sandbox's own links are looked
// up; anything else is fetched, from this machine only.
func (s *Server) resolve(r *http.Request, link string) (studio.Source, *fault.Failure) {
	u, err := url.Parse(link)
	if path, own := s.ownPath(r, link); own {
		return s.resolveOwn(path, u.Query())
	}
	if err != nil || !isLoopback(u) || s.strange(r) {
		return studio.Source{}, bad("image_url must be an http URL on this machine: the sandbox has no network")
	}
	f, err := s.fetch(r, link)
	if err != nil {
		return studio.Source{}, bad("image_url could not be fetched: %v", err)
	}
	return fileSource(f)
}

func (s *Server) resolveOwn(path string, query url.Values) (studio.Source, *fault.Failure) {
	if name, ok := strings.CutPrefix(path, picturesPath); ok {
		if dead := s.links.check(name, query, s.clock.Now()); dead != nil {
			return studio.Source{}, bad("image_url could not be fetched: %s", dead.Message)
		}
		if w := s.account.work(name); w != nil {
			return studio.Source{Work: w}, nil
		}
	}
	if name, ok := strings.CutPrefix(path, filesPath); ok {
		if f := s.shelf.Find(name); f != nil {
			return fileSource(f)
		}
	}
	return studio.Source{}, bad("image_url could not be fetched: nothing at %s", path)
}

// fileSource takes a file as the source of an edit, if it is a whole picture.
func fileSource(f *studio.File) (studio.Source, *fault.Failure) {
	if err := f.Verify(); err != nil {
		return studio.Source{}, bad("image_url leads to no picture: %v", err)
	}
	return studio.Source{File: f}, nil
}

// ownPath is the path of a link to this server: one to the host that the request
// was sent to, to the same port under another name of this machine, or BaseURL.
func (s *Server) ownPath(r *http.Request, link string) (path string, own bool) {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" {
		return "", false
	}
	if base, err := url.Parse(s.options.BaseURL); err == nil && s.options.BaseURL != "" && base.Host == u.Host {
		return strings.TrimPrefix(u.Path, strings.TrimSuffix(base.Path, "/")), true
	}
	if u.Host == r.Host {
		return u.Path, true
	}
	_, port, err := net.SplitHostPort(r.Host)
	return u.Path, err == nil && isLoopback(u) && u.Port() == port
}

// fetch reads a picture from another server of this machine.
func (s *Server) fetch(r *http.Request, link string) (*studio.File, error) {
	request, err := http.NewRequestWithContext(r.Context(), http.MethodGet, link, nil)
	if err != nil {
		return nil, err
	}
	response, err := s.fetcher.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("it answered %s", response.Status)
	}
	return s.shelf.Add(response.Body, "")
}

// newFetcher is a client that cannot be led away from this machine: neither by a
// proxy in the environment nor by a redirect.
func newFetcher() *http.Client {
	return &http.Client{
		Timeout:   10 * time.Second,
		Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if !isLoopback(r.URL) || len(via) > 5 {
				return errors.New("redirected off this machine")
			}
			return nil
		},
	}
}

// strange reports whether a request may come from another machine: where the
// sandbox listens to others, or something that does passes requests on. Nobody
// there shall make it call what only this machine can reach.
func (s *Server) strange(r *http.Request) bool {
	return s.public || r.Header.Get("Forwarded") != "" || r.Header.Get("X-Forwarded-For") != ""
}

// isLoopback reports whether an URL is http and names this machine.
func isLoopback(u *url.URL) bool {
	if u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
