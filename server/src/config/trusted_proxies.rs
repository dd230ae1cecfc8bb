//! Whom we believe when they say for whom they ask. Nobody, unless the operator names them: otherwise anybody could
//! take any address, and the patience with wrong passwords would start anew each time (T4).

use std::net::{IpAddr, SocketAddr};

/// Addresses and networks of our own proxies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

impl TrustedProxies {
    /// Reads `10.0.0.5, 192.168.0.0/24, fd00::/8`.
    ///
    /// # Errors
    /// The first entry that is none.
    pub fn read(text: &str) -> Result<Self, String> {
        text.split(',').map(|entry| Network::read(entry.trim()).ok_or_else(|| entry.trim().to_owned())).collect::<Result<_, _>>().map(Self)
    }

    /// Whose request it is: the socket's address, or, from a trusted proxy, the last address in front of our proxies.
    pub fn caller<'a>(&self, peer: IpAddr, forwarded_for: impl DoubleEndedIterator<Item = &'a str>) -> IpAddr {
        let mut caller = peer.to_canonical();
        for hop in forwarded_for.rev() {
            if !self.trusts(caller) {
                break;
            }
            let Some(address) = read_hop(hop.trim()) else { break };
            caller = address.to_canonical();
        }
        caller
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }
}

impl Network {
    fn read(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(most), |bits| bits.parse().ok().filter(|bits| *bits <= most))?;
        Some(Self { address, bits })
    }

    fn holds(self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (own.to_bits() ^ other.to_bits()).leading_zeros() >= self.bits,
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits() ^ other.to_bits()).leading_zeros() >= self.bits,
            _ => false,
        }
    }
}

/// An address, as proxies write it: alone, in brackets, with or without a port.
fn read_hop(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(proxies: &str, peer: &str, forwarded_for: &[&str]) -> String {
        let proxies = if proxies.is_empty() { TrustedProxies::default() } else { TrustedProxies::read(proxies).unwrap() };
        proxies.caller(peer.parse().unwrap(), forwarded_for.iter().copied()).to_string()
    }

    #[test]
    fn a_stranger_cannot_take_another_address() {
        assert_eq!(caller("", "203.0.113.9", &["10.1.1.1"]), "203.0.113.9");
        assert_eq!(caller("10.0.0.5", "203.0.113.9", &["10.1.1.1"]), "203.0.113.9");
    }

    #[test]
    fn a_proxy_of_ours_says_for_whom_it_asks() {
        assert_eq!(caller("10.0.0.5", "10.0.0.5", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(caller("10.0.0.0/24", "::ffff:10.0.0.7", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(caller("10.0.0.5", "10.0.0.5", &[]), "10.0.0.5");
    }

    #[test]
    fn what_the_caller_wrote_before_our_proxies_does_not_count() {
        assert_eq!(caller("10.0.0.5", "10.0.0.5", &["198.51.100.1", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(caller("10.0.0.5,10.0.0.6", "10.0.0.5", &["198.51.100.1", "203.0.113.9", "10.0.0.6"]), "203.0.113.9");
        assert_eq!(caller("10.0.0.5", "10.0.0.5", &["198.51.100.1", "nonsense"]), "10.0.0.5");
        assert_eq!(caller("fd00::/8", "fd00::1", &["[2001:db8::7]:4711"]), "2001:db8::7");
    }

    #[test]
    fn entries_that_are_none_are_named() {
        assert_eq!(TrustedProxies::read("10.0.0.5, nginx"), Err("nginx".into()));
        assert_eq!(TrustedProxies::read("10.0.0.0/33"), Err("10.0.0.0/33".into()));
        assert_eq!(TrustedProxies::read("10.0.0.5,"), Err(String::new()));
    }
}
