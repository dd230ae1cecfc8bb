//! What a page loads while it is rendered, on the server. It is no door: nobody can ask for it but by opening the page.

/// Makes a loader of a function. In the browser, where no page is rendered, there is nothing behind its name.
macro_rules! loader {
    ($(#[$doc:meta])* $vis:vis async fn $name:ident($($arg:ident: $kind:ty),* $(,)?) -> Result<$found:ty, $failure:ty> $body:block) => {
        $(#[$doc])*
        #[allow(unreachable_code, reason = "what follows is the browser's")]
        $vis async fn $name($($arg: $kind),*) -> Result<$found, $failure> {
            #[cfg(feature = "ssr")]
            return $body;
            let _ = ($($arg,)*);
            Err($crate::Failure(domain::Failure::Unreachable))
        }
    };
}
