//! A form that is sent twice is done once, and its sender is led to the same page both times.

use super::{Outcome, forms::Form, see_other};
use crate::{
    app_state::AppState,
    guards,
    http_error::{HttpError, Reader},
    side_work::unless_broken,
};
use axum::{body::Bytes, http::HeaderMap, response::Response};
use backend::{Claim, Claimed, Visitor};
use domain::Failure;
use tracing::Instrument;

/// Has the work of a form done, unless that is done already. In a task of its own: a browser that sends the form once more hangs up
/// on the first one, and that one is the one that is done.
pub(super) async fn answer(front: AppState, form: Form, body: Bytes, work: impl Future<Output = Response> + Send + 'static) -> Response {
    if form.sent(&body).is_none() {
        let outcome = Outcome::of(work.await).await;
        return form.answer(&front, outcome).await;
    }
    let (of_a_page, side) = (front.clone(), form.side);
    let task = async move { claimed(front, form, body, work).await };
    match tokio::spawn(task.in_current_span()).await {
        Ok(answer) => answer,
        Err(_) => HttpError::Broken(guards::broken()).answer(&of_a_page, Reader::Page(side)),
    }
}

async fn claimed(front: AppState, form: Form, body: Bytes, work: impl Future<Output = Response>) -> Response {
    let sender = form.sender(&front);
    let claim = match form.sent(&body) {
        Some(sent) => sender.claim(&sent).await,
        None => Ok(Claim::Unknown),
    };
    let outcome = match claim {
        Ok(Claim::Ours(claimed)) => {
            let outcome = outcome_of(work).await;
            let led = match &outcome {
                Outcome::Done(_, body) => Some(form.leads_to(body)),
                Outcome::Failed(..) => None,
            };
            note(&sender, &claimed, led.as_deref()).await;
            outcome
        }
        Ok(Claim::Unknown) => outcome_of(work).await,
        Ok(Claim::Done(led)) => return see_other(&led),
        Ok(Claim::Running) => {
            let incident = backend::incident();
            tracing::warn!(%incident, "a form was sent twice, and the first one is not done yet");
            return HttpError::Busy(incident).answer(&front, Reader::Page(form.side));
        }
        Err(error) => Outcome::Failed(app::Failure::from(error).0, HeaderMap::new()),
    };
    form.answer(&front, outcome).await
}

/// Nobody outside of the task gives up on it, or is told that it broke down on the side.
async fn outcome_of(work: impl Future<Output = Response>) -> Outcome {
    match tokio::time::timeout(guards::LONGEST, unless_broken(work)).await {
        Ok(Some(answer)) => Outcome::of(answer).await,
        Ok(None) | Err(_) => Outcome::Failed(Failure::Unexpected { incident: guards::broken() }, HeaderMap::new()),
    }
}

/// Whoever sends it once more is led there as well, or tries again what was refused.
async fn note(sender: &Visitor, claimed: &Claimed, led: Option<&str>) {
    let noted = match led {
        Some(led) => sender.settle(claimed, led).await,
        None => sender.give_back(claimed).await,
    };
    if let Err(error) = noted {
        tracing::error!(%error, "what became of a form could not be noted");
    }
}
