//! What goes over a connection, looked at on its way: what hyper keeps to itself, and what it says by itself.

use super::heads::Heads;
use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Shorter than this is every head that hyper writes by itself, and none of ours.
const BARE: usize = 256;

pub(super) struct Wire<S> {
    stream: S,
    heads: Heads,
    /// Raised before the request is served, and for whatever follows it.
    ambiguous: Arc<AtomicBool>,
    /// The guarding headers, as lines.
    guards: Arc<[u8]>,
    /// What still has to be written of a dressed head, and for how many bytes of hyper's it stands.
    owed: Vec<u8>,
    stands_for: usize,
}

impl<S> Wire<S> {
    pub fn new(stream: S, ambiguous: Arc<AtomicBool>, guards: Arc<[u8]>) -> Self {
        Self { stream, heads: Heads::default(), ambiguous, guards, owed: Vec::new(), stands_for: 0 }
    }
}

/// Dresses an answer that hyper gives by itself to what is not HTTP (T13): a head of somebody's mistake, with nothing behind it.
fn dressed(bytes: &[u8], guards: &[u8]) -> Option<Vec<u8>> {
    let bare = bytes.len() < BARE && bytes.starts_with(b"HTTP/1.1 4") && bytes.ends_with(b"\r\n\r\n");
    bare.then(|| [&bytes[..bytes.len() - 2], guards, b"\r\n"].concat())
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let known = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if self.heads.read(&buffer.filled()[known..]) {
            self.ambiguous.store(true, Ordering::Release);
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        if wire.owed.is_empty() {
            let Some(owed) = dressed(bytes, &wire.guards) else { return Pin::new(&mut wire.stream).poll_write(context, bytes) };
            wire.owed = owed;
            wire.stands_for = bytes.len();
        }
        while !wire.owed.is_empty() {
            let written = ready!(Pin::new(&mut wire.stream).poll_write(context, &wire.owed))?;
            if written == 0 {
                return Poll::Ready(Ok(0));
            }
            wire.owed.drain(..written);
        }
        Poll::Ready(Ok(wire.stands_for))
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, slices: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        match slices {
            // A bare head comes alone.
            [only] => self.poll_write(context, only),
            slices => Pin::new(&mut self.stream).poll_write_vectored(context, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T13
    #[test]
    fn only_a_bare_head_is_dressed() {
        let guards = b"x-content-type-options: nosniff\r\n";
        let bare = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        let told = String::from_utf8(dressed(bare, guards).unwrap()).unwrap();
        assert!(told.ends_with("content-length: 0\r\nx-content-type-options: nosniff\r\n\r\n"), "{told}");
        let ours = [&bare[..bare.len() - 2], b"content-security-policy: ", &[b'x'; 300], b"\r\n\r\n"].concat();
        for other in [&b"HTTP/1.1 100 Continue\r\n\r\n"[..], b"HTTP/1.1 404 is what this page tells of", b"", &ours] {
            assert_eq!(dressed(other, guards), None);
        }
    }
}
