use super::*;
use crate::billing::Method;
use proptest::{prelude::*, test_runner::TestRunner};
use std::collections::BTreeMap;

#[test]
fn three_lines_of_33_33_take_a_part_payment_without_losing_a_cent() {
    let open = [1, 2, 3].map(|charge| Part { charge, cents: 3_333 });
    let parts = allocate(&open, 5_000).unwrap();
    assert_eq!(parts, [Part { charge: 1, cents: 3_333 }, Part { charge: 2, cents: 1_667 }]);
    assert_eq!(take_back(&parts, 2_000).unwrap(), [Part { charge: 2, cents: 1_667 }, Part { charge: 1, cents: 333 }]);
    assert_eq!(allocate(&open, 10_000), Err(Refusal::AboveBalance));
    assert_eq!(take_back(&parts, 5_001), Err(Refusal::AboveReceived));
}

#[test]
fn what_is_spoken_for_is_not_paid_twice() {
    assert_eq!(may_pay(4_000, 4_000, 0), Ok(()));
    assert_eq!(may_pay(4_001, 4_000, 0), Err(Refusal::AboveBalance));
    assert_eq!(may_pay(1, 4_000, 4_000), Err(Refusal::PaymentUnderWay));
    assert_eq!(may_pay(1, 0, 0), Err(Refusal::PaidAlready));
    assert_eq!(may_pay(0, 4_000, 0), Err(Refusal::AmountNotPositive));
    assert_eq!(may_take_off(100, 4_000, 4_000, 3_950), Err(Refusal::PaymentUnderWay));
    assert_eq!(may_refund(1, 4_000, 4_000), Err(Refusal::AboveReceived));
}

/// One of the things that can happen to an account.
#[derive(Clone, Debug)]
enum Act {
    Charge(i64),
    Void(usize),
    Begin(i64, Method),
    /// A payment that was begun comes through, or not.
    Settle(usize, bool),
    Refund(usize, i64),
    TakeOff(usize, i64),
}

struct Payment {
    method: Method,
    cents: i64,
    open: bool,
    parts: Vec<Part<usize>>,
    given_back: i64,
}

/// An account as a program keeps it: the entries, and beside them the sums that they are shown by.
#[derive(Default)]
struct Account {
    entries: Vec<(Book, Book, i64, usize)>,
    charges: Vec<(i64, i64)>,
    payments: Vec<Payment>,
}

impl Account {
    fn enter(&mut self, kind: EntryKind, through: Book, part: Part<usize>) {
        let (to, from) = kind.books(through);
        self.entries.push((to, from, part.cents, part.charge));
        let sign = if to == Book::Receivable { 1 } else { -1 };
        self.charges[part.charge].1 += sign * part.cents;
    }

    fn balance(&self) -> i64 {
        self.charges.iter().map(|(_, balance)| balance).sum()
    }

    fn spoken_for(&self) -> i64 {
        self.payments.iter().filter(|payment| payment.open).map(|payment| payment.cents).sum()
    }

    fn open(&self) -> Vec<Part<usize>> {
        self.charges.iter().enumerate().map(|(charge, (_, cents))| Part { charge, cents: *cents }).collect()
    }

    fn act(&mut self, act: Act) -> Result<(), Refusal> {
        match act {
            Act::Charge(cents) => {
                self.charges.push((cents, 0));
                let charge = self.charges.len() - 1;
                self.enter(EntryKind::Charge, Book::Income, Part { charge, cents });
            }
            Act::Void(charge) => {
                let Some(&(amount, balance)) = self.charges.get(charge) else { return Ok(()) };
                if amount != balance {
                    return Err(Refusal::ChargePaid);
                }
                may_take_off(amount, balance, self.balance(), self.spoken_for())?;
                self.enter(EntryKind::Void, Book::Income, Part { charge, cents: amount });
            }
            Act::Begin(cents, method) => {
                may_pay(cents, self.balance(), self.spoken_for())?;
                self.payments.push(Payment { method, cents, open: true, parts: Vec::new(), given_back: 0 });
            }
            Act::Settle(payment, through) => {
                let Some(at) = self.payments.get(payment).filter(|payment| payment.open) else { return Ok(()) };
                let (cents, book) = (at.cents, at.method.book());
                self.payments[payment].open = false;
                if through {
                    let parts = allocate(&self.open(), cents).expect("what is spoken for stays open");
                    for part in &parts {
                        self.enter(EntryKind::Payment, book, *part);
                    }
                    self.payments[payment].parts = parts;
                } else {
                    self.payments[payment].cents = 0;
                }
            }
            Act::Refund(payment, cents) => {
                let Some(at) = self.payments.get(payment).filter(|payment| !payment.open) else { return Ok(()) };
                may_refund(cents, at.cents, at.given_back)?;
                let (parts, book) = (take_back(&at.parts, cents)?, at.method.book());
                for part in &parts {
                    self.enter(EntryKind::Refund, book, *part);
                }
                let at = &mut self.payments[payment];
                at.given_back += cents;
                for part in parts {
                    at.parts.iter_mut().filter(|of| of.charge == part.charge).for_each(|of| of.cents -= part.cents);
                }
            }
            Act::TakeOff(charge, cents) => {
                let Some(&(_, balance)) = self.charges.get(charge) else { return Ok(()) };
                may_take_off(cents, balance, self.balance(), self.spoken_for())?;
                self.enter(EntryKind::Adjustment, Book::WriteOff, Part { charge, cents });
            }
        }
        Ok(())
    }

    /// Walks all entries, and holds what comes of them against what is shown.
    fn walk(&self) {
        let (mut books, mut owed) = (BTreeMap::new(), BTreeMap::new());
        for (to, from, cents, charge) in &self.entries {
            assert!(*cents > 0, "an entry moves something");
            *books.entry(to.name()).or_insert(0) += cents;
            *books.entry(from.name()).or_insert(0) -= cents;
            let sign = i64::from(*to == Book::Receivable) - i64::from(*from == Book::Receivable);
            *owed.entry(*charge).or_insert(0) += sign * cents;
        }
        assert_eq!(books.values().sum::<i64>(), 0, "the books are even");
        for (charge, (amount, balance)) in self.charges.iter().enumerate() {
            assert_eq!(owed[&charge], *balance, "what is shown of a charge is what its entries say");
            assert!((0..=*amount).contains(balance), "nobody pays too much, nor owes more than was charged");
        }
        assert!(self.spoken_for() <= self.balance(), "what is spoken for is there to be paid");
        for payment in self.payments.iter().filter(|payment| !payment.open) {
            assert!(payment.given_back <= payment.cents, "nothing is given back that was not received");
            assert_eq!(payment.parts.iter().map(|part| part.cents).sum::<i64>(), payment.cents - payment.given_back);
        }
    }
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let (at, cents) = (0_usize..12, 1_i64..20_000);
    let act = prop_oneof![
        cents.clone().prop_map(Act::Charge),
        at.clone().prop_map(Act::Void),
        (cents.clone(), prop::sample::select(Method::ALL.to_vec())).prop_map(|(cents, method)| Act::Begin(cents, method)),
        (at.clone(), any::<bool>()).prop_map(|(payment, through)| Act::Settle(payment, through)),
        (at.clone(), cents.clone()).prop_map(|(payment, cents)| Act::Refund(payment, cents)),
        (at, cents).prop_map(|(charge, cents)| Act::TakeOff(charge, cents)),
    ];
    prop::collection::vec(act, 100)
}

/// A hundred thousand of them: a thousand accounts, each with a hundred.
#[test]
fn whatever_happens_the_books_are_even_and_nobody_pays_too_much() {
    let mut runner = TestRunner::new(ProptestConfig { cases: 1_000, ..ProptestConfig::default() });
    runner
        .run(&acts(), |acts| {
            let mut account = Account::default();
            for act in acts {
                let before = account.entries.len();
                if account.act(act).is_err() {
                    assert_eq!(account.entries.len(), before, "what is refused leaves nothing");
                }
            }
            account.walk();
            Ok(())
        })
        .unwrap();
}
