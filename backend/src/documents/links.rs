//! The documents that messages ask for, as whoever entered the chart may see them.

use super::table::{shares, signatures};
use crate::{error::Error, in_chart::Within};
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
    pub async fn of(chart: &impl Within, asked: impl IntoIterator<Item = Uuid>, own_name: &str) -> Result<Self, Error> {
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
        for (asked, share) in standing {
            let signature = signatures.iter().find(|signature| signature.share_id == share.id);
            let signed_by = signature.map(|signature| signature.signer_name.clone()).filter(|name| name != own_name);
            let (share, state, title) = (ShareId(share.id), share.state.0, share.title);
            links.documents.insert(asked, LinkedDocument { share, title, state, signed_by });
        }
        Ok(links)
    }
}
