//! The password: each line of the rule ticks while one types. The server asks the same lines again.

use crate::parts::{
    Icon, Waking,
    form::{Kept, KeptForm, PasswordField},
};
use domain::sign_in::{PasswordRule, Refusal};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub const CHOOSE: &str = "visitor/registration/choose_password";

#[derive(Serialize, Deserialize)]
pub struct PasswordForm {
    pub token: String,
    pub email: String,
    pub kept: Kept,
}

impl Waking for PasswordForm {
    const NAME: &'static str = "password";

    fn view(self) -> AnyView {
        let typed = RwSignal::new(String::new());
        view! {
            <KeptForm to=CHOOSE grant=None kept=self.kept.clone()>
                <input type="hidden" name="token" value=self.token/>
                // For password managers: the account that the password belongs to.
                <input type="email" name="email" value=self.email autocomplete="username" readonly hidden/>
                <PasswordField kept=self.kept.clone() autocomplete="new-password" typed rules="rules"/>
                <RuleList kept=self.kept typed/>
                <p class="fine">
                    "A short sentence works well. Leave out your name, your e-mail and the practice’s name, and do not use a password from somewhere else. Password managers are welcome here."
                </p>
                <button class="btn main">"Create account"</button>
            </KeptForm>
        }
        .into_any()
    }
}

#[component]
fn RuleList(kept: Kept, typed: RwSignal<String>) -> impl IntoView {
    let missed: Vec<PasswordRule> = kept
        .refusals()
        .into_iter()
        .filter_map(|refusal| match refusal {
            domain::Refusal::SignIn(Refusal::PasswordRuleUnmet { rule }) => Some(rule),
            _ => None,
        })
        .collect();
    let all_met = move || typed.with(|typed| PasswordRule::ALL.into_iter().all(|rule| rule.met_by(typed)));
    view! {
        <ul class="rules" id="rules">
            {PasswordRule::ALL
                .into_iter()
                .map(|rule| view! { <RuleLine rule missed=missed.contains(&rule) typed/> })
                .collect_view()}
        </ul>
        <p class="sr" role="status">{move || all_met().then_some("Your password has everything it needs.")}</p>
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
