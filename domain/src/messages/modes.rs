//! Who may begin a conversation, and who may answer in it: the practice's choice of four.

use super::{Audience, Refusal};
use crate::named::named;
use serde::{Deserialize, Serialize};

named! {
    /// How clients and staff write to each other (CP-13).
    pub enum Mode {
        /// Clients answer while a conversation is open, and quiet ones close by themselves.
        ReplyOnly "reply_only",
        /// Clients answer only where staff began.
        NeverInitiate "never_initiate",
        /// Clients write to those who treat them, and staff to their own clients.
        AssignedClientsOnly "assigned_clients_only",
        /// Everybody writes to everybody.
        AllClients "all_clients",
    }
}

named! {
    /// What a conversation is for.
    pub enum Purpose {
        Talk "talk",
        /// The one that carries a chart's record requests: documents to read and sign.
        Records "records",
        /// One letter to many.
        Announcement "announcement",
        /// The client asks for an appointment,
        AppointmentRequest "appointment_request",
        /// for a copy of the record,
        RecordRequest "record_request",
        /// or about money: in every mode, also where nothing else can be begun.
        BillingQuestion "billing_question",
    }
}

impl Purpose {
    /// What a client can ask for in every mode.
    pub const REQUESTS: [Self; 3] = [Self::AppointmentRequest, Self::RecordRequest, Self::BillingQuestion];

    pub fn is_request(self) -> bool {
        Self::REQUESTS.contains(&self)
    }

    /// What such a request is called, for client and staff alike.
    pub fn label(self) -> &'static str {
        match self {
            Self::Talk => "Conversation",
            Self::Records => "Documents from your clinician",
            Self::Announcement => "Announcement",
            Self::AppointmentRequest => "Appointment request",
            Self::RecordRequest => "Request for records",
            Self::BillingQuestion => "Billing question",
        }
    }

    /// Who reads a request.
    pub fn audience(self) -> Audience {
        match self {
            Self::AppointmentRequest | Self::RecordRequest | Self::Announcement => Audience::Administrative,
            Self::BillingQuestion => Audience::Billing,
            Self::Talk | Self::Records => Audience::Clinical,
        }
    }

    /// Whether it closes when the client stays quiet: talk, and an announcement once it was answered, which makes talk of it.
    pub fn grows_quiet(self, client_has_written: bool) -> bool {
        self == Self::Talk || (self == Self::Announcement && client_has_written)
    }
}

/// What a client can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Starting {
    Nothing,
    /// A conversation with those who treat them.
    WithAssigned,
    /// And with the desks.
    WithAnyone,
}

impl Mode {
    pub fn starting(self) -> Starting {
        match self {
            Self::ReplyOnly | Self::NeverInitiate => Starting::Nothing,
            Self::AssignedClientsOnly => Starting::WithAssigned,
            Self::AllClients => Starting::WithAnyone,
        }
    }

    /// Whether quiet conversations close by themselves.
    pub fn closes_quiet_ones(self) -> bool {
        self == Self::ReplyOnly
    }
}

/// A conversation, as far as the rule needs to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub purpose: Purpose,
    pub begun_by_practice: bool,
    pub closed: bool,
}

/// Whether a client can answer in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answering {
    Open,
    /// Closed: to be read, and no more.
    Closed,
    /// It was begun by the client, and now the practice lets clients answer only what it has begun itself.
    NotBegunByPractice,
}

impl Answering {
    pub fn of(mode: Mode, conversation: Standing) -> Self {
        let Standing { purpose, begun_by_practice, closed } = conversation;
        if closed {
            Self::Closed
        } else if mode == Mode::NeverInitiate && !begun_by_practice && !purpose.is_request() {
            Self::NotBegunByPractice
        } else {
            Self::Open
        }
    }

    pub fn check(self) -> Result<(), Refusal> {
        match self {
            Self::Open => Ok(()),
            Self::Closed => Err(Refusal::Closed),
            Self::NotBegunByPractice => Err(Refusal::NotBegunByPractice),
        }
    }
}

/// Whether staff can begin a conversation with a client: who has them on their roster, or everybody within reach.
pub fn staff_starts(mode: Mode, on_roster: bool) -> Result<(), Refusal> {
    if mode == Mode::AssignedClientsOnly && !on_roster { Err(Refusal::NotOnRoster) } else { Ok(()) }
}

/// Whether staff can write in one that is there. What a client has asked for is answered by whoever reads it.
pub fn staff_writes(mode: Mode, on_roster: bool, conversation: Standing) -> Result<(), Refusal> {
    if conversation.closed {
        return Err(Refusal::Closed);
    }
    if !conversation.begun_by_practice || conversation.purpose.is_request() { Ok(()) } else { staff_starts(mode, on_roster) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CP-13, cell by cell.
    #[test]
    fn the_table_of_modes() {
        use Starting::*;
        let table = Mode::ALL.map(|mode| (mode.starting(), mode.closes_quiet_ones(), staff_starts(mode, false).is_ok()));
        assert_eq!(
            table,
            [(Nothing, true, true), (Nothing, false, true), (WithAssigned, false, false), (WithAnyone, false, true)],
            "what clients begin, whether quiet ones close, and whether staff write to those who are not on their roster"
        );
        assert!(Mode::ALL.iter().all(|mode| staff_starts(*mode, true).is_ok()));
    }

    #[test]
    fn clients_answer_by_mode_and_state() {
        for mode in Mode::ALL {
            for purpose in Purpose::ALL {
                for begun_by_practice in [false, true] {
                    let answering = |closed| Answering::of(mode, Standing { purpose, begun_by_practice, closed });
                    assert_eq!(answering(true), Answering::Closed, "{mode:?} {purpose:?}: what is closed is closed to everybody");
                    let own = !begun_by_practice && !purpose.is_request();
                    let expected = if mode == Mode::NeverInitiate && own { Answering::NotBegunByPractice } else { Answering::Open };
                    assert_eq!(answering(false), expected, "{mode:?} {purpose:?} begun by practice: {begun_by_practice}");
                }
            }
        }
    }

    #[test]
    fn staff_answer_what_was_asked_in_every_mode() {
        for mode in Mode::ALL {
            for purpose in Purpose::REQUESTS {
                let asked = Standing { purpose, begun_by_practice: false, closed: false };
                assert_eq!(staff_writes(mode, false, asked), Ok(()), "{mode:?} {purpose:?}");
                assert_eq!(staff_writes(mode, true, Standing { closed: true, ..asked }), Err(Refusal::Closed));
            }
            let own = Standing { purpose: Purpose::Talk, begun_by_practice: true, closed: false };
            assert_eq!(staff_writes(mode, false, own), staff_starts(mode, false), "{mode:?}");
        }
    }

    #[test]
    fn only_talk_grows_quiet() {
        let quiet = |written| Purpose::ALL.into_iter().filter(move |purpose| purpose.grows_quiet(written)).collect::<Vec<_>>();
        assert_eq!(quiet(false), [Purpose::Talk], "record requests and announcements start no clock");
        assert_eq!(quiet(true), [Purpose::Talk, Purpose::Announcement], "who answers an announcement talks");
    }
}
