//! Connections: each is given its time, and each may finish when the process closes.

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, header},
    response::Response,
};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{convert::Infallible, net::SocketAddr, time::Duration};
use tokio::{
    net::TcpListener,
    time::{sleep, timeout},
};
use tower::ServiceExt;

/// Whoever does not say within this time what they want is sent away.
const SILENCE: Duration = Duration::from_secs(60);
/// When nothing can be opened any more, this long until the next try.
const BREATH: Duration = Duration::from_millis(100);

/// Lets people in until `closing` is done. Requests under way then have `last_answers` to finish.
///
/// Returns whether all of them did.
pub(crate) async fn let_in(listener: TcpListener, rooms: Router, closing: impl Future<Output = ()>, last_answers: Duration) -> bool {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(SILENCE);
    let under_way = GracefulShutdown::new();
    tokio::pin!(closing);
    loop {
        let (connection, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::error!(%error, "nobody can be let in just now");
                    sleep(BREATH).await;
                    continue;
                }
            },
            () = &mut closing => break,
        };
        // Answers are small and whole: waiting to send more at once only makes people wait.
        let _ = connection.set_nodelay(true);
        let rooms = rooms.clone();
        let answer = service_fn(move |request| answer(rooms.clone(), request, peer));
        let conversation = under_way.watch(http.serve_connection(TokioIo::new(connection), answer));
        tokio::spawn(async move {
            // Whatever ends a connection early is the other side's matter, or is logged with its request.
            let _ = conversation.await;
        });
    }
    drop(listener);
    timeout(last_answers, under_way.shutdown()).await.is_ok()
}

/// Answers one request. Whose end is not told by a length is the last on its connection: whatever came behind it is never taken for
/// another (T31).
async fn answer(rooms: Router, mut request: Request<Incoming>, peer: SocketAddr) -> Result<Response, Infallible> {
    let last = request.headers().contains_key(header::TRANSFER_ENCODING);
    request.extensions_mut().insert(ConnectInfo(peer));
    let mut answer = rooms.oneshot(request.map(Body::new)).await?;
    if last {
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(answer)
}
