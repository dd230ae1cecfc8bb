// Access for life: held back, corrected, sent again, handed over, taken away, given back, passed on, and a password that was forgotten.
import type { Page } from "@playwright/test";
import { inspect } from "../support/looks";
import { addContact, fact, fromOwnerMenu, giveReason, notice, openChart, openChartTab, openCommunications, openWindow, signInAsStaff } from "../support/office";
import { actingLine, chooseNewPassword, isRefused, linkIn, openMail, refusal, register, signIn, signOut, typeIdentity, typeSignIn } from "../support/portal";
import { expect, test } from "../support/stage";

const JORDAN = { lastName: "Avery", birthDate: "1985-07-02", password: "Wide-Meadow_sings4" };
const MISTYPED = "jordan.avery@example.com";
const RIGHT = "jordan.avery@example.org";
const NEW_PASSWORD = "Early-Kettle_whistles7";
const SPAM = "look in Spam or Junk, move the e-mail to the Inbox, then open the link.";

test("a mail is held back, leaves for the corrected address, and not twice within five minutes", async ({ house, mail, watch, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const jordan = await newcomer();
  const look = (name: string) => inspect(elena, name, hasTouch);
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openCommunications(elena, "Avery, Jordan");

  await test.step("access is granted, and no mail leaves yet", async () => {
    const window = await openWindow(elena, "Activate Client Portal Access");
    await window.getByRole("checkbox", { name: "Hold the mail back for now" }).check();
    await window.getByRole("button", { name: "Activate", exact: true }).click();
    await expect(notice(elena, "Access is granted. No e-mail was sent yet.")).toContainText("Send Welcome Email sends it when the time has come.");
    await expect(fact(elena, "Status")).toHaveText("Invited");
    await expect(elena.getByRole("button", { name: "Resend Welcome Email" })).toBeHidden();
    await look("access granted, the mail held back");
    expect(mail.addressesOfUnread()).toEqual([]);
  });

  await test.step("Send Welcome Email: the address is put right in the same step", async () => {
    const window = await openWindow(elena, "Send Welcome Email");
    await expect(window.getByLabel("E-mail")).toHaveValue(MISTYPED);
    await expect(window).toContainText("The e-mail carries a link to register. The link works for 7 days.");
    await expect(window).toContainText(`Tell Jordan Avery: ${SPAM}`);
    await expect(window.getByRole("button", { name: "OK" })).toBeEnabled();
    await window.getByLabel("E-mail").fill("jordan.avery at example");
    await window.getByRole("button", { name: "OK" }).click();
    await expect(window.getByRole("alert")).toContainText("That is not an e-mail address. Write it like name@example.com.");
    await expect(window.getByLabel("E-mail")).toHaveValue("jordan.avery at example");
    await expect(window.getByLabel("E-mail")).toHaveAccessibleDescription(/That is not an e-mail address/);
    await look("Send Welcome Email, refused");
    await window.getByRole("alert").getByRole("link").click();
    await expect(window.getByLabel("E-mail")).toBeFocused();
    await window.getByLabel("E-mail").fill(RIGHT);
    await window.getByRole("button", { name: "OK" }).click();
    await expect(notice(elena, `The invitation was sent to ${RIGHT}.`)).toContainText(SPAM);
    await expect(fact(elena, "Invitation")).toContainText(RIGHT);
    await expect(fact(elena, "Delivery")).toHaveText("Sent");
    await expect(fact(elena, "Link works until")).toBeVisible();
    await openChartTab(elena, "Demographics");
    await expect(elena.getByRole("main")).toContainText(RIGHT);
    await expect(elena.getByRole("main")).not.toContainText(MISTYPED);
  });
  const mailed = await linkIn(jordan, await mail.mailTo(RIGHT), "Register");

  await test.step("Resend Welcome Email: OK waits, and the seconds run down", async () => {
    await openChartTab(elena, "Communications");
    const window = await openWindow(elena, "Resend Welcome Email");
    await expect(window).toContainText("The link that was sent before stops working. The new one has its own 7 days.");
    await expect(window.getByLabel("E-mail")).toHaveValue(RIGHT);
    await expect(window.getByRole("button", { name: "OK" })).toBeDisabled();
    const timer = window.getByRole("timer");
    await expect(timer).toHaveText(/^You can send again in 4:\d\d$/);
    const first = await timer.innerText();
    await expect(timer).not.toHaveText(first);
    await look("Resend Welcome Email, too soon");
    await elena.keyboard.press("Escape");
    await expect(window).toBeHidden();
  });

  await test.step("so does the server", async () => {
    const { chart, grant } = await grantOf(elena);
    const form = { chart, grant, email: RIGHT, page: `/office/charts/${chart}/communications?dialog=resend` };
    const headers = { origin: house.url };
    const told = await elena.request.post("/api/staff/invites/resend", { form, headers: { ...headers, accept: "application/json" } });
    expect(told.status()).toBe(422);
    expect(await told.text()).toMatch(/resent-too-soon/i);
    const led = await elena.request.post("/api/staff/invites/resend", { form, headers: { ...headers, accept: "text/html" }, maxRedirects: 0 });
    expect(led.status()).toBe(303);
    await elena.goto(led.headers().location ?? "");
    const window = elena.getByRole("dialog", { name: "Resend Welcome Email" });
    await expect(window.getByRole("alert")).toContainText(/The last e-mail left less than 5 minutes ago. You can send again in [345] minutes\./);
    await window.getByRole("button", { name: "Cancel" }).click();
    await expect(window).toBeHidden();
    expect(mail.addressesOfUnread()).toEqual([]);
  });

  await test.step("a copied link takes the place of the mailed one, and is shown once", async () => {
    const window = await openWindow(elena, "Copy portal link");
    await expect(window).toContainText("It is shown once: hand it over in person or by phone.");
    await look("Copy portal link");
    await window.getByRole("button", { name: "Show the link" }).click();
    await expect(notice(elena, "The new link is ready.")).toBeVisible();
    const copied = await elena.getByRole("textbox", { name: "Portal link" }).inputValue();
    expect(copied).toContain(`${house.url}/register/`);
    expect(copied).not.toBe(mailed);
    await look("a copied link");
    await elena.getByRole("button", { name: "Copy", exact: true }).click();
    await expect(notice(elena, /^Copied$|It is marked/)).toBeVisible();
    await elena.reload();
    await expect(notice(elena, "The link was shown already.")).toBeVisible();
    await expect(elena.getByRole("textbox", { name: "Portal link" })).toBeHidden();
    await expect(fact(elena, "Link made")).toContainText("handed over by Elena Reyes");

    watch.expectsStatus(410);
    await jordan.goto(mailed);
    await expect(jordan.getByRole("heading", { level: 1, name: "There is a newer link" })).toBeVisible();
    await expect(jordan.locator("body")).not.toContainText(/Jordan|Avery/);
    await inspect(jordan, "a replaced link", hasTouch);
    await register(jordan, copied, JORDAN);
  });

  await test.step("the section and the log tell all of it", async () => {
    await openChartTab(elena, "Communications");
    await expect(fact(elena, "Status")).toHaveText("Active");
    await expect(fact(elena, "Login e-mail")).toHaveText(RIGHT);
    await expect(fact(elena, "Signed up")).toBeVisible();
    await expect(elena.getByRole("button", { name: "Resend Welcome Email" })).toBeHidden();
    const log = elena.getByRole("region", { name: "Access log" });
    await log.getByText(/^Show \d+ earlier lines?$/).click();
    for (const line of ["registered", "passed the identity check", "copied a registration link to hand it over", "sent the invitation again", "activated portal access"]) {
      await expect(log.getByRole("listitem").filter({ hasText: line }).first(), line).toBeVisible();
    }
    await look("Communications, registered");
    const window = await openWindow(elena, "Copy portal link");
    await window.getByRole("button", { name: "Show the link" }).click();
    await expect(elena.getByRole("textbox", { name: "Portal link" })).toHaveValue(`${house.url}/login`);
    await look("the plain sign-in address");
  });
});

test("an expired link gives way to one that is handed over", async ({ house, mail, newcomer, hasTouch }) => {
  const grace = await newcomer();
  await signInAsStaff(grace, house.staff("Grace Whitfield"));
  await openCommunications(grace, "Osei, Daniel");
  await expect(fact(grace, "Status")).toHaveText("Expired");
  await expect(fact(grace, "Link ended")).toBeVisible();
  const window = await openWindow(grace, "Resend Welcome Email");
  await expect(window.getByRole("button", { name: "OK" })).toBeEnabled();
  await inspect(grace, "Resend Welcome Email", hasTouch);
  await window.getByRole("button", { name: "OK" }).click();
  await expect(notice(grace, "The invitation was sent to daniel.osei@example.com.")).toBeVisible();
  await expect(fact(grace, "Status")).toHaveText("Invited");
  const daniel = await newcomer();
  await register(daniel, await linkIn(daniel, await mail.mailTo("daniel.osei@example.com"), "Register"), {
    lastName: "Osei", birthDate: "1988-01-09", password: NEW_PASSWORD,
  });
});

test("access is taken away: the next click is sign-in; given back, one signs in as before", async ({ house, mail, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const maya = await newcomer();
  const who = house.client("Maya Lindqvist");
  await signIn(maya, who);
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openCommunications(elena, "Lindqvist, Maya");

  const window = await fromOwnerMenu(elena, "Revoke Access", "Remove Access");
  await expect(window).toContainText("Revoke the access of Maya Lindqvist? They are signed out everywhere now. Unused links stop working.");
  await inspect(elena, "Remove Access", hasTouch);
  await window.getByRole("button", { name: "Remove Access" }).click();
  await expect(notice(elena, "Access is removed.")).toContainText("Nothing was deleted: access can be given again at any time.");
  await expect(elena.getByRole("region", { name: "Client Portal" })).toContainText("Revoked");
  await inspect(elena, "access removed", hasTouch);

  await maya.getByRole("main").getByRole("link", { name: /^My Documents/ }).click();
  await expect(maya).toHaveURL(/\/login\?next=/);
  await typeSignIn(maya, who);
  await expect.soft(refusal(maya)).toContainText("The e-mail or the password is not right, or your access has ended.");

  const again = await openWindow(elena, "Activate Client Portal Access");
  await expect(again).toContainText(`had access before and comes back to the same account. A mail to ${who.email} says to sign in as before.`);
  await inspect(elena, "the window that gives access back", hasTouch);
  await again.getByRole("button", { name: "Activate", exact: true }).click();
  await expect(notice(elena, "Maya Lindqvist has access again.")).toContainText("signs in as before");
  await expect(fact(elena, "Status")).toHaveText("Active");
  const letter = await mail.mailTo(who.email);
  expect(letter.subject).toBe("Your account is open again");
  expect(letter.text).not.toMatch(/Maya|Lindqvist|Reyes|therap/i);
  await openMail(maya, letter);
  await maya.getByRole("link", { name: "Sign in" }).click();
  await typeSignIn(maya, who);
  await expect(maya.getByRole("heading", { level: 1, name: "Welcome back, Maya" })).toBeVisible();
  await maya.getByRole("main").getByRole("link", { name: /^My Documents/ }).click();
  await expect(maya.getByRole("link", { name: "Intake evaluation", exact: true })).toBeVisible();
  expect(mail.addressesOfUnread()).toEqual([]);
});

test("the portal passes from a client to her mother", async ({ house, mail, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const maya = await newcomer();
  const astrid = await newcomer();
  await signIn(maya, house.client("Maya Lindqvist"));
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Lindqvist, Maya");
  await addContact(elena, { first: "Astrid", last: "Berg", relationship: "mother", email: "astrid.berg@example.com" });
  await openChartTab(elena, "Communications");
  const window = await fromOwnerMenu(elena, "Change Ownership");
  await expect(window).toContainText("Maya Lindqvist loses access at once, and the new owner is invited.");
  await expect(window.getByRole("radio", { name: "Astrid Berg (mother), astrid.berg@example.com" })).toBeChecked();
  await inspect(elena, "Change Ownership", hasTouch);
  await giveReason(window);
  await window.getByRole("button", { name: "Change owner" }).click();
  await expect(notice(elena, "Astrid Berg (mother) is the Chart Owner now.")).toContainText("The invitation was sent to astrid.berg@example.com.");
  await expect(fact(elena, "Status")).toHaveText("Invited");
  await expect(fact(elena, "Owner")).toHaveText("Astrid Berg (mother)");

  await maya.reload();
  await expect(maya.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();

  const link = await linkIn(astrid, await mail.mailTo("astrid.berg@example.com"), "Register");
  await astrid.goto(link);
  await expect(astrid.getByLabel("Last Name")).toHaveAccessibleDescription(/The client’s last name, as the office has it\./);
  await inspect(astrid, "registration for somebody else", hasTouch);
  await typeIdentity(astrid, "Berg", "1991-03-14");
  await isRefused(astrid, "These details do not match");
  await register(astrid, link, { lastName: "Lindqvist", birthDate: "1991-03-14", password: NEW_PASSWORD });
  await signIn(astrid, { name: "Astrid Berg", email: "astrid.berg@example.com", password: NEW_PASSWORD });
  await expect(actingLine(astrid)).toContainText("You are acting for Maya Lindqvist");
  await astrid.getByRole("main").getByRole("link", { name: /^My Documents/ }).click();
  await expect(astrid.getByRole("link", { name: "Intake evaluation", exact: true })).toBeVisible();
});

test("staff send a link to a new password; it works once, and ends every session", async ({ house, mail, watch, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const maya = await newcomer();
  const phone = await newcomer();
  const who = house.client("Maya Lindqvist");
  await signIn(phone, who);
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openCommunications(elena, "Lindqvist, Maya");
  const window = await openWindow(elena, "Reset Client's Portal Password");
  await expect(window).toContainText(`A mail with a link goes to ${who.email}. The link works for 24 hours, once.`);
  await inspect(elena, "Reset Client's Portal Password", hasTouch);
  await window.getByRole("button", { name: "Send the link" }).click();
  await expect(notice(elena, `The link to a new password was sent to ${who.email}.`)).toContainText("It works for 24 hours, once. Until then the old password stays.");
  await expect(fact(elena, "Password reset")).toContainText("Sent");
  await phone.reload();
  await expect(phone.getByRole("heading", { level: 1, name: "Welcome back, Maya" })).toBeVisible();

  const letter = await mail.mailTo(who.email);
  expect(letter.subject).toBe("Choose a new password");
  expect(letter.text).not.toMatch(/Maya|Lindqvist|Reyes|therap/i);
  const link = await linkIn(maya, letter, "Choose a password");
  await chooseNewPassword(maya, link, who.email, NEW_PASSWORD, hasTouch);
  await typeSignIn(maya, who);
  await isRefused(maya, "The e-mail or the password is not right");
  await signIn(maya, { ...who, password: NEW_PASSWORD });
  expect((await mail.mailTo(who.email)).subject).toBe("Your password was changed");
  await phone.reload();
  await expect(phone.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  watch.expectsStatus(410);
  await phone.goto(link);
  await expect(phone.getByRole("heading", { level: 1, name: "This link has been used" })).toBeVisible();
  await inspect(phone, "a link to a new password, used", hasTouch);
});

test("who forgot the password gets the same words, known or not, on both sides", async ({ house, mail, watch, newcomer, hasTouch }) => {
  watch.expectsLogout();
  const maya = await newcomer();
  const elena = await newcomer();
  const stranger = await newcomer();
  for (const [page, who, login] of [[maya, house.client("Maya Lindqvist"), "/login"], [elena, house.staff("Elena Reyes"), "/office/login"]] as const) {
    const words: string[] = [];
    for (const [asking, address] of [[page, who.email], [stranger, "nobody@example.com"], [stranger, "maya.lindqvist@example.con"]] as const) {
      await asking.goto(login);
      await asking.getByRole("link", { name: "Forgot password" }).click();
      await expect(asking.getByRole("heading", { level: 1, name: "Forgot password" })).toBeVisible();
      if (asking === page) {
        await asking.getByRole("button", { name: "Send me a link" }).click();
        await isRefused(asking, "Enter an e-mail address.");
        await inspect(asking, `Forgot password at ${login}, refused`, hasTouch);
      }
      await asking.getByLabel("Email").fill(address);
      await asking.getByRole("button", { name: "Send me a link" }).click();
      await expect(asking.getByRole("heading", { level: 1, name: "Look in your mail" })).toBeVisible();
      words.push(await asking.locator("body").innerText());
      expect(asking.url()).not.toContain("@");
    }
    expect(new Set(words).size, "the same words for everybody").toBe(1);
    await inspect(page, `Look in your mail, at ${login}`, hasTouch);
    const link = await linkIn(page, await mail.mailTo(who.email), "Choose a password");
    await chooseNewPassword(page, link, who.email, NEW_PASSWORD, hasTouch);
    await typeSignIn(page, { ...who, password: NEW_PASSWORD });
    await expect(page.getByRole("heading", { level: 1, name: login === "/login" ? "Welcome back, Maya" : "To-do" })).toBeVisible();
    expect((await mail.mailTo(who.email)).subject).toBe("Your password was changed");
  }
  await signOut(maya);
  expect(mail.addressesOfUnread()).toEqual([]);
});

/** Chart and grant, as the link to the Chart Owner's access has them. */
async function grantOf(page: Page): Promise<{ chart: string; grant: string }> {
  const there = (await page.getByRole("link", { name: "What they may see, and how long" }).getAttribute("href")) ?? "";
  const [, chart = "", grant = ""] = /charts\/([^/]+)\/communications\/([^/?]+)/.exec(there) ?? [];
  return { chart, grant };
}
