// What protects an account besides the password: a second step, recovery codes, a lost phone, the browsers, and the team.
import type { Page } from "@playwright/test";
import { codeOf, wrongCode } from "../support/codes";
import type { House, Login } from "../support/house";
import { inspect } from "../support/looks";
import type { MailRoom } from "../support/mailroom";
import { notice, openCommunications, openWindow, signInAsStaff } from "../support/office";
import { enterCode, isRefused, leadsToFields, linkIn, openMail, refusal, shownKey, signIn, signOut, typeSignIn } from "../support/portal";
import { expect, test } from "../support/stage";

const HOPE = { name: "Hope Lindgren", email: "hope.lindgren@harborstreet.example", password: "Calm-Window_opens6" };
const WRONG = "This code is not right, or it was used already. Wait for the next one, and try again.";

test("a client sets up an app, signs in with it, and loses the phone", async ({ house, mail, watch, newcomer, hasTouch }) => {
  watch.expectsLogout();
  const maya = await newcomer();
  const who = house.client("Maya Lindqvist");
  let key = "";
  let codes: string[] = [];

  await test.step("the app is set up, and codes for the drawer are shown once", async () => {
    await signIn(maya, who);
    await maya.getByRole("link", { name: hasTouch ? "More" : who.name, exact: true }).click();
    await maya.getByRole("link", { name: "Sign-in and security" }).click();
    await expect(maya.getByRole("main")).toContainText(`You sign in as ${who.email}`);
    await inspect(maya, "sign-in and security", hasTouch);
    await maya.getByRole("button", { name: "Add an authenticator app" }).click();
    await expect(maya.getByRole("img", { name: "QR code with the key below" })).toBeVisible();
    key = await shownKey(maya);
    await inspect(maya, "setting up an app", hasTouch);
    await maya.getByLabel("Code").fill(wrongCode(key));
    await maya.getByRole("button", { name: "Confirm" }).click();
    await isRefused(maya, WRONG);
    await expect(maya.getByLabel("Code")).toHaveAccessibleDescription(new RegExp("This code is not right"));
    expect(await shownKey(maya)).toBe(key);
    await inspect(maya, "setting up an app, refused", hasTouch);
    await maya.getByLabel("Code").fill(codeOf(key));
    await maya.getByRole("button", { name: "Confirm" }).click();
    await expect(notice(maya, "Your authenticator app is set up. From now on it is asked for.")).toBeVisible();
    const list = notice(maya, "Your recovery codes").getByRole("listitem");
    await expect(list).toHaveCount(10);
    codes = await list.allInnerTexts();
    expect(new Set(codes).size).toBe(10);
    await expect(maya.getByRole("region", { name: "Second step" })).toContainText("10 recovery codes are left.");
    await inspect(maya, "recovery codes", hasTouch);
    await maya.reload();
    await expect(maya.locator("body")).not.toContainText(codes[0] ?? "");
    expect((await mail.mailTo(who.email)).subject).toBe("Your sign-in settings were changed");
    await signOut(maya);
  });

  await test.step("sign-in asks for the code: a wrong one is refused at the field", async () => {
    await maya.goto("/documents");
    await typeSignIn(maya, who);
    await expect(maya.getByRole("heading", { level: 1, name: "Your second step" })).toBeVisible();
    await inspect(maya, "the second step", hasTouch);
    await enterCode(maya, "");
    await isRefused(maya, "Type the code.");
    await enterCode(maya, wrongCode(key));
    await isRefused(maya, WRONG);
    await expect(maya.getByLabel("Code")).toHaveAccessibleDescription(/This code is not right/);
    await expect(maya.getByLabel("Code")).toHaveValue("");
    await inspect(maya, "the second step, refused", hasTouch);
    const half = await maya.context().newPage();
    await half.goto("/");
    await expect(half.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await half.close();
    await enterCode(maya, codeOf(key, 1));
    await expect(maya.getByRole("heading", { level: 1, name: "My Documents" })).toBeVisible();
    await signOut(maya);
  });

  await test.step("a recovery code opens once", async () => {
    await typeSignIn(maya, who);
    await enterCode(maya, codes[3] ?? "");
    await expect(maya.getByRole("heading", { level: 1, name: "Welcome back, Maya" })).toBeVisible();
    await signOut(maya);
    await typeSignIn(maya, who);
    await enterCode(maya, codes[3] ?? "");
    await isRefused(maya, WRONG);
  });

  await test.step("phone lost, no code left: three days, a mail, and a link that stops it", async () => {
    await maya.getByText("Phone lost, and no code left?").click();
    await inspect(maya, "phone lost", hasTouch);
    await maya.getByRole("button", { name: "Remove it in three days" }).click();
    await expect(notice(maya, "We have sent you a mail.")).toContainText("In three days the second step is removed, unless somebody stops it");
    await inspect(maya, "phone lost, told", hasTouch);
    const letter = await mail.mailTo(who.email);
    expect(letter.subject).toBe("Your second step is to be removed");
    const elsewhere = await newcomer();
    const link = await linkIn(elsewhere, letter, "Stop this");
    await elsewhere.goto(link);
    await expect(elsewhere.getByRole("heading", { level: 1, name: "Was it not you?" })).toBeVisible();
    await inspect(elsewhere, "the link that stops it", hasTouch);
    const stop = elsewhere.getByRole("button", { name: "Stop this" });
    await stop.click();
    await isRefused(elsewhere, "Enter an e-mail address.");
    await elsewhere.getByLabel("Email").fill("somebody.else@example.com");
    await stop.click();
    await isRefused(elsewhere, "This is not the address that our mail went to.");
    await inspect(elsewhere, "the link that stops it, refused", hasTouch);
    await elsewhere.getByLabel("Email").fill(who.email);
    await stop.click();
    await expect(notice(elsewhere, "It is stopped. Now choose a new password.")).toBeVisible();
    await inspect(elsewhere, "sign-in, after it was stopped", hasTouch);
  });

  await test.step("the practice helps at once, and knows of the report", async () => {
    const elena = await newcomer();
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    await expect(elena.getByRole("listitem").filter({ hasText: "Second step lost" })).toContainText("Lindqvist, Maya");
    await inspect(elena, "To-do, a second step lost", hasTouch);
    await openCommunications(elena, "Lindqvist, Maya");
    const window = await openWindow(elena, "Reset second step");
    await expect(window).toContainText("Make sure first that it is Maya Lindqvist who asks");
    await inspect(elena, "Reset second step", hasTouch);
    await window.getByRole("button", { name: "Remove the second step" }).click();
    await expect(notice(elena, "The second step is removed. A mail tells of it.")).toBeVisible();
    expect((await mail.mailTo(who.email)).subject).toBe("Your sign-in settings were changed");
    await signIn(maya, who);
  });
});

test("a further browser is told of by mail, listed, and signed out from the list", async ({ house, mail, newcomer, hasTouch }) => {
  const maya = await newcomer();
  const library = await newcomer();
  const work = await newcomer();
  const who = house.client("Maya Lindqvist");
  await signIn(maya, who);
  await signIn(library, who);
  const letter = await mail.mailTo(who.email);
  expect(letter.subject).toBe("A new sign-in to your account");
  expect(letter.text).toContain("from a browser that was not used before");
  await openMail(maya, letter);
  await expect(maya.getByRole("link", { name: "It was not me" })).toHaveAttribute("href", /\/reset\//);
  await maya.goto("/security");
  await expect(maya.getByRole("heading", { level: 1, name: "Sign-in and security" })).toBeVisible();
  const browsers = maya.getByRole("region", { name: "Where you are signed in" });
  await expect(browsers.getByRole("listitem")).toHaveCount(2);
  await expect(browsers.getByRole("listitem").filter({ hasText: "This browser" })).toHaveCount(1);
  await inspect(maya, "the browsers that are signed in", hasTouch);
  await browsers.getByRole("button", { name: /^Sign out Chrome/ }).click();
  await expect(notice(maya, "Signed out there.")).toBeVisible();
  await expect(browsers.getByRole("listitem")).toHaveCount(1);
  await library.getByRole("main").getByRole("link", { name: /^Messages/ }).click();
  await expect(library.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();

  await typeSignIn(library, who);
  await signIn(work, who);
  expect((await mail.mailTo(who.email)).subject).toBe("A new sign-in to your account");
  await maya.reload();
  await expect(browsers.getByRole("listitem")).toHaveCount(3);
  await browsers.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(browsers.getByRole("listitem")).toHaveCount(1);
  for (const page of [library, work]) {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  }
  await maya.goto("/");
  await expect(maya.getByRole("heading", { level: 1, name: "Welcome back, Maya" })).toBeVisible();
  expect(mail.addressesOfUnread(), "a browser that was used before is no news").toEqual([]);
});

test("staff set up a second step at their next sign-in, once the practice asks for it", async ({ house, watch, newcomer, hasTouch }) => {
  watch.expectsLogout();
  const tomas = await newcomer();
  const elena = await newcomer();
  const who = house.staff("Elena Reyes");
  await signInAsStaff(tomas, house.staff("Tomás Vidal"));
  await tomas.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
  await tomas.getByRole("main").getByRole("link", { name: "Team" }).click();
  await tomas.getByRole("switch", { name: "Staff sign in with a second step" }).check();
  await tomas.getByRole("region", { name: "Second step" }).getByRole("button", { name: "Save" }).click();
  await expect(notice(tomas, "Saved. It counts from the next sign-in on.")).toBeVisible();

  await elena.goto("/office/charts");
  await typeSignIn(elena, who);
  await expect(elena.getByRole("heading", { level: 1, name: "Set up your second step" })).toBeVisible();
  await inspect(elena, "setting up a second step", hasTouch);
  const key = await shownKey(elena);
  await enterCode(elena, wrongCode(key));
  await isRefused(elena, WRONG);
  expect(await shownKey(elena)).toBe(key);
  await enterCode(elena, codeOf(key));
  await expect(elena.getByRole("heading", { level: 1, name: "Sign-in and security" })).toBeVisible();
  await expect(notice(elena, "Your recovery codes").getByRole("listitem")).toHaveCount(10);
  const panel = elena.getByRole("region", { name: "Second step" });
  await expect(panel).toContainText("Authenticator app");
  await expect.soft(panel, "recovery codes come with the first app").toContainText("10 recovery codes are left.");
  await inspect(elena, "sign-in and security, of staff", hasTouch);
  await panel.getByRole("button", { name: "Remove" }).click();
  await expect(elena.getByRole("alert")).toContainText("Your practice asks for a second step. Add another first, then remove this one.");
  await panel.getByRole("button", { name: "Make new recovery codes" }).click();
  const codes = await notice(elena, "Your recovery codes").getByRole("listitem").allInnerTexts();
  expect(codes).toHaveLength(10);
  await signOut(elena);

  await typeSignIn(elena, who);
  await expect(elena.getByRole("heading", { level: 1, name: "Your second step" })).toBeVisible();
  await inspect(elena, "the second step of staff", hasTouch);
  await enterCode(elena, codes[0] ?? "");
  await expect(elena.getByRole("heading", { level: 1, name: "To-do" })).toBeVisible();

  await elena.goto("/office/prove?matter=access&next=/office/charts");
  await inspect(elena, "proving who one is", hasTouch);
  await elena.getByLabel("Password", { exact: true }).fill("not the one");
  await elena.getByLabel("Code").fill(codes[1] ?? "");
  await elena.getByRole("button", { name: "Continue" }).click();
  await isRefused(elena, "The password is not right. Try again.");
  await elena.getByLabel("Password", { exact: true }).fill(who.password);
  await elena.getByLabel("Code").fill(codes[1] ?? "");
  await elena.getByRole("button", { name: "Continue" }).click();
  await expect(elena.getByRole("heading", { level: 1, name: "Chart Room" })).toBeVisible();
});

test("somebody joins the team, and leaves it; the last administrator stays", async ({ house, mail, watch, newcomer, hasTouch }) => {
  const tomas = await newcomer();
  const hope = await newcomer();
  const member = tomas.getByRole("region", { name: /^Hope Lindgren/ });

  await test.step("Tomás invites her", async () => {
    await signInAsStaff(tomas, house.staff("Tomás Vidal"));
    await tomas.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
    await tomas.getByRole("link", { name: "Team", exact: true }).click();
    await inspect(tomas, "Team", hasTouch);
    const window = await openWindow(tomas, "Invite somebody", "Invite somebody to the team");
    await inspect(tomas, "Invite somebody", hasTouch);
    await window.getByLabel("First name").fill("Hope");
    await window.getByRole("button", { name: "Send invitation" }).click();
    for (const must of ["Enter the last name.", "Choose at least one role."]) await expect(window.getByRole("alert")).toContainText(must);
    await leadsToFields(window.getByRole("alert"));
    await expect(window.getByLabel("First name")).toHaveValue("Hope");
    await inspect(tomas, "Invite somebody, refused", hasTouch);
    await window.getByLabel("Last name").fill("Lindgren");
    await window.getByLabel("Credentials").fill("LCSW");
    await window.getByLabel("E-mail").fill(HOPE.email);
    await window.getByRole("checkbox", { name: "Clinician", exact: true }).check();
    await window.getByRole("button", { name: "Send invitation" }).click();
    await expect(notice(tomas, "A mail is on its way: they choose a password, and sign in.")).toBeVisible();
    await expect(member).toContainText("Invited, no password chosen yet");
    await inspect(tomas, "Team, somebody invited", hasTouch);
  });

  await test.step("she chooses a password, and signs in", async () => {
    await join(hope, house, mail, hasTouch);
    await expect(hope.getByRole("banner")).toContainText("Clinician");
  });

  await test.step("her roles change; then she leaves: her next click is sign-in", async () => {
    await tomas.reload();
    await expect(member).toContainText("Without a second step");
    await member.getByText("Change").click();
    await member.getByRole("checkbox", { name: "Biller" }).check();
    await inspect(tomas, "Team, somebody being changed", hasTouch);
    await member.getByRole("button", { name: "Save roles" }).click();
    await expect(notice(tomas, "The roles are changed.")).toBeVisible();
    await expect(member).toContainText("Biller");
    await hope.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Chart Room" }).click();
    await typeSignIn(hope, HOPE);
    await expect(hope.getByRole("heading", { level: 1, name: "Chart Room" })).toBeVisible();
    await member.getByText("Change").click();
    await member.getByRole("button", { name: "Deactivate" }).click();
    await expect(notice(tomas, "Access has ended, and every session with it.")).toBeVisible();
    await expect(member.getByText("Left", { exact: true })).toBeVisible();
    await hope.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "To-do" }).click();
    await expect(hope.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await typeSignIn(hope, HOPE);
    await expect.soft(refusal(hope), "why she is not let in").toContainText("or your access has ended");
    await expect(hope.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  });

  await test.step("nobody else administers the practice: Tomás stays", async () => {
    const own = tomas.getByRole("region", { name: /^Tomás Vidal/ });
    await own.getByText("Change").click();
    await own.getByRole("button", { name: "Deactivate" }).click();
    const reason = "Nobody else administers the practice. Make somebody else Practice Administrator first.";
    await expect(tomas.getByRole("alert")).toHaveText(reason);
    await own.getByText("Change").click();
    await own.getByRole("checkbox", { name: "Practice Administrator" }).uncheck();
    await own.getByRole("checkbox", { name: "Biller" }).check();
    await own.getByRole("button", { name: "Save roles" }).click();
    await expect.soft(tomas.getByRole("alert"), "told once").toHaveText(reason);
    await inspect(tomas, "Team, refused", hasTouch);
  });
  watch.expectsStatus(410);
  await hope.goto(joinLink);
  await expect(hope.getByRole("heading", { level: 1, name: "This link has been used" })).toBeVisible();
});

let joinLink = "";

/** From the mail to the first sign-in. */
async function join(page: Page, house: House, mail: MailRoom, onPhone: boolean): Promise<void> {
  const letter = await mail.mailTo(HOPE.email);
  expect(letter.subject).toBe("Harbor Street Counseling: choose your password");
  joinLink = await linkIn(page, letter, "Choose a password");
  expect(joinLink).toContain(`${house.url}/office/`);
  await page.goto(joinLink);
  await expect(page.getByRole("heading", { level: 1, name: "Choose a password" })).toBeVisible();
  await inspect(page, "a first password of staff", onPhone);
  await page.getByLabel("Password", { exact: true }).fill(HOPE.password);
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(notice(page, /password is set/)).toBeVisible();
  await typeSignIn(page, HOPE satisfies Login);
}

test("who is signed in changes the password, and the old one opens nothing", async ({ house, mail, watch, newcomer, hasTouch }) => {
  const maya = await newcomer();
  const who = house.client("Maya Lindqvist");
  const chosen = "Amber-Kites_fly88";
  await signIn(maya, who);
  await maya.goto("/security");
  await maya.getByRole("link", { name: "Change password" }).click();
  await maya.getByLabel("Password of now").fill("not this one");
  await maya.getByLabel("New password").fill("short");
  await inspect(maya, "Change password", hasTouch);
  await maya.getByRole("button", { name: "Save new password" }).click();
  await isRefused(maya, "Use 12 characters or more.");
  await maya.getByLabel("Password of now").fill("not this one");
  await maya.getByLabel("New password").fill(chosen);
  await maya.getByRole("button", { name: "Save new password" }).click();
  await isRefused(maya, "This is not your password of now.");
  await expect(maya.getByLabel("New password")).toHaveValue("");
  await maya.getByLabel("Password of now").fill(who.password);
  await maya.getByLabel("New password").fill(chosen);
  await maya.getByRole("button", { name: "Save new password" }).click();
  await expect(maya.getByRole("status").filter({ hasText: "Your new password is set." })).toBeVisible();
  expect((await mail.mailTo(who.email)).subject).toBe("Your password was changed");
  watch.expectsLogout();
  await signOut(maya);
  await maya.goto("/login");
  await typeSignIn(maya, who);
  await isRefused(maya, "The e-mail or the password is not right");
  await signIn(maya, { ...who, password: chosen });
});
