package twilio

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// mediaDomains are where Twilio keeps what came with messages; the hosts are
// those below them. A redirect anywhere else is not followed.
var mediaDomains = []string{"twilio.com", "twiliocdn.com"}

// Accounts that don't require authentication for media have them in a bucket
// of Twilio's at Amazon, in one folder of a host that everybody's buckets share.
const (
	bucketHost   = "s3-external-1.amazonaws.com"
	bucketFolder = "/media.twiliocdn.com/"
)

// errForbiddenAddress says that a name leads to an address that nothing is
// fetched from.
var errForbiddenAddress = errors.New("an address that nothing is fetched from")

// servesMedia says whether a redirect may be followed: to a host of Twilio's,
// encrypted, on the usual port, or to the host of the configured API.
func (a *Adapter) servesMedia(target *url.URL) bool {
	if target.User != nil {
		return false
	}
	host := strings.ToLower(target.Hostname())
	if a.isAPIHost(host) {
		return target.Scheme == a.api.Scheme
	}
	if target.Scheme != "https" || target.Port() != "" && target.Port() != "443" {
		return false
	}
	if host == bucketHost {
		return strings.HasPrefix(target.EscapedPath(), bucketFolder) && !strings.Contains(target.EscapedPath(), "..")
	}
	for _, domain := range mediaDomains {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// isAPIHost says whether a host is the configured API's, of a server in place
// of Twilio's: it may be on this machine.
func (a *Adapter) isAPIHost(host string) bool {
	return a.api != nil && strings.EqualFold(host, a.api.Hostname())
}

// mediaTransport carries the requests that a redirect asked for. Where a proxy
// is configured it makes the connections, and its rules hold.
type mediaTransport struct{ direct, proxied http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (t mediaTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	if proxy, err := http.ProxyFromEnvironment(request); err != nil || proxy != nil {
		return t.proxied.RoundTrip(request)
	}
	return t.direct.RoundTrip(request)
}

// newMediaTransport makes the transport of redirects. The address is checked
// when the connection is made, so that a name can't lead to one address when it
// is looked at and to another when it is called.
func newMediaTransport(trusted func(host string) bool) http.RoundTripper {
	const patience, idle = 5 * time.Second, 30 * time.Second
	plain := &net.Dialer{Timeout: patience, KeepAlive: idle}
	guarded := &net.Dialer{Timeout: patience, KeepAlive: idle, Control: refusePrivate}
	direct := newTransport()
	direct.Proxy = nil
	direct.MaxIdleConns, direct.MaxIdleConnsPerHost = 16, 16
	direct.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if host, _, err := net.SplitHostPort(address); err == nil && trusted(host) {
			return plain.DialContext(ctx, network, address)
		}
		return guarded.DialContext(ctx, network, address)
	}
	return mediaTransport{direct: direct, proxied: newTransport()}
}

// refusePrivate is a net.Dialer's Control that lets through public addresses
// only.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil || !public(target.Addr()) {
		return errForbiddenAddress
	}
	return nil
}

// reserved are the ranges that no public host has, beside those that netip
// knows by name (IANA's special-purpose address registries). The IPv6 ones can
// each carry an IPv4 address of anybody's choice.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"), netip.MustParsePrefix("2001::/23"),
	netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

// translation is how networks without IPv4 write an IPv4 address (RFC 6052).
var translation = netip.MustParsePrefix("64:ff9b::/96")

// public says whether an address is anybody's on the internet.
func public(address netip.Addr) bool {
	address = address.Unmap().WithZone("")
	if translation.Contains(address) {
		bytes := address.As16()
		address = netip.AddrFrom4([4]byte(bytes[12:]))
	}
	if !address.IsGlobalUnicast() || address.IsPrivate() {
		return false
	}
	for _, prefix := range reserved {
		if prefix.Contains(address) {
			return false
		}
	}
	return true
}
