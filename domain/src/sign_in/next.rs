//! Where one may be led on signing in.

use super::Side;

/// A place to go after signing in: a path on this site, or nothing (T28).
///
/// Accepts `/a/b?c=d` of printable ASCII; refuses what a browser could read as another host.
pub fn safe_path(next: &str) -> Option<&str> {
    let lower = next.to_ascii_lowercase();
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let hides_a_host = ["%2f", "%5c", "%09", "%0a", "%0d", "%00", "@", "://"].iter().any(|s| lower.contains(s));
    // A browser takes `..` away before it asks: `/x/../api/` is `/api/`.
    let path = lower.split(['?', '#']).next().unwrap_or_default().replace("%2e", ".");
    // What is left could begin with two slashes, and be another host.
    let climbs = path.contains("//") || path.split('/').any(|step| step == "." || step == "..");
    let leaves_the_pages =
        ["/api/", "/pkg/", "/login", "/office/login", "/prove", "/office/prove"].iter().any(|start| lower.starts_with(start));
    (next.starts_with('/') && plain && next.len() <= 300 && !hides_a_host && !climbs && !leaves_the_pages).then_some(next)
}

/// Which side a path belongs to.
pub fn side_of(path: &str) -> Side {
    if path == "/office" || path.starts_with("/office/") || path.starts_with("/office?") { Side::Office } else { Side::Portal }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anything::anything;
    use proptest::prelude::*;

    #[test]
    fn one_returns_to_pages_of_this_site_only() {
        for good in ["/", "/messages/3f?for=1", "/office/charts/1/face"] {
            assert_eq!(safe_path(good), Some(good));
        }
        for evil in [
            "//evil",
            "/\\evil",
            "https:evil",
            "https://evil",
            "%2f%2fevil",
            "/%09/evil",
            "/%2f/evil",
            "/x@evil",
            "",
            "evil",
            "/a\r\nb",
            "/api/client/sign",
            "/login?next=/",
            "/pkg/x",
            "javascript:alert(1)",
            "/ü",
            "/x/../api/client/sign",
            "/x/%2E./login",
            "/./login",
            "/.//evil.com",
            "/..//evil.com",
            "/a/../..//evil.com",
            "/%2e%2e//evil.com",
            "/a//b",
            "//",
        ] {
            assert_eq!(safe_path(evil), None, "{evil}");
        }
        assert_eq!(safe_path(&format!("/{}", "a".repeat(400))), None);
    }

    /// The page to which a browser that stands on one of ours is led.
    fn led_to(next: &str) -> url::Url {
        url::Url::parse("https://portal.example/documents").unwrap().join(next).unwrap()
    }

    proptest! {
        #[test]
        fn wherever_one_is_led_it_is_a_page_of_this_site(
            next in prop_oneof![
                anything(),
                anything().prop_map(|rest| format!("/{rest}")),
                "(/|//|\\\\|\\.|\\.\\.|%2e|%2F|%5c|\t|:|@|#|\\?|a|api|pkg|login|office|evil\\.example){1,12}",
            ],
        ) {
            if let Some(path) = safe_path(&next) {
                prop_assert_eq!(path, next.as_str());
                let page = led_to(path);
                prop_assert_eq!(page.origin().ascii_serialization(), "https://portal.example");
                prop_assert!(page.username().is_empty() && page.password().is_none());
                for shut in ["/api/", "/pkg/", "/login", "/office/login", "/prove", "/office/prove"] {
                    prop_assert!(!page.path().starts_with(shut), "{} leads to {}", path, page);
                }
            }
        }
    }
}
