//! Paying: once, whatever is sent again; never more than is open; and what nobody knows is asked for.

use super::{balance, charged_by_the_sandbox, key, open_for_business, owed, pay, record, refused, walk};
use crate::house::House;
use backend::Error;
use chrono::Duration;
use domain::billing::{PayAsk, PaymentState, Refusal as Money, SandboxCard, Step};
use futures_util::future::join_all;
use sea_orm::ConnectionTrait;

crate::on_both_databases!(
    one_key_is_one_charge,
    of_two_payments_at_once_one_goes_through,
    a_lost_reply_is_asked_for_and_never_charged_again,
    a_late_answer_is_waited_for,
    what_was_cut_off_before_it_was_sent_is_never_charged,
    what_the_bank_asks_is_answered_or_ends,
    what_is_declined_leaves_everything_as_it_was,
    bad_amounts_are_told_and_nothing_is_charged,
    there_is_exactly_one_default_card_while_there_is_any,
    a_card_that_was_removed_meanwhile_pays_nothing,
);

async fn state(house: &House, id: domain::ids::PaymentId) -> PaymentState {
    house.client("Maya").await.billing().await.unwrap().receipt(id).await.unwrap().line.state
}

async fn one_key_is_one_charge(house: House) {
    open_for_business(&house).await;
    owed(&house, "160").await;
    let maya = house.client("Maya").await;
    let billing = maya.billing().await.unwrap();
    let card = billing.choose_sandbox_card(SandboxCard::Success, true, false).await.unwrap();
    let key = key();
    let answers = join_all((0..12).map(|_| billing.pay(key, 4_000, card))).await;
    assert!(answers.iter().all(|answer| matches!(answer, Ok(id) if *id == key)), "{answers:?}");
    assert_eq!(billing.pay(key, 4_000, card).await.unwrap(), key, "from a page that one went back to");
    assert_eq!(refused(billing.pay(key, 5_000, card).await), Money::KeyReused);
    assert_eq!((charged_by_the_sandbox(&house).await, balance(&maya).await), (4_000, 12_000));
    assert_eq!(house.count("SELECT count(*) FROM payments").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM cards").await, 1, "the card is on file once");
    walk(&house).await;
}

async fn of_two_payments_at_once_one_goes_through(house: House) {
    open_for_business(&house).await;
    owed(&house, "160").await;
    let maya = house.client("Maya").await;
    let answers = join_all((0..4).map(|_| pay(&maya, 16_000, SandboxCard::Success))).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    for refusal in answers.into_iter().filter(Result::is_err) {
        assert!([Money::PaymentUnderWay, Money::PaidAlready].contains(&refused(refusal)));
    }
    assert_eq!((charged_by_the_sandbox(&house).await, balance(&maya).await), (16_000, 0));
    assert_eq!(refused(pay(&maya, 1, SandboxCard::Success).await), Money::PaidAlready);
    walk(&house).await;
}

async fn a_lost_reply_is_asked_for_and_never_charged_again(house: House) {
    open_for_business(&house).await;
    owed(&house, "160").await;
    let maya = house.client("Maya").await;
    let id = pay(&maya, 16_000, SandboxCard::NetworkGone).await.unwrap();
    assert_eq!((state(&house, id).await, balance(&maya).await), (PaymentState::Pending, 16_000));
    // Until it is known, nobody pays it a second time: neither the client nor the desk.
    assert_eq!(refused(pay(&maya, 100, SandboxCard::Success).await), Money::PaymentUnderWay);
    assert_eq!(refused(record(&house, "1.00", "cash").await), Money::PaymentUnderWay);
    house.system.mind_payments().await.unwrap();
    assert_eq!(state(&house, id).await, PaymentState::Pending, "it is not asked at once");
    house.hands.shift(Duration::seconds(31));
    house.system.mind_payments().await.unwrap();
    house.system.mind_payments().await.unwrap();
    assert_eq!((state(&house, id).await, balance(&maya).await), (PaymentState::Received, 0));
    assert_eq!(charged_by_the_sandbox(&house).await, 16_000);
    walk(&house).await;
}

async fn a_late_answer_is_waited_for(house: House) {
    open_for_business(&house).await;
    owed(&house, "160").await;
    let maya = house.client("Maya").await;
    let id = pay(&maya, 5_000, SandboxCard::Late).await.unwrap();
    house.hands.shift(Duration::seconds(31));
    house.system.mind_payments().await.unwrap();
    assert_eq!(state(&house, id).await, PaymentState::Pending, "the card company takes a minute");
    house.hands.shift(Duration::seconds(40));
    house.system.mind_payments().await.unwrap();
    assert_eq!(state(&house, id).await, PaymentState::Received);
    walk(&house).await;
}

/// A process that ended between its commit and the gateway: what it had begun is taken back, and stays so.
async fn what_was_cut_off_before_it_was_sent_is_never_charged(house: House) {
    open_for_business(&house).await;
    owed(&house, "160").await;
    let maya = house.client("Maya").await;
    let id = pay(&maya, 16_000, SandboxCard::NetworkGone).await.unwrap();
    house.tamper("UPDATE sandbox_payments SET state = 'prepared', confirmed_at = NULL").await;
    house.hands.shift(Duration::seconds(31));
    house.system.mind_payments().await.unwrap();
    assert_eq!((state(&house, id).await, balance(&maya).await), (PaymentState::Cancelled, 16_000));
    assert_eq!(house.count("SELECT count(*) FROM sandbox_payments WHERE state = 'cancelled'").await, 1);
    pay(&maya, 16_000, SandboxCard::Success).await.unwrap();
    assert_eq!(charged_by_the_sandbox(&house).await, 16_000);
    walk(&house).await;
}

async fn what_the_bank_asks_is_answered_or_ends(house: House) {
    open_for_business(&house).await;
    owed(&house, "160").await;
    let maya = house.client("Maya").await;
    let billing = maya.billing().await.unwrap();
    let yes = pay(&maya, 1_000, SandboxCard::Confirm).await.unwrap();
    assert_eq!(state(&house, yes).await, PaymentState::Waits);
    billing.answer_bank(yes, true).await.unwrap();
    assert_eq!((state(&house, yes).await, balance(&maya).await), (PaymentState::Received, 15_000));
    assert_eq!(refused(billing.answer_bank(yes, true).await), Money::NothingToConfirm);
    let no = pay(&maya, 1_000, SandboxCard::Confirm).await.unwrap();
    billing.answer_bank(no, false).await.unwrap();
    assert_eq!(state(&house, no).await, PaymentState::Cancelled);
    let forgotten = pay(&maya, 15_000, SandboxCard::Confirm).await.unwrap();
    house.hands.shift(Duration::minutes(59));
    house.system.mind_payments().await.unwrap();
    assert_eq!(state(&house, forgotten).await, PaymentState::Waits);
    house.hands.shift(Duration::minutes(2));
    house.system.mind_payments().await.unwrap();
    let maya = house.client("Maya").await;
    assert_eq!((state(&house, forgotten).await, balance(&maya).await), (PaymentState::Cancelled, 15_000));
    assert_eq!(charged_by_the_sandbox(&house).await, 1_000);
    pay(&maya, 15_000, SandboxCard::Success).await.unwrap();
    walk(&house).await;
}

async fn what_is_declined_leaves_everything_as_it_was(house: House) {
    open_for_business(&house).await;
    owed(&house, "160").await;
    let maya = house.client("Maya").await;
    for card in [SandboxCard::Declined, SandboxCard::NoFunds, SandboxCard::Expired] {
        let id = pay(&maya, 16_000, card).await.unwrap();
        let receipt = maya.billing().await.unwrap().receipt(id).await.unwrap();
        assert_eq!((receipt.line.state, receipt.balance_cents), (PaymentState::Declined, 16_000), "{card:?}");
        assert!(receipt.decline.unwrap().sentence().contains("Nothing was charged"));
    }
    assert_eq!((charged_by_the_sandbox(&house).await, balance(&maya).await), (0, 16_000));
    let walter = house.staff("Brandt").await;
    let to_do = walter.notices().to_do().await.unwrap();
    assert_eq!(to_do.tasks.iter().filter(|task| task.kind == domain::notices::TaskKind::PaymentFailed).count(), 3);
    walk(&house).await;
}

async fn bad_amounts_are_told_and_nothing_is_charged(house: House) {
    open_for_business(&house).await;
    owed(&house, "160").await;
    let maya = house.client("Maya").await;
    let billing = maya.billing().await.unwrap();
    for (amount, wrong) in [
        ("0", Money::AmountNotPositive),
        ("-5", Money::AmountNotPositive),
        ("160.01", Money::AboveBalance),
        ("1.234", Money::AmountTooFine),
        ("1,000.00", Money::AmountWithComma),
    ] {
        let page = billing.paying(PayAsk { pay: "custom".into(), amount: amount.into(), ..PayAsk::default() }).await.unwrap();
        assert_eq!((page.step, page.wrong), (Step::Amount, Some(wrong)), "{amount}");
        assert_eq!(page.ask.amount, amount, "what was typed stays");
    }
    for cents in [0, -100, i64::MIN, 16_001, i64::MAX] {
        assert!(pay(&maya, cents, SandboxCard::Success).await.is_err(), "{cents}");
    }
    assert_eq!((charged_by_the_sandbox(&house).await, house.count("SELECT count(*) FROM payments").await), (0, 0));
}

async fn there_is_exactly_one_default_card_while_there_is_any(house: House) {
    open_for_business(&house).await;
    let maya = house.client("Maya").await;
    let billing = maya.billing().await.unwrap();
    let first = billing.add_sandbox_card(SandboxCard::Success, false, None).await.unwrap();
    let second = billing.add_sandbox_card(SandboxCard::OtherSuccess, false, None).await.unwrap();
    let default = async || {
        let lines = billing.cards().await.unwrap().0;
        assert!(lines.is_empty() || lines.iter().filter(|line| line.is_default).count() == 1, "{lines:?}");
        lines.first().map(|line| line.id)
    };
    assert_eq!(default().await, Some(first), "the first is the default");
    billing.make_default(second).await.unwrap();
    assert_eq!(default().await, Some(second));
    let third = billing.add_sandbox_card(SandboxCard::Confirm, false, Some(second)).await.unwrap();
    assert_eq!(default().await, Some(third), "who takes the place of the default is the default");
    billing.remove_card(third).await.unwrap();
    assert_eq!(default().await, Some(first));
    assert!(matches!(billing.remove_card(third).await, Err(Error::NotFound)));
    // Past the program: the database holds it.
    let db = house.database().await;
    for change in ["DELETE FROM card_defaults", "DELETE FROM cards"] {
        assert!(db.execute_unprepared(change).await.is_err(), "{change}");
    }
    let others = join_all([SandboxCard::Late, SandboxCard::Declined].map(|card| billing.add_sandbox_card(card, true, None))).await;
    assert!(others.iter().all(Result::is_ok));
    default().await;
    let all: Vec<_> = billing.cards().await.unwrap().0.into_iter().map(|line| line.id).collect();
    let gone = join_all(all.iter().map(|id| billing.remove_card(*id))).await;
    assert!(gone.iter().all(Result::is_ok), "{gone:?}");
    assert_eq!(default().await, None);
    assert_eq!(house.count("SELECT count(*) FROM card_defaults").await, 0);
}

async fn a_card_that_was_removed_meanwhile_pays_nothing(house: House) {
    open_for_business(&house).await;
    owed(&house, "160").await;
    let maya = house.client("Maya").await;
    let billing = maya.billing().await.unwrap();
    let card = billing.add_sandbox_card(SandboxCard::Success, true, None).await.unwrap();
    let ask = PayAsk { pay: "total".into(), card: Some(card), ..PayAsk::default() };
    let page = billing.paying(ask.clone()).await.unwrap();
    assert_eq!((page.step, page.cents), (Step::Review, 16_000));
    billing.remove_card(card).await.unwrap();
    assert_eq!(refused(billing.pay(page.key, page.cents, card).await), Money::CardGone);
    let page = billing.paying(ask).await.unwrap();
    assert_eq!((page.step, page.wrong, page.cents), (Step::Card, Some(Money::CardGone), 16_000), "how much was chosen stays");
    // Somebody else's card is no card.
    let rosa = house.client("Rosa").await;
    let hers = rosa.billing().await.unwrap().add_sandbox_card(SandboxCard::Success, true, None).await.unwrap();
    assert_eq!(refused(billing.pay(key(), 16_000, hers).await), Money::CardGone);
    assert_eq!(charged_by_the_sandbox(&house).await, 0);
}
