//! One letter to many: groups of recipients, and the **Announcement** to one of them.

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
use domain::{
    charts::ChartRoom,
    ids::{ChartId, GroupId},
    messages::{AnnouncementReview, Announcing, Audience, Group, Groups},
};
use leptos::prelude::*;

loader! {
    /// **Groups**, and what was announced.
    pub async fn list_groups(page: u32) -> Result<Groups, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.messages().await?.groups(page).await?)
    }
}

loader! {
    /// A group, and the charts that were searched for to be added.
    pub async fn read_group(id: GroupId, search: String) -> Result<(Group, Option<ChartRoom>), Failure> {
        let staff = crate::actor::staff().await?;
        let group = staff.messages().await?.group(id).await?;
        if search.trim().is_empty() {
            return Ok((group, None));
        }
        let found = staff.charts().await?.room(&search, 1).await?;
        Ok((group, Some(found)))
    }
}

loader! {
    /// The page on which one writes to a group.
    pub async fn read_announcing(id: GroupId) -> Result<Announcing, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.messages().await?.announcing(id).await?)
    }
}

loader! {
    /// Who gets what was written, before it is sent.
    pub async fn review_announcement(id: GroupId) -> Result<Option<AnnouncementReview>, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.messages().await?.review(id).await?)
    }
}

/// Creates a group.
#[server(prefix = "/api", endpoint = "staff/messages/create_group")]
pub async fn create_group(#[server(default)] name: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let id = staff.messages().await?.create_group(&name).await?;
    Ok(Went::to(routes::group(id)).done(Done::Created))
}

/// Gives a group a name.
#[server(prefix = "/api", endpoint = "staff/messages/rename_group")]
pub async fn rename_group(group: GroupId, #[server(default)] name: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.rename_group(group, &name).await?;
    Ok(Went::to(routes::group(group)).done(Done::Saved))
}

/// Adds a client to a group. What was searched for stays.
#[server(prefix = "/api", endpoint = "staff/messages/add_to_group")]
pub async fn add_to_group(group: GroupId, chart: ChartId, #[server(default)] search: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.add_to_group(group, chart).await?;
    let page = routes::group(group);
    Ok(Went::to(if search.is_empty() { page } else { routes::with(&page, "search", &search) }).done(Done::Added).at("people"))
}

/// Takes a client out of a group.
#[server(prefix = "/api", endpoint = "staff/messages/remove_from_group")]
pub async fn remove_from_group(group: GroupId, chart: ChartId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.remove_from_group(group, chart).await?;
    Ok(Went::to(routes::group(group)).done(Done::Removed).at("people"))
}

/// Deletes a group.
#[server(prefix = "/api", endpoint = "staff/messages/delete_group")]
pub async fn delete_group(group: GroupId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.delete_group(group).await?;
    Ok(Went::to(routes::GROUPS).done(Done::Gone))
}

/// Keeps what one writes to a group, and goes on: to who gets it, or back to the people in it.
#[server(prefix = "/api", endpoint = "staff/messages/write_announcement")]
pub async fn write_announcement(
    group: GroupId,
    audience: Audience,
    #[server(default)] subject: String,
    #[server(default)] body: String,
    #[server(default)] then: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let people = then == "people";
    let letter = domain::messages::GroupLetter { audience, subject, body };
    staff.messages().await?.write_announcement(group, &letter, !people).await?;
    Ok(Went::to(if people { routes::group(group) } else { routes::announcement_review(group) }))
}

/// Sends it to those who were shown.
#[server(prefix = "/api", endpoint = "staff/messages/announce")]
pub async fn send_announcement(group: GroupId, #[server(default)] seen: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.announce(group, &seen).await?;
    Ok(Went::to(routes::GROUPS).done(Done::Sent))
}
