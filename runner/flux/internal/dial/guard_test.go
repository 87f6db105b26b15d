package dial

import (
	"net/netip"
	"net/url"
	"testing"
)

func TestGuardAllow(t *testing.T) {
	tests := []struct {
		addr          string
		public, local bool
	}{
		{"93.184.216.34", true, true},
		{"2606:2800:220:1::1", true, true},
		{"198.18.0.7", true, true}, // what a fake-IP proxy resolves names to
		{"127.0.0.1", false, true},
		{"::1", false, true},
		{"::ffff:127.0.0.1", false, true},
		{"10.1.2.3", false, true},
		{"172.16.0.1", false, true},
		{"192.168.1.1", false, true},
		{"fd00::1", false, true},
		{"169.254.169.254", false, false},
		{"::ffff:169.254.169.254", false, false},
		{"fe80::1%eth0", false, false},
		{"0.0.0.0", false, false},
		{"::", false, false},
		{"224.0.0.1", false, false},
		{"0.1.2.3", false, true},
		{"100.63.255.255", true, true},
		{"100.64.0.1", false, true},
		{"100.127.255.255", false, true},
		{"100.128.0.0", true, true},
		{"192.0.0.8", false, true},
		{"192.0.1.1", true, true},
		{"240.0.0.1", false, true},
		{"255.255.255.255", false, false},
		{"::ffff:100.64.0.1", false, true},
		{"::7f00:1", false, true},
		{"::ffff:0:7f00:1", false, true},
		{"64:ff9b::7f00:1", false, false},
		{"64:ff9b::5db8:d822", false, false},
		{"64:ff9b:1::a00:1", false, true},
		{"2002:7f00:1::", false, true},
		{"2001:0:53aa:64c::1", false, true},
		{"2001:4860:4860::8888", true, true},
		{"ff02::1", false, false},
	}
	for _, test := range tests {
		addr := netip.MustParseAddr(test.addr)
		if got := (&Guard{}).allow(addr) == nil; got != test.public {
			t.Errorf("%v: allowed %v", addr, got)
		}
		if got := (&Guard{Local: true}).allow(addr) == nil; got != test.local {
			t.Errorf("%v, with a local endpoint: allowed %v", addr, got)
		}
	}
}

// Where the API itself is reached through NAT64, so are pictures; what is private
// without it is so through it.
func TestGuardKnowsNAT64(t *testing.T) {
	g := &Guard{}
	if err := g.noteAPI("tcp6", "[64:ff9b::5db8:d822]:443", nil); err != nil {
		t.Fatal(err)
	}
	for addr, want := range map[string]bool{"64:ff9b::5db8:d822": true, "64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b:1::5db8:d822": false} {
		if got := g.allow(netip.MustParseAddr(addr)) == nil; got != want {
			t.Errorf("%s: allowed %v", addr, got)
		}
	}
}

func TestHostPort(t *testing.T) {
	for proxy, want := range map[string]string{
		"http://proxy": "proxy:80", "https://proxy": "proxy:443", "socks5://proxy": "proxy:1080", "http://[::1]:3128": "[::1]:3128",
	} {
		u, err := url.Parse(proxy)
		if err != nil {
			t.Fatal(err)
		}
		if got := hostPort(u); got != want {
			t.Errorf("%s: got %s, want %s", proxy, got, want)
		}
	}
}
