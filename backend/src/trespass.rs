//! Names what cannot be named from here. Only `script/check` compiles it, and wants each line refused as it says, and no other.

// `script/check` sees that the tables of every room are private to it. So each of their rows is out of reach, as these are.
type Alerts = crate::alerts::table::alerts::Entity; // E0603
type Accounts = crate::sign_in::table::accounts::Entity; // E0603

// Nor by a shorter way.
type ChartsOut = crate::charts::charts::Entity; // E0433
type GrantsOut = crate::invites::grants::Entity; // E0603
type DocumentsOut = crate::documents::documents::Entity; // E0433
type SharesOut = crate::documents::shares::Entity; // E0433
type FilesOut = crate::files::files::Entity; // E0603
type MessagesOut = crate::messages::messages::Entity; // E0603

// What rooms hand to others leads to no table.
fn of_chart(_: <crate::charts::Chart as sea_orm::ModelTrait>::Entity) {} // E0277
fn of_contact(_: <crate::charts::Contact as sea_orm::ModelTrait>::Entity) {} // E0277
fn of_grant(_: <crate::invites::Grant as sea_orm::ModelTrait>::Entity) {} // E0277

// Nobody goes on from a chart, or commits a change past its trail, or says on their own what was entered.
fn go_on(mut chart: crate::in_chart::InChart<'_, crate::Staff>) {
    chart.chart = sea_orm::prelude::Uuid::nil(); // E0616
}
fn pass(change: crate::in_chart::Change<'_, crate::Staff>) -> crate::db::Write {
    change.write // E0616
}
struct Past;
impl crate::in_chart::private::Entered for Past {} // E0603
