//! Which machines may be asked: those of the public internet, unless the caller allows others.
//!
//! Whoever can make us fetch an address (a feed, a redirect, a name that resolves differently the second time) could
//! otherwise make us ask machines that only we can reach (server-side request forgery, CWE-918). The names are therefore
//! resolved here, checked, and the connection is made to the very addresses that were checked.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use ureq::{Error, Proxy};

/// Resolves names, and gives only addresses of the public internet.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    system: DefaultResolver,
    /// Host and port of the user's own proxy, which may stand anywhere.
    proxy: Option<(String, u16)>,
}

impl Guard {
    /// Lets the user's proxy be asked too.
    pub(crate) fn beside(proxy: Option<&Proxy>) -> Self {
        Self { system: DefaultResolver::default(), proxy: proxy.map(|p| (p.host().to_owned(), p.port())) }
    }

    fn is_proxy(&self, uri: &Uri) -> bool {
        let asked = uri.host().zip(uri.port_u16());
        self.proxy.as_ref().is_some_and(|(host, port)| asked == Some((host, *port)))
    }
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.system.resolve(uri, config, timeout)?;
        if self.is_proxy(uri) {
            return Ok(found);
        }
        let mut public = self.empty();
        found.iter().filter(|address| is_public(address.ip())).for_each(|address| public.push(*address));
        match found.iter().next() {
            Some(first) if public.is_empty() => {
                let host = uri.host().unwrap_or_default().to_owned();
                Err(Error::Io(io::Error::new(io::ErrorKind::PermissionDenied, Refused { host, at: first.ip() })))
            }
            _ => Ok(public),
        }
    }
}

/// A host that is not in the public internet.
#[derive(Debug)]
pub(crate) struct Refused {
    host: String,
    at: IpAddr,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, at } = self;
        let at = at.to_string();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let where_ = if host == at { at } else { format!("{host}, at {at},") };
        write!(f, "{where_} is not in the public internet; --allow-private lets it be fetched all the same")
    }
}

impl std::error::Error for Refused {}

/// Whether an address is one of the public internet, by the registries of special-purpose addresses (RFC 6890 and
/// those after it).
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        [0 | 10 | 127, ..] => true,  // this network, private, loopback
        [100, 64..=127, ..] => true, // behind a carrier's translator
        [169, 254, ..] => true,      // link-local, and clouds' metadata
        [172, 16..=31, ..] => true,  // private
        [192, 0, 0 | 2, _] => true,  // protocols, examples
        [192, 88, 99, _] => true,    // relays to IPv6, no longer in use
        [192, 168, ..] => true,      // private
        [198, 18 | 19, ..] => true,  // benchmarks
        [198, 51, 100, _] => true,   // examples
        [203, 0, 113, _] => true,    // examples
        [224..=255, ..] => true,     // multicast, reserved, broadcast
        _ => false,
    };
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    // An IPv4 address behind a translator of the network (RFC 6052) is as public as that address.
    if parts[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        let [high, low] = [parts[6].to_be_bytes(), parts[7].to_be_bytes()];
        return is_public_v4(Ipv4Addr::new(high[0], high[1], low[0], low[1]));
    }
    // Only 2000::/3 is given out; all else is mapped, local, multicast or reserved.
    let special = match parts {
        [0x2001, 0..0x200, ..] => true,  // protocols, tunnels
        [0x2001, 0xdb8, ..] => true,     // examples
        [0x2002, ..] => true,            // tunnels to IPv4 addresses of any kind
        [0x3fff, 0..0x1000, ..] => true, // examples
        [first, ..] => first & 0xe000 != 0x2000,
    };
    !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_asked() {
        for address in
            ["9.9.9.9", "100.63.0.1", "172.32.0.1", "192.0.1.1", "198.20.0.1", "2620:fe::fe", "64:ff9b::909:909"]
        {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "127.0.0.1",
            "127.255.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:9.9.9.9",
            "::ffff:10.0.0.1",
            "::10.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }
}
