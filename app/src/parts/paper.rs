//! A document as a page to read.

use crate::parts::{ink, lines::broken};
use domain::documents::{Block, Content, Ink, Item};
use leptos::prelude::*;

/// A document: what it is about, what it says, and below it, as `children`, who signed it.
#[component]
pub fn Paper(
    /// Lines at the head: label and value.
    facts: Vec<(String, String)>,
    content: Content,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let own = content.facts.iter().map(|fact| (fact.label.clone(), fact.value.clone()));
    let facts: Vec<(String, String)> = facts.into_iter().chain(own).collect();
    view! {
        <article class="paper">
            <dl class="facts num">
                {facts.into_iter().map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> }).collect_view()}
            </dl>
            <Passages content/>
            {children.map(|children| children())}
        </article>
    }
}

/// What a document says: headings, and the passages below each.
#[component]
pub fn Passages(content: Content) -> impl IntoView {
    content
        .sections
        .into_iter()
        .map(|section| {
            view! {
                {(!section.heading.is_empty()).then(|| view! { <h2>{section.heading}</h2> })}
                {section.blocks.into_iter().map(passage).collect_view()}
            }
        })
        .collect_view()
}

fn passage(block: Block) -> AnyView {
    let items = |items: Vec<String>| items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view();
    match block {
        Block::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        Block::Bulleted(list) => view! { <ul>{items(list)}</ul> }.into_any(),
        Block::Numbered(list) => view! { <ol>{items(list)}</ol> }.into_any(),
        Block::Lines(lines) => view! { <p class="as-typed">{broken(lines)}</p> }.into_any(),
        Block::Asked { question, answer } => view! {
            <h3>{question}</h3>
            {(!answer.is_empty()).then(|| view! { <p class="as-typed">{broken(answer)}</p> })}
        }
        .into_any(),
        // The list counts nothing itself. A browser that shows no marks of a list may not call it one: so it says that it is.
        Block::Items(items) => {
            view! { <ul class="items" role="list">{items.into_iter().map(|item| view! { <ItemLine item/> }).collect_view()}</ul> }
                .into_any()
        }
    }
}

/// A line with the number or bullet that was typed.
#[component]
fn ItemLine(item: Item) -> impl IntoView {
    let class = match item.indent {
        0 => "as-typed",
        1..=3 => "as-typed in-1",
        4..=7 => "as-typed in-2",
        _ => "as-typed in-3",
    };
    view! { <li class=class><span class="marker">{item.marker}" "</span>{broken(item.lines)}</li> }
}

/// A signature as it was made.
#[component]
pub fn InkDrawing(ink: Ink, #[prop(into)] signer: String) -> impl IntoView {
    match ink {
        Ink::Typed(name) => view! { <p class="typed">{name}</p> }.into_any(),
        Ink::Drawn(strokes) => {
            let (left, top, width, height) = ink::frame(&strokes);
            let paths =
                strokes.iter().flat_map(ink::paths).map(|(path, width)| view! { <path d=path stroke-width=width></path> }).collect_view();
            view! {
                <svg
                    class="drawn"
                    viewBox=format!("{left} {top} {width} {height}")
                    preserveAspectRatio="xMinYMid meet"
                    stroke-linecap="round"
                    stroke-linejoin="round"
                    role="img"
                    aria-label=format!("Signature of {signer}")
                >
                    {paths}
                </svg>
            }
            .into_any()
        }
    }
}
