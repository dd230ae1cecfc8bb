//! The windows about somebody who has access, or is invited: each says what will happen, and to whom.

use super::{
    activate::staffs_words,
    news::{LOOK, is_secret},
};
use crate::{
    door::Door,
    invites::{CopyLink, LinkAccount, ResendInvite, ResetFactor, ResetPassword, RevokeAccess, RevokeEverywhere},
    parts::{
        CancelButton, Countdown, Dialog, Fact,
        form::{Form, FormDraft, Refused, TextField},
    },
};
use domain::{
    Refusal,
    ids::{ChartId, GrantId},
    invites::{AddressChoice, Communications, GrantPage, LinkLine, PortalStatus, Refusal as InviteRefusal},
};
use leptos::prelude::*;

/// Whom the windows are about.
#[derive(Clone)]
pub(super) struct Whose {
    chart: ChartId,
    grant: GrantId,
    /// "Maya Lindqvist", "Ingrid Lindqvist (mother)"
    name: String,
    status: PortalStatus,
    /// Where mail goes now: for who has an account, its sign-in address.
    address: Option<String>,
    link: Option<LinkLine>,
    /// How many other charts the same account opens.
    other_charts: u32,
    /// Who else has access to this chart, or is invited, and keeps it.
    others_here: Vec<String>,
    /// Somebody who works here has that address.
    staff: Option<String>,
    /// That address has got an account, to which this chart is not offered.
    address_has_account: bool,
    /// The windows stand on the page of this one grant.
    at_grant: bool,
}

impl Whose {
    /// The Chart Owner, where they have access or are invited.
    pub fn owner(page: &Communications) -> Option<Self> {
        let access = page.access.clone();
        let here: Vec<AddressChoice> =
            access.addresses.iter().filter(|choice| Some(&choice.address) == access.address.as_ref()).cloned().collect();
        Some(Self {
            chart: page.banner.id,
            grant: access.grant?,
            name: access.owner.unwrap_or_else(|| "the client".into()),
            status: access.status,
            address: access.sign_in_email.or(access.address),
            link: access.link,
            other_charts: access.other_charts,
            others_here: page.linked.iter().map(|other| format!("{} ({})", other.name, other.relationship)).collect(),
            staff: staffs_words(&here),
            address_has_account: access.address_has_account,
            at_grant: false,
        })
    }

    /// Whoever holds this grant.
    pub fn holder(page: &GrantPage) -> Self {
        let page = page.clone();
        Self {
            chart: page.banner.id,
            grant: page.grant,
            name: page.name,
            status: page.status,
            address: page.sign_in_email.or(page.address),
            link: page.link,
            other_charts: 0,
            others_here: page.others.clone(),
            staff: page.staff_address.then(|| "A member of staff has this address: the mail goes to them.".to_owned()),
            address_has_account: false,
            at_grant: true,
        }
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let at_grant = self.at_grant.then(|| ("at_grant", "true".to_owned()));
        [("chart", self.chart.to_string()), ("grant", self.grant.to_string())].into_iter().chain(at_grant).collect()
    }

    fn waits(&self) -> bool {
        matches!(self.status, PortalStatus::Invited | PortalStatus::Expired)
    }
}

/// All that apply.
#[component]
pub(super) fn Windows(whose: Whose) -> impl IntoView {
    let (waits, active) = (whose.waits(), whose.status == PortalStatus::Active);
    view! {
        {waits.then(|| view! { <ResendDialog whose=whose.clone()/> })}
        {(waits || active).then(|| view! { <CopyDialog whose=whose.clone()/> })}
        {active.then(|| view! { <ResetDialog whose=whose.clone()/> <FactorDialog whose=whose.clone()/> })}
        <RevokeDialog whose/>
    }
}

/// Other windows of the page ask for an address too: its own field is the one that is wrong.
fn field_of_resend(refusal: Refusal) -> Option<&'static str> {
    refusal.field().map(|field| if field == "email" { "resend-email" } else { field })
}

/// **Send** and **Resend Welcome Email**, with the address that it goes to, as it is recorded at this moment.
#[component]
fn ResendDialog(whose: Whose) -> impl IntoView {
    let head = if whose.link.is_some() { "Resend Welcome Email" } else { "Send Welcome Email" };
    view! {
        <Dialog id="resend">
            <header class="dialog-head"><h2 id="resend-head">{head}</h2></header>
            <Form<ResendInvite> class="dialog-body" field=field_of_resend fields=whose.fields()>
                <ResendBody whose/>
            </Form<ResendInvite>>
        </Dialog>
    }
}

#[component]
fn ResendBody(whose: Whose) -> impl IntoView {
    let Whose { name, address, link, address_has_account, staff, .. } = whose;
    let address = address.unwrap_or_default();
    let to_account = link.as_ref().is_some_and(|link| link.to_account);
    let wait = link.as_ref().map_or(0, |link| link.resend_in);
    let effect = match link {
        Some(link) if link.to_account => "The holder of this account gets the mail once more, and has 7 days again to confirm.",
        Some(_) => "The link that was sent before stops working. The new one has its own 7 days.",
        None => "The e-mail carries a link to register. The link works for 7 days.",
    };
    // Nobody gets a second account: who registered meanwhile, by a link for somebody else, adds this chart to theirs.
    let links = !to_account && (address_has_account || FormDraft::here().refusals().contains(&InviteRefusal::AddressHasAccount.into()));
    view! {
        <Refused<LinkAccount>/>
        <p>{effect}</p>
        {links.then(|| view! {
            <p>
                "There is a portal account at this address already. "<b>"Link"</b>
                " offers this chart to it: its holder signs in, and confirms the client’s last name and date of birth."
            </p>
        })}
        {if to_account {
            view! { <dl class="facts num"><Fact label="Goes to">{address}</Fact></dl> }.into_any()
        } else {
            view! {
                <TextField
                    id="resend-email"
                    name="email"
                    label="E-mail"
                    kind="email"
                    recorded=address
                    hint="It goes to this address. If you correct it here, it is corrected on record too."
                    autocomplete="off"
                />
            }
            .into_any()
        }}
        {staff.map(|words| view! { <p class="hint">{words}</p> })}
        <p class="hint">{format!("Tell {name}: {LOOK}")}</p>
        <Countdown seconds=wait/>
        <div class="acts">
            <button class=if links { "btn quiet" } else { "btn" } disabled={wait > 0}>"OK"</button>
            {links.then(|| view! { <button class="btn" formaction={Door::of::<LinkAccount>().path()} disabled={wait > 0}>"Link"</button> })}
            <CancelButton/>
        </div>
    }
}

/// **Copy portal link**: to be handed over.
#[component]
fn CopyDialog(whose: Whose) -> impl IntoView {
    let secret = is_secret(whose.status, whose.link.as_ref());
    let words = if secret {
        "A new registration link takes the place of the one before. It is shown once: hand it over in person or by phone. Last name and date of birth are asked for all the same, and the access log says who handed it over."
    } else {
        "There is an account already, so this is the plain sign-in address. It is no secret."
    };
    view! {
        <Dialog id="copy">
            <header class="dialog-head"><h2 id="copy-head">"Copy portal link"</h2></header>
            <Form<CopyLink> class="dialog-body" fields=whose.fields()>
                <p>{words}</p>
                <div class="acts">
                    <button class="btn">"Show the link"</button>
                    <CancelButton/>
                </div>
            </Form<CopyLink>>
        </Dialog>
    }
}

/// **Reset Client's Portal Password**: only once registered (TN-10).
#[component]
fn ResetDialog(whose: Whose) -> impl IntoView {
    let address = whose.address.clone().unwrap_or_default();
    let words = format!(
        "{} chooses a new password with it. Until then the old one works; after that everybody who is signed in to this account is signed out.",
        whose.name
    );
    view! {
        <Dialog id="reset">
            <header class="dialog-head"><h2 id="reset-head">"Reset Client's Portal Password"</h2></header>
            <Form<ResetPassword> class="dialog-body" fields=whose.fields()>
                <p>"A mail with a link goes to " <b>{address}</b> ". The link works for 24 hours, once."</p>
                <p>{words}</p>
                <div class="acts">
                    <button class="btn">"Send the link"</button>
                    <CancelButton/>
                </div>
            </Form<ResetPassword>>
        </Dialog>
    }
}

/// **Reset second step**: the phone is lost, and the practice has made sure who asks.
#[component]
fn FactorDialog(whose: Whose) -> impl IntoView {
    let words = format!("Make sure first that it is {} who asks: by a call back to the number on the chart, or face to face.", whose.name);
    view! {
        <Dialog id="factor">
            <header class="dialog-head"><h2 id="factor-head">"Reset second step"</h2></header>
            <Form<ResetFactor> class="dialog-body" fields=whose.fields()>
                <p>{words}</p>
                <p>"The second step and its recovery codes are removed, everybody who is signed in to the account is signed out, and a mail tells of it. The password stays."</p>
                <div class="acts">
                    <button class="btn">"Remove the second step"</button>
                    <CancelButton/>
                </div>
            </Form<ResetFactor>>
        </Dialog>
    }
}

/// **Revoke Access** (IC-66), and **Remove Client's Access** to one or to all (TN-13).
#[component]
fn RevokeDialog(whose: Whose) -> impl IntoView {
    let (name, others, here) = (whose.name.clone(), whose.other_charts, whose.others_here.clone());
    view! {
        <Dialog id="revoke">
            <header class="dialog-head"><h2 id="revoke-head">"Remove Access"</h2></header>
            <Form<RevokeAccess> class="dialog-body" fields=whose.fields()>
                <Refused<RevokeEverywhere>/>
                <RevokeWords name others here/>
                <div class="acts">
                    {if others == 0 {
                        view! { <button class="btn danger">"Remove Access"</button> }.into_any()
                    } else {
                        view! {
                            <button class="btn danger">"Remove Client's Access to This Patient"</button>
                            <button class="btn danger quiet" formaction={Door::of::<RevokeEverywhere>().path()}>"Remove Client's Access to All Patients"</button>
                        }
                        .into_any()
                    }}
                    <CancelButton/>
                </div>
            </Form<RevokeAccess>>
        </Dialog>
    }
}

#[component]
fn RevokeWords(name: String, others: u32, here: Vec<String>) -> impl IntoView {
    let head = format!("Revoke the access of {name}?");
    let effect = match others {
        0 => "They are signed out everywhere now. Unused links stop working.".to_owned(),
        1 => "The same account opens one other chart, which you can leave as it is.".to_owned(),
        others => format!("The same account opens {others} other charts, which you can leave as they are."),
    };
    view! {
        <p><b>{head}</b> " " {effect}</p>
        {(!here.is_empty()).then(|| view! {
            <p>{if here.len() == 1 { "One other person keeps their access to this chart: " } else { "Other people keep their access to this chart: " }} {here.join(", ")} "."</p>
        })}
        <p>"It ends at once. Nothing is deleted: given back later, it is the same account with everything in it."</p>
    }
}
