// Time passes, and a clock goes wrong (F9): a child comes of age, a phone is lost, a link and a session end.
import { codeOf } from "../support/codes";
import { inspect } from "../support/looks";
import { activate, fact, fromOwnerMenu, notice, openChart, openChartTab, openCommunications, openWindow, signInAsStaff } from "../support/office";
import { actingLine, isRefused, linkIn, register, shownKey, signIn, typeSignIn } from "../support/portal";
import { expect, test } from "../support/stage";

const DAY = 86_400_000;
const CHOSEN = "Small-Harbor_rests5";

test("a child comes of age: the mother's access ends, and the young person is invited for himself", async ({ house, mail, newcomer, hasTouch }) => {
  const ingrid = await newcomer();
  const elena = await newcomer();
  const noah = await newcomer();
  const child = house.chart("Noah Sandoval");
  await signIn(ingrid, house.client("Ingrid Sandoval"));
  await expect(actingLine(ingrid)).toContainText("You are acting for Noah Sandoval");

  const birthday = new Date(child.birth_date);
  birthday.setUTCFullYear(birthday.getUTCFullYear() + 18);
  await house.live(`+${Math.ceil((birthday.getTime() - Date.now()) / DAY) + 1}d`);

  await test.step("she is told, and signs in to what is left to her", async () => {
    const told = await mail.mailTo("ingrid.sandoval@example.com");
    expect(told.subject).toBe("Something about your account has changed");
    await ingrid.goto("/");
    await typeSignIn(ingrid, house.client("Ingrid Sandoval"));
    await expect(ingrid.getByRole("heading", { level: 1, name: "Welcome back, Ingrid" })).toBeVisible();
    await expect(ingrid.locator("body")).not.toContainText("Noah");
    await expect(actingLine(ingrid)).toContainText("You are acting for Ida Sandoval");
    await inspect(ingrid, "the Dashboard after a child came of age", hasTouch);
  });

  await test.step("the practice is asked to look, and invites Noah", async () => {
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    const asked = elena.getByRole("main").getByRole("listitem").filter({ hasText: "Sandoval, Noah" });
    await expect(asked).toHaveCount(1);
    await expect(asked).toContainText("Access ended. Invite Sandoval, Noah");
    await inspect(elena, "To-do, a child came of age", hasTouch);
    await openChart(elena, "Sandoval, Noah");
    await openChartTab(elena, "Demographics");
    await elena.getByRole("region", { name: "Emails" }).getByRole("link", { name: /^Edit/ }).click();
    const emails = elena.getByRole("region", { name: "Emails" });
    await emails.getByLabel("Address", { exact: true }).fill("noah.sandoval@example.com");
    await emails.getByRole("button", { name: "Add" }).click();
    await emails.getByRole("button", { name: "Save" }).click();
    await expect(notice(elena, /saved/i)).toBeVisible();
    await openChartTab(elena, "Communications");
    await expect(elena.getByRole("region", { name: "Client Portal" })).toContainText("Revoked");
    await inspect(elena, "Communications, after a child came of age", hasTouch);
    const back = await openWindow(elena, "Activate Client Portal Access");
    await back.getByRole("button", { name: "Activate", exact: true }).click();
    await isRefused(elena, "Say what gives this person access", "Choose the last day of this access");
    await inspect(elena, "a mother who comes back after eighteen, refused", hasTouch);
    await back.getByRole("button", { name: "Cancel" }).click();
    const window = await fromOwnerMenu(elena, "Change Ownership");
    await window.getByRole("radio", { name: /The client/ }).check();
    await window.getByRole("button", { name: "Change owner" }).click();
    await expect(notice(elena, /is the Chart Owner now/)).toBeVisible();
  });

  await test.step("he registers, and acts for himself", async () => {
    const link = await linkIn(noah, await mail.mailTo("noah.sandoval@example.com"), "Register");
    await register(noah, link, { lastName: "Sandoval", birthDate: child.birth_date, password: CHOSEN });
    await signIn(noah, { name: "Noah Sandoval", email: "noah.sandoval@example.com", password: CHOSEN });
    await expect(actingLine(noah)).toHaveCount(0);
  });
});

test("a lost phone: after three days the password alone opens again", async ({ house, mail, newcomer }) => {
  const maya = await newcomer();
  const who = house.client("Maya Lindqvist");
  await signIn(maya, who);
  await maya.goto("/security");
  await maya.getByRole("button", { name: "Add an authenticator app" }).click();
  const key = await shownKey(maya);
  await maya.getByLabel("Code").fill(codeOf(key));
  await maya.getByRole("button", { name: "Confirm" }).click();
  await expect(notice(maya, "Your authenticator app is set up.")).toBeVisible();
  expect((await mail.mailTo(who.email)).subject).toBe("Your sign-in settings were changed");

  const phoneless = await newcomer();
  await phoneless.goto("/login");
  await typeSignIn(phoneless, who);
  await phoneless.getByText("Phone lost, and no code left?").click();
  await phoneless.getByRole("button", { name: "Remove it in three days" }).click();
  await expect(notice(phoneless, "We have sent you a mail.")).toBeVisible();
  expect((await mail.mailTo(who.email)).subject).toBe("Your second step is to be removed");

  await house.live("+71h");
  await phoneless.goto("/login");
  await typeSignIn(phoneless, who);
  await expect(phoneless.getByRole("heading", { level: 1, name: "Your second step" })).toBeVisible();

  expect((await mail.mailTo(who.email)).subject).toBe("Reminder: your second step is to be removed");
  await house.live("+73h");
  expect((await mail.mailTo(who.email)).subject).toBe("Your sign-in settings were changed");
  await phoneless.goto("/login");
  await typeSignIn(phoneless, who);
  await expect(phoneless.getByRole("heading", { level: 1, name: "Welcome back, Maya" })).toBeVisible();
});

test("an invitation expires by itself, and a session that nobody uses ends with what was typed kept", async ({ house, mail, watch, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const jordan = await newcomer();
  await house.live("+0s");
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Avery, Jordan");
  await activate(elena);
  const link = await linkIn(jordan, await mail.mailTo("jordan.avery@example.com"), "Register");

  await test.step("fourteen minutes are no end, sixteen are: the note comes back after sign-in", async () => {
    await openChartTab(elena, "Documents");
    await elena.getByRole("link", { name: "New note" }).click();
    await elena.getByLabel("Title").fill("Typed before lunch");
    await house.pass("+16m");
    await elena.getByRole("button", { name: "Save draft" }).click();
    await expect(elena.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await typeSignIn(elena, house.staff("Elena Reyes"));
    await expect(elena.getByLabel("Title")).toHaveValue("Typed before lunch");
  });

  await test.step("a clock set back by an hour ends sessions, and lets in who signs in anew", async () => {
    await house.pass("-1h");
    await elena.goto("/office/charts");
    await typeSignIn(elena, house.staff("Elena Reyes"));
    await expect(elena.getByRole("heading", { level: 1, name: "Chart Room" })).toBeVisible();
  });

  await test.step("five minutes later, ending access asks who one is", async () => {
    await house.pass("-50m");
    await openCommunications(elena, "Lindqvist, Maya");
    const window = await fromOwnerMenu(elena, "Revoke Access", "Remove Access");
    await window.getByRole("button", { name: "Remove Access" }).click();
    await expect(elena.getByRole("heading", { level: 1, name: "Is it you?" })).toBeVisible();
    await inspect(elena, "proving who one is, before access ends", hasTouch);
    await elena.getByLabel("Password", { exact: true }).fill(house.staff("Elena Reyes").password);
    await elena.getByRole("button", { name: "Continue" }).click();
    await expect(elena.getByRole("heading", { level: 1, name: "Lindqvist, Maya" })).toBeVisible();
    // The act that asked goes on, without another press.
    await expect(elena.getByRole("region", { name: "Client Portal" })).toContainText("has no access to this chart any more");
  });

  await test.step("after seven days the tag says Expired, and the link says why", async () => {
    await house.live("+170h");
    watch.expectsStatus(410);
    await jordan.goto(link);
    await expect(jordan.getByRole("heading", { level: 1, name: "This link has expired" })).toBeVisible();
    await elena.goto("/office");
    await typeSignIn(elena, house.staff("Elena Reyes"));
    await openCommunications(elena, "Avery, Jordan");
    await expect(fact(elena, "Status")).toHaveText("Expired");
    const window = await openWindow(elena, "Resend Welcome Email");
    await window.getByRole("button", { name: "OK" }).click();
    await expect(fact(elena, "Status")).toHaveText("Invited");
  });
});
