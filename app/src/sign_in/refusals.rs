//! What is the matter, and what to do: the sentence for each refusal of the room.

use crate::parts::wait_words;
use domain::sign_in::{PasswordRule, Refusal};

/// As people read it.
pub fn sentence(refusal: Refusal) -> String {
    use Refusal::*;
    match refusal {
        WrongEmailOrPassword => {
            "The e-mail or the password is not right, or your access has ended. Check both and try again. Still not in? Ask the practice."
                .into()
        }
        TooManyTries { seconds } => {
            format!("You have tried many times. Wait {}, then try again.", wait_words(seconds))
        }
        PasswordMissing => "Choose a password.".into(),
        CodeMissing => "Type the code.".into(),
        WrongCode => "This code is not right, or it was used already. Wait for the next one, and try again.".into(),
        PasskeyFailed => "Your device gave no passkey, or it took too long. Try again.".into(),
        PasskeyUnknown => "This passkey opens nothing here. Use your e-mail and password.".into(),
        PasskeysNotHere => "Passkeys do not work at this address. Use your e-mail and password.".into(),
        WrongPassword => "The password is not right. Try again.".into(),
        OldPasswordWrong => "This is not your password of now. Try again, or use Forgot password.".into(),
        OldPasswordNotTyped => "Enter the password that you sign in with now.".into(),
        PasswordAsNow => "This is your password of now. Choose another.".into(),
        EmailNotTyped => "Enter your e-mail.".into(),
        PasswordNotTyped => "Enter your password.".into(),
        AddressAsNow => "You sign in with this address already.".into(),
        OtherAddress => "This is not the address that our mail went to. Type the e-mail address at which you found the link.".into(),
        PasswordTooNew => "Your password was set through a mail less than a week ago. Please call the practice: they can help you.".into(),
        ResetAskedAlready => "You have told us already. Look for our mail, or call the practice.".into(),
        FactorRequired => "Your practice asks for a second step. Add another first, then remove this one.".into(),
        KeyUnknown => "We do not know this link. Ask for a new one.".into(),
        KeyUsed => "This link was used already. Ask for a new one.".into(),
        KeyReplaced => "A newer mail was sent to you. Use the link in that one.".into(),
        KeyExpired => "This link has ended. Ask for a new one.".into(),
        PasswordCommon => "This password is on the list of common or stolen ones. Choose another.".into(),
        PasswordObvious => "This password holds your name, your e-mail or the practice. Choose another.".into(),
        PasswordRuleUnmet { rule } => match rule {
            PasswordRule::Length => "Use 12 characters or more.",
            PasswordRule::Upper => "Add a capital letter.",
            PasswordRule::Lower => "Add a small letter.",
            PasswordRule::Digit => "Add a number.",
            PasswordRule::Special => "Add one of ! @ # $ & ( * ) _",
            PasswordRule::NotTooLong => "Use 128 characters or fewer.",
        }
        .into(),
    }
}
