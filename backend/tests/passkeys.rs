//! Passkeys: a device of ours in software makes them and answers.

use crate::{
    access::{grant_of, refusals},
    house::{CLIENT_PASSWORD, House, origin},
};
use backend::{Error, Holder, Origin, SignedIn, Token};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Duration;
use domain::sign_in::{Awaits, PasskeyChallenge, PasskeyUse, Refusal, Side, StepUpScope};
use p256::{
    ecdsa::{Signature, SigningKey, signature::Signer},
    elliptic_curve::Generate,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

crate::on_both_databases!(
    a_passkey_signs_in_alone,
    a_passkey_is_the_second_step_after_the_password,
    fifty_equal_answers_let_one_in,
    an_answer_from_elsewhere_opens_nothing,
    somebody_elses_passkey_is_no_second_step,
    a_copied_device_is_refused,
    a_passkey_proves_who_one_is,
    a_removed_passkey_opens_nothing,
    a_passkey_of_the_portal_opens_no_office,
    who_has_lost_access_has_no_passkey_either,
    a_device_has_five_minutes,
);

const HOST: &str = "localhost";
const ORIGIN: &str = "http://localhost:3000";
const MAYA: &str = "maya.lindqvist@example.com";

/// An authenticator as the browser's API shows it: a key pair, a name for it, and a counter.
struct Device {
    key: SigningKey,
    id: [u8; 16],
    owner: Vec<u8>,
    counter: u32,
    origin: &'static str,
}

const MADE: u8 = 0x45; // user present, user verified, credential attached
const SIGNED: u8 = 0x05; // user present, user verified

impl Device {
    fn new(seed: u8) -> Self {
        Self { key: SigningKey::generate(), id: [seed; 16], owner: Vec::new(), counter: 1, origin: ORIGIN }
    }

    /// What `navigator.credentials.create` gives, with `none` attestation.
    fn makes(&mut self, challenge: &PasskeyChallenge) -> String {
        let options = options(challenge);
        self.owner = bytes(&options["user"]["id"]);
        assert_eq!(options["rp"]["id"], HOST);
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        let point = self.key.verifying_key().to_sec1_point(false);
        // COSE_Key (RFC 9053): EC2, ES256, P-256, x, y.
        let mut cose = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        cose.extend(point.x().unwrap());
        cose.extend([0x22, 0x58, 0x20]);
        cose.extend(point.y().unwrap());
        let mut data = self.data(MADE);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.id);
        data.extend(cose);
        // {"fmt": "none", "attStmt": {}, "authData": …}
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "clientExtensionResults": {},
            "response": { "attestationObject": text(&object), "clientDataJSON": text(&self.client("webauthn.create", &options)) },
        })
        .to_string()
    }

    /// What `navigator.credentials.get` gives.
    fn signs(&mut self, challenge: &PasskeyChallenge) -> String {
        self.counter += 1;
        let options = options(challenge);
        let data = self.data(SIGNED);
        let client = self.client("webauthn.get", &options);
        let signature: Signature = self.key.sign(&[data.clone(), Sha256::digest(&client).to_vec()].concat());
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "clientExtensionResults": {},
            "response": {
                "authenticatorData": text(&data), "clientDataJSON": text(&client),
                "signature": text(signature.to_der().as_bytes()), "userHandle": text(&self.owner),
            },
        })
        .to_string()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(HOST).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client(&self, kind: &str, options: &Value) -> Vec<u8> {
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false }).to_string().into_bytes()
    }
}

fn options(challenge: &PasskeyChallenge) -> Value {
    serde_json::from_str::<Value>(&challenge.options).unwrap()["publicKey"].take()
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn bytes(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}

async fn holder(house: &House, token: &Token) -> Holder {
    house.practice.holder(Some(token), origin()).await.unwrap()
}

/// Adds a passkey to somebody's account. Gives their session, too.
async fn with_passkey(house: &House, name: &str, seed: u8) -> (Device, Token) {
    let token = house.client_token(name).await;
    let mut device = Device::new(seed);
    let person = holder(house, &token).await;
    let challenge = person.security().begin_passkey().await.unwrap();
    person.security().add_passkey(&challenge.token, &device.makes(&challenge)).await.unwrap();
    (device, token)
}

async fn ask(house: &House) -> PasskeyChallenge {
    house.visitor().begin_passkey_sign_in(Side::Portal, PasskeyUse::Alone, None).await.unwrap()
}

async fn alone(house: &House, device: &mut Device) -> Result<SignedIn, Error> {
    let challenge = ask(house).await;
    let answer = device.signs(&challenge);
    house.visitor().sign_in_with_passkey(Side::Portal, PasskeyUse::Alone, None, &challenge.token, &answer).await
}

async fn a_passkey_signs_in_alone(house: House) {
    let (mut device, token) = with_passkey(&house, "Maya", 1).await;
    let maya = holder(&house, &token).await;
    assert_eq!(maya.security().recovery_codes().await.unwrap().len(), 10, "the first factor brings recovery codes");
    let page = maya.security().page().await.unwrap();
    assert!(page.passkeys_work && page.factors[0].passkey.is_some() && page.factors[0].used.is_none());
    let signed_in = alone(&house, &mut device).await.unwrap();
    assert!(signed_in.awaits.is_none());
    assert!(house.practice.client(Some(&signed_in.token), None, origin()).await.is_ok());
    assert!(maya.security().page().await.unwrap().factors[0].used.is_some());
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE act = 'sign_in.succeeded' AND detail = 'passkey'").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM ceremonies").await, 0, "what was asked is taken once");
}

async fn a_passkey_is_the_second_step_after_the_password(house: House) {
    let (mut device, _) = with_passkey(&house, "Maya", 1).await;
    let half = house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.unwrap();
    assert_eq!(half.awaits, Some(Awaits::Factor));
    assert!(house.visitor().second_step(Side::Portal, Some(&half.token)).await.unwrap().passkey);
    let step = PasskeyUse::SecondStep;
    let challenge = house.visitor().begin_passkey_sign_in(Side::Portal, step, Some(&half.token)).await.unwrap();
    assert_eq!(options(&challenge)["allowCredentials"][0]["id"], text(&device.id));
    let answer = device.signs(&challenge);
    // Without the password before it, the same answer opens nothing.
    assert!(house.visitor().sign_in_with_passkey(Side::Portal, step, None, &challenge.token, &answer).await.is_err());
    let whole = house.visitor().sign_in_with_passkey(Side::Portal, step, Some(&half.token), &challenge.token, &answer).await.unwrap();
    assert_ne!(half.token.reveal(), whole.token.reveal());
    assert!(house.practice.client(Some(&whole.token), None, origin()).await.is_ok());
    assert!(house.visitor().second_step(Side::Portal, Some(&half.token)).await.is_err(), "the half session has ended");
}

/// T5
async fn fifty_equal_answers_let_one_in(house: House) {
    let (mut device, _) = with_passkey(&house, "Maya", 1).await;
    let challenge = ask(&house).await;
    let answer = device.signs(&challenge);
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let (visitor, token, answer) = (house.visitor(), challenge.token.clone(), answer.clone());
            tokio::spawn(async move { visitor.sign_in_with_passkey(Side::Portal, PasskeyUse::Alone, None, &token, &answer).await.is_ok() })
        })
        .collect();
    let mut let_in = 0;
    for one in tries {
        let_in += usize::from(one.await.unwrap());
    }
    assert_eq!(let_in, 1);
}

async fn an_answer_from_elsewhere_opens_nothing(house: House) {
    let (mut device, _) = with_passkey(&house, "Maya", 1).await;
    // A page that looks like ours: the browser writes its address into what the device signs.
    device.origin = "http://localhost.evil.net:3000";
    assert_eq!(refusals(alone(&house, &mut device).await), [Refusal::PasskeyFailed.into()]);
    device.origin = ORIGIN;
    // What was signed for another challenge.
    let (first, second) = (ask(&house).await, ask(&house).await);
    let answer = device.signs(&first);
    let visitor = house.visitor();
    let swapped = visitor.sign_in_with_passkey(Side::Portal, PasskeyUse::Alone, None, &second.token, &answer).await;
    assert_eq!(refusals(swapped), [Refusal::PasskeyFailed.into()]);
    for (token, answer) in [("", answer.as_str()), (first.token.as_str(), ""), (first.token.as_str(), "{}"), ("x", "[]")] {
        let nonsense = visitor.sign_in_with_passkey(Side::Portal, PasskeyUse::Alone, None, token, answer).await;
        assert_eq!(refusals(nonsense), [Refusal::PasskeyFailed.into()]);
    }
    // A key of one's own under the name of hers.
    let mut forged = Device { key: SigningKey::generate(), owner: device.owner.clone(), ..Device::new(1) };
    assert_eq!(refusals(alone(&house, &mut forged).await), [Refusal::PasskeyFailed.into()]);
    assert!(alone(&house, &mut device).await.is_ok());
    assert!(house.told("sign_in.failed").await >= 3);
}

async fn somebody_elses_passkey_is_no_second_step(house: House) {
    let (mut rosas, _) = with_passkey(&house, "Rosa", 2).await;
    with_passkey(&house, "Maya", 1).await;
    let half = house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.unwrap();
    let step = PasskeyUse::SecondStep;
    let challenge = house.visitor().begin_passkey_sign_in(Side::Portal, step, Some(&half.token)).await.unwrap();
    let answer = rosas.signs(&challenge);
    let crossed = house.visitor().sign_in_with_passkey(Side::Portal, step, Some(&half.token), &challenge.token, &answer).await;
    assert_eq!(refusals(crossed), [Refusal::PasskeyUnknown.into()]);
    // Nor is one that says that it is hers.
    let challenge = ask(&house).await;
    rosas.owner = vec![0; 16];
    let answer = rosas.signs(&challenge);
    let lied = house.visitor().sign_in_with_passkey(Side::Portal, PasskeyUse::Alone, None, &challenge.token, &answer).await;
    assert_eq!(refusals(lied), [Refusal::PasskeyUnknown.into()]);
}

/// WebAuthn 7.2, step 22: a counter that went back tells of a copy.
async fn a_copied_device_is_refused(house: House) {
    let (mut device, _) = with_passkey(&house, "Maya", 1).await;
    device.counter = 40;
    assert!(alone(&house, &mut device).await.is_ok());
    device.counter = 12;
    assert_eq!(refusals(alone(&house, &mut device).await), [Refusal::PasskeyFailed.into()]);
}

async fn a_passkey_proves_who_one_is(house: House) {
    let (mut device, token) = with_passkey(&house, "Maya", 1).await;
    house.hands.shift(Duration::minutes(6));
    let maya = holder(&house, &token).await;
    assert!(matches!(maya.security().begin_passkey().await, Err(Error::ProofNeeded(StepUpScope::OwnSignIn))));
    assert!(matches!(maya.security().add_passkey("x", "{}").await, Err(Error::ProofNeeded(StepUpScope::OwnSignIn))));
    assert!(maya.security().proof().await.unwrap().passkey);
    let challenge = maya.security().begin_passkey_proof().await.unwrap();
    let answer = device.signs(&challenge);
    // It signs nobody in besides.
    let abused = house.visitor().sign_in_with_passkey(Side::Portal, PasskeyUse::Alone, None, "x", &answer).await;
    assert_eq!(refusals(abused), [Refusal::PasskeyFailed.into()]);
    maya.security().prove_with_passkey(StepUpScope::OwnSignIn, &challenge.token, &answer).await.unwrap();
    assert!(holder(&house, &token).await.security().begin_passkey().await.is_ok());
    assert_eq!(
        refusals(maya.security().prove_with_passkey(StepUpScope::OwnSignIn, &challenge.token, &answer).await),
        [Refusal::PasskeyFailed.into()]
    );
}

async fn a_removed_passkey_opens_nothing(house: House) {
    let (mut device, token) = with_passkey(&house, "Maya", 1).await;
    let maya = holder(&house, &token).await;
    let id = maya.security().page().await.unwrap().factors[0].id;
    let rosa = holder(&house, &house.client_token("Rosa").await).await;
    assert!(matches!(rosa.security().remove_factor(id).await, Err(Error::NotFound)));
    maya.security().remove_factor(id).await.unwrap();
    assert_eq!(refusals(alone(&house, &mut device).await), [Refusal::PasskeyUnknown.into()]);
    let whole = house.visitor().sign_in(Side::Portal, MAYA, CLIENT_PASSWORD, None).await.unwrap();
    assert!(whole.awaits.is_none(), "no factor is left");
}

async fn a_passkey_of_the_portal_opens_no_office(house: House) {
    let (mut device, _) = with_passkey(&house, "Maya", 1).await;
    let challenge = house.visitor().begin_passkey_sign_in(Side::Office, PasskeyUse::Alone, None).await.unwrap();
    let answer = device.signs(&challenge);
    let tried = house.visitor().sign_in_with_passkey(Side::Office, PasskeyUse::Alone, None, &challenge.token, &answer).await;
    assert_eq!(refusals(tried), [Refusal::PasskeyUnknown.into()]);
}

async fn who_has_lost_access_has_no_passkey_either(house: House) {
    let (mut device, _) = with_passkey(&house, "Maya", 1).await;
    let elena = house.staff("Reyes").await;
    let maya = house.chart("Maya");
    let grant = grant_of(&house, maya).await;
    elena.invites().await.unwrap().revoke(maya, grant).await.unwrap();
    assert_eq!(refusals(alone(&house, &mut device).await), [Refusal::PasskeyUnknown.into()]);
}

async fn a_device_has_five_minutes(house: House) {
    let (mut device, _) = with_passkey(&house, "Maya", 1).await;
    for shift in [Duration::minutes(5), -Duration::hours(1)] {
        let challenge = ask(&house).await;
        let answer = device.signs(&challenge);
        house.hands.shift(shift);
        let late = Origin { address: "198.51.100.9".into(), ..origin() };
        let tried =
            house.practice.visitor(late).sign_in_with_passkey(Side::Portal, PasskeyUse::Alone, None, &challenge.token, &answer).await;
        assert_eq!(refusals(tried), [Refusal::PasskeyFailed.into()], "{shift}");
    }
}
