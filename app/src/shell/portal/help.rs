//! How to reach a human, and what to do in an emergency: in the same place on every page.

use crate::parts::MailAddress;
use domain::settings::{Help, before_extension};
use leptos::prelude::*;

/// The links before everything else: past the frame, and to help.
#[component]
pub fn Skips(crisis: String) -> impl IntoView {
    let help = number_in(&crisis).map_or_else(|| "#help".to_owned(), |number| format!("tel:{number}"));
    view! {
        <nav class="skips" aria-label="Shortcuts">
            <a href="#main">"Skip to content"</a>
            <a href=help>"In crisis now? " {crisis}</a>
        </nav>
    }
}

/// The help block at the foot of every page (IC-22).
#[component]
pub fn HelpBlock(help: Help) -> impl IntoView {
    view! {
        <footer class="help" id="help">
            <div class="help-in">
                <span class="crisis">"In crisis now? " <CrisisWords crisis=help.crisis/></span>
                <b>"Need help?"</b>
                {help.phone.map(|phone| view! { <a href=call(&phone)>"Call " <span class="keep">{phone.clone()}</span></a> })}
                {help.text.map(|text| view! { <a href=write_text(&text)>"Text " <span class="keep">{text.clone()}</span></a> })}
                {help.email.map(|email| view! { <a href=format!("mailto:{email}")>"Write to the front desk"</a> })}
                {help.chat_url.map(|url| view! { <a href=url rel="external noreferrer">"Chat with us"</a> })}
                {help.faq_url.map(|url| view! { <a href=url rel="external noreferrer">"Common questions"</a> })}
                {help.video_url.map(|url| view! { <a href=url rel="external noreferrer">"Watch how it works"</a> })}
            </div>
        </footer>
    }
}

/// The same, line by line, for a page of its own.
#[component]
pub fn ReachList(help: Help) -> impl IntoView {
    view! {
        <dl class="facts lines num">
            {help.phone.map(|phone| view! { <div><dt>"Phone"</dt><dd><a class="keep" href=call(&phone)>{phone.clone()}</a></dd></div> })}
            {help.text.map(|text| view! { <div><dt>"Text message"</dt><dd><a class="keep" href=write_text(&text)>{text.clone()}</a></dd></div> })}
            {help.email.map(|email| view! { <div><dt>"E-mail"</dt><dd><a href=format!("mailto:{email}")><MailAddress address=email.clone()/></a></dd></div> })}
            {help.chat_url.map(|url| view! { <div><dt>"Chat"</dt><dd><a href=url rel="external noreferrer">"Chat with us"</a></dd></div> })}
            {help.faq_url.map(|url| view! { <div><dt>"Questions"</dt><dd><a href=url rel="external noreferrer">"Common questions"</a></dd></div> })}
            {help.video_url.map(|url| view! { <div><dt>"Video"</dt><dd><a href=url rel="external noreferrer">"Watch how it works"</a></dd></div> })}
            <div><dt>"In a crisis"</dt><dd><CrisisWords crisis=help.crisis/></dd></div>
        </dl>
    }
}

/// What to do in an emergency; a link where it names a number.
#[component]
pub fn CrisisWords(crisis: String) -> impl IntoView {
    match number_in(&crisis) {
        Some(number) => view! { <a href=format!("tel:{number}")>{crisis}</a> }.into_any(),
        None => view! { <b>{crisis}</b> }.into_any(),
    }
}

/// How to reach the office, in the middle of a sentence.
#[component]
pub fn OfficeLine(#[prop(default = "Call the office")] call_them: &'static str, phone: String) -> impl IntoView {
    if phone.is_empty() {
        return call_them.into_any();
    }
    view! { {call_them} " at " <a href=call(&phone)>{phone.clone()}</a> }.into_any()
}

/// The address that calls a number as people write it.
pub fn call(phone: &str) -> String {
    format!("tel:{}", dialled(phone))
}

fn write_text(phone: &str) -> String {
    format!("sms:{}", dialled(phone))
}

fn dialled(phone: &str) -> String {
    before_extension(phone).chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// The first number of three digits or more in a sentence.
fn number_in(sentence: &str) -> Option<String> {
    let number = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    sentence.split(|c: char| !c.is_ascii_digit() && c != '-').map(number).find(|digits| digits.len() >= 3)
}
