//! **Change password**, of who is signed in.

use crate::{
    house::{CLIENT_PASSWORD, House, STAFF_PASSWORD, origin},
    passwords::{is_told, refusals},
};
use domain::sign_in::{Refusal as SignInRefusal, Side};

crate::on_both_databases!(
    backend::Hashing::Full =>
    who_is_signed_in_changes_the_password_and_stays,
);

const MAYA: &str = "maya.lindqvist@example.com";
const ELENA: &str = "elena.reyes@harborstreet.example";
const NEW: &str = "Amber-Kites_fly88";

async fn who_is_signed_in_changes_the_password_and_stays(house: House) {
    for (side, address, old) in [(Side::Portal, MAYA, CLIENT_PASSWORD), (Side::Office, ELENA, STAFF_PASSWORD)] {
        let sign_in = async |password: &str| house.visitor().sign_in(side, address, password, None).await.map(|session| session.token);
        let (here, elsewhere) = (sign_in(old).await.unwrap(), sign_in(old).await.unwrap());
        let change = async |present: &str, new: &str| match side {
            Side::Portal => {
                let holder = house.practice.holder(Some(&here), origin()).await?;
                holder.security().change_password(present, new).await
            }
            Side::Office => {
                let staff = house.practice.staff(Some(&here), origin()).await?;
                staff.security().change_password(present, new).await
            }
        };
        for (present, new, refusal) in [
            ("", NEW, SignInRefusal::OldPasswordNotTyped),
            ("Amber-Kites_fly8", NEW, SignInRefusal::OldPasswordWrong),
            (old, old, SignInRefusal::PasswordAsNow),
            (old, "", SignInRefusal::PasswordMissing),
        ] {
            assert_eq!(refusals(change(present, new).await), [refusal.into()], "{side:?}");
        }
        change(old, NEW).await.unwrap();
        assert!(refusals(change(old, "Amber-Kites_fly99").await) == [SignInRefusal::OldPasswordWrong.into()], "once");
        let is_in = async |token| match side {
            Side::Portal => house.practice.holder(Some(token), origin()).await.is_ok(),
            Side::Office => house.practice.staff(Some(token), origin()).await.is_ok(),
        };
        assert_eq!((is_in(&here).await, is_in(&elsewhere).await), (true, false));
        assert!(is_told(&house, address, "Your password was changed").await);
        assert!(sign_in(old).await.is_err() && sign_in(NEW).await.is_ok());
    }
    assert_eq!(house.told("sign_in.password_changed").await, 2);
}
