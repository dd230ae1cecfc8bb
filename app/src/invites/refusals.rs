//! What is the matter, and what to do: the sentence for each refusal of the room.

use crate::parts::wait_words;
use domain::invites::Refusal;

/// As people read it.
pub fn sentence(refusal: Refusal) -> String {
    use Refusal::*;
    match refusal {
        ResentTooSoon { seconds } => {
            return format!("The last e-mail left less than 5 minutes ago. You can send again in {}.", wait_words(seconds));
        }
        EmailMissing => "Enter an e-mail address. The invitation goes there.",
        OwnerMissing => "Assign a Chart Owner under Demographics.",
        BirthDateMissing => "Enter the date of birth under Demographics.",
        AlreadyActivated => "Portal access is active already.",
        AddressHasAccount => "This address already has a portal account. Link the client to that account, or use another address.",
        LinkUnknown => "This link does not open anything.",
        LinkUsed => "This link was used already. Sign in with your e-mail and password.",
        LinkReplaced => "A newer mail was sent to you. Please use the link in that one.",
        LinkRevoked => "This link was ended by the practice. Call the office.",
        LinkLocked => "This link is locked after five tries that did not match. Call the office for a new one.",
        LinkExpired => "This link has ended: links are good for seven days. Call the office for a new one.",
        LastNameMissing => "Enter the last name.",
        LastNameTooLong => "Names can have up to 100 characters. Shorten the name.",
        BirthDateUnreadable => "Enter the date of birth as a date, like 03/14/1991.",
        OuterSpace => "There is a space before or after the last name. Take it out and try again.",
        IdentityMismatch => {
            "The last name and date of birth do not match what the practice has. Check both and try again, or call the office."
        }
        IdentityNotPassed => "That took a while. Enter last name and date of birth again.",
        AlreadyRegistered => "They have registered already. If they cannot sign in, reset the password.",
        NotRegistered => "Nobody has registered yet. Send the welcome e-mail again instead.",
        NoAccountAtAddress => "No portal account has this address. Check it, or leave the box empty to send an invitation.",
        HasAccess => "This person has access to the chart already.",
        NotAllCharts => {
            "Some of these charts are not yours to change. Choose Remove Client's Access to This Patient instead, or ask your practice administrator."
        }
        StartUnreadable => "Enter the first day as a date, like 03/14/2027.",
        EndUnreadable => "Enter the last day as a date, like 03/14/2027.",
        EndsInThePast => "The last day lies in the past. Use Remove Access to end it now.",
        EndsBeforeStart => "The last day lies before the first. Check both.",
        ScopeMissing => "Tick one area or more. To take everything away, remove access instead.",
        LegalBasisMissing => "Say what gives this person access: the client is of age, and decides who sees the record.",
        EndMissing => "Choose the last day of this access: the client is of age.",
        LegalBasisTooLong => "The legal basis can have up to 200 characters. Please shorten it.",
    }
    .to_owned()
}
