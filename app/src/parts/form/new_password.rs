//! A new password: each line of the rule ticks while one types. The server asks the same lines again.

use super::{DraftForm, ErrorList, FormDraft, FormMarks, PasswordField};
use crate::{
    door::Door,
    invites::ChoosePassword,
    parts::{Icon, Island},
    sign_in::{ChangePassword, ChooseNewPassword},
};
use domain::sign_in::{PasswordRule, Refusal, Side};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the password is for.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordUse {
    /// A client registers.
    Registration,
    /// It takes the place of the one before, on that side.
    Reset(Side),
    /// A new member of staff signs in with it for the first time.
    Joining,
    /// Who is signed in changes their own.
    Change(Side),
}

impl PasswordUse {
    /// The function that takes it.
    pub fn door(self) -> Door {
        match self {
            Self::Registration => Door::of::<ChoosePassword>(),
            Self::Reset(_) | Self::Joining => Door::of::<ChooseNewPassword>(),
            Self::Change(_) => Door::of::<ChangePassword>(),
        }
    }

    fn button(self) -> &'static str {
        match self {
            Self::Registration => "Create account",
            Self::Reset(_) | Self::Change(_) => "Save new password",
            Self::Joining => "Save password",
        }
    }

    /// Registration is a client's anyway, and says nothing of a side.
    fn side(self) -> Option<Side> {
        match self {
            Self::Registration => None,
            Self::Reset(side) | Self::Change(side) => Some(side),
            Self::Joining => Some(Side::Office),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct PasswordForm {
    pub purpose: PasswordUse,
    pub token: String,
    pub email: String,
    pub kept: FormDraft,
    pub marks: FormMarks,
}

impl Island for PasswordForm {
    const NAME: &'static str = "password";

    fn view(self) -> AnyView {
        let Self { purpose, token, email, kept, marks } = self;
        let typed = RwSignal::new(String::new());
        // What was wrong with the one before is no news once the rule is met.
        let met = Memo::new(move |_| typed.with(|typed| meets_all(typed)));
        let (wrong, errors) = (kept.wrong(), kept.errors("password"));
        let errors = Signal::derive(move || if met.get() { Vec::new() } else { errors.clone() });
        let side = purpose.side().map(|side| ("side", side.name().to_owned()));
        let changes = matches!(purpose, PasswordUse::Change(_));
        let fields = side.into_iter().chain((!changes).then_some(("token", token))).collect::<Vec<_>>();
        view! {
            <DraftForm to=purpose.door() fields kept said_elsewhere=true marks>
                {move || (!met.get() && !wrong.is_empty()).then(|| {
                    view! { <ErrorList wrong=wrong.clone() late={typed.with_untracked(|typed| !typed.is_empty())}/> }
                })}
                // For password managers: the account that the password belongs to.
                <input type="email" name="email" value=email autocomplete="username" readonly hidden/>
                {changes.then(|| view! { <PasswordField name="old_password" label="Password of now"/> })}
                <PasswordField label=if changes { "New password" } else { "Password" } autocomplete="new-password" typed rules="rules" errors/>
                <RuleList typed met/>
                <p class="fine">
                    "A short sentence works well. Leave out your name, your e-mail and the practice’s name, and do not use a password from somewhere else. Password managers are welcome here."
                </p>
                <button class="btn main">{purpose.button()}</button>
            </DraftForm>
        }
        .into_any()
    }
}

fn meets_all(password: &str) -> bool {
    PasswordRule::ALL.into_iter().all(|rule| rule.met_by(password))
}

#[component]
fn RuleList(typed: RwSignal<String>, met: Memo<bool>) -> impl IntoView {
    let missed: Vec<PasswordRule> = FormDraft::here()
        .refusals()
        .into_iter()
        .filter_map(|refusal| match refusal {
            domain::Refusal::SignIn(Refusal::PasswordRuleUnmet { rule }) => Some(rule),
            _ => None,
        })
        .collect();
    view! {
        <ul class="rules" id="rules">
            {PasswordRule::ALL
                .into_iter()
                .map(|rule| view! { <RuleLine rule missed=missed.contains(&rule) typed/> })
                .collect_view()}
        </ul>
        <p class="sr" role="status">{move || met.get().then_some("Your password has everything it needs.")}</p>
    }
}

#[component]
fn RuleLine(rule: PasswordRule, missed: bool, typed: RwSignal<String>) -> impl IntoView {
    let met = Memo::new(move |_| typed.with(|typed| rule.met_by(typed)));
    let begun = Memo::new(move |_| typed.with(|typed| !typed.is_empty()));
    let class = move || match (met.get(), missed && !begun.get()) {
        (_, true) => "rule missed",
        (true, false) => "rule met",
        (false, false) => "rule",
    };
    // Everybody keeps within the longest length: it is worth a line only for who does not.
    let in_the_way = move || rule == PasswordRule::NotTooLong && met.get() && !missed;
    view! {
        <li class=class hidden=in_the_way>
            <Icon name="check"/>
            <span>{rule_words(rule)}</span>
            <span class="sr">{move || if met.get() { ", met" } else { ", not yet" }}</span>
        </li>
    }
}

fn rule_words(rule: PasswordRule) -> AnyView {
    match rule {
        PasswordRule::Length => "12 characters or more".into_any(),
        PasswordRule::Upper => "A capital letter, A to Z".into_any(),
        PasswordRule::Lower => "A small letter, a to z".into_any(),
        PasswordRule::Digit => "A number, 0 to 9".into_any(),
        PasswordRule::Special => view! { "One of these signs: " <span class="keep">"! @ # $ & ( * ) _"</span> }.into_any(),
        PasswordRule::NotTooLong => "128 characters or fewer".into_any(),
    }
}
