//! The documents that messages ask for, as whoever entered the chart may see them.

use super::{
    signers::next,
    table::{shares, signatures, signers},
};
use crate::{error::Error, in_chart::Within};
use chrono::{DateTime, Utc};
use domain::{documents::ShareState, ids::ShareId, messages::LinkedDocument};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// By the share that a message names.
#[derive(Default)]
pub(crate) struct Links {
    pub documents: HashMap<Uuid, LinkedDocument>,
    /// Of what was taken back unread not even the title is told.
    pub taken_back: HashSet<Uuid>,
}

impl Links {
    /// What `own_name` signed needs no name.
    pub async fn of(chart: &impl Within, asked: impl IntoIterator<Item = Uuid>, own_name: &str, now: DateTime<Utc>) -> Result<Self, Error> {
        let mut links = Self::default();
        let mut standing: Vec<(Uuid, shares::Line)> = Vec::new();
        for share in shares::by_ids(chart, asked).await? {
            let asked = share.id;
            let stands = match share.state.0 {
                // Where it gave way to a newer share, that one.
                ShareState::Withdrawn => shares::standing(chart, asked).await?.as_ref().map(shares::Line::from),
                _ => Some(share),
            };
            if let Some(share) = stands {
                standing.push((asked, share));
            } else {
                links.taken_back.insert(asked);
            }
        }
        let signatures = signatures::lines_of(chart, standing.iter().map(|(_, share)| share.id)).await?;
        let signers = signers::of_shares(chart, standing.iter().map(|(_, share)| share.id)).await?;
        for (asked, share) in standing {
            let signature = signatures.iter().rfind(|signature| signature.share_id == share.id);
            let signed_by = signature.map(|signature| signature.signer_name.clone()).filter(|name| name != own_name);
            let state = share.standing(now);
            let of: Vec<signers::Model> = signers.iter().filter(|signer| signer.share_id == share.id).cloned().collect();
            let next = next(&of).filter(|_| state == ShareState::AwaitingSignature);
            let waits_for = next.map(|signer| signer.name.clone()).filter(|name| name != own_name);
            let (share, title) = (ShareId(share.id), share.title);
            links.documents.insert(asked, LinkedDocument { share, title, state, signed_by, waits_for });
        }
        Ok(links)
    }
}
