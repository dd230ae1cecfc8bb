// Access for life with scripts off: every window is a page of its own, and every step a form.
import { codeOf, wrongCode } from "../support/codes";
import { addContact, fact, fromOwnerMenu, giveReason, notice, openChart, openChartTab, openCommunications, openWindow, signInAsStaff } from "../support/office";
import { enterCode, linkIn, openMail, refusal, shownKey, signIn, signOut, typeIdentity, typeSignIn } from "../support/portal";
import { expect, test } from "../support/stage";

const OFF = { javaScriptEnabled: false };
const PASSWORD = "Plain-Paper_folds8";

test("a mail is sent again, and access removed and given back", async ({ house, mail, newcomer }) => {
  const grace = await newcomer(OFF);
  const amira = await newcomer(OFF);
  await signInAsStaff(grace, house.staff("Grace Whitfield"));
  await openCommunications(grace, "Haddad, Amira");

  await test.step("Resend Welcome Email, to a corrected address", async () => {
    const window = await openWindow(grace, "Resend Welcome Email");
    await window.getByLabel("E-mail").fill("amira");
    await window.getByRole("button", { name: "OK" }).click();
    await expect(window).toContainText("That is not an e-mail address.");
    await expect(window.getByLabel("E-mail")).toHaveValue("amira");
    await window.getByLabel("E-mail").fill("amira.haddad@example.org");
    await window.getByRole("button", { name: "OK" }).click();
    await expect(notice(grace, "The invitation was sent to amira.haddad@example.org.")).toBeVisible();
    await openMail(amira, await mail.mailTo("amira.haddad@example.org"));
  });

  await test.step("not again at once: the page says how long, and OK waits", async () => {
    const window = await openWindow(grace, "Resend Welcome Email");
    await expect(window.getByRole("timer")).toHaveText(/^You can send again in \d+ seconds\. Load this page again then\.$/);
    await expect(window.getByRole("button", { name: "OK" })).toBeDisabled();
    await window.getByRole("button", { name: "Cancel" }).click();
    await expect(window).toBeHidden();
  });

  await test.step("a link is handed over", async () => {
    await (await openWindow(grace, "Copy portal link")).getByRole("button", { name: "Show the link" }).click();
    await expect(grace.getByRole("textbox", { name: "Portal link" })).toHaveValue(new RegExp(`^${house.url}/register/`));
    await expect(grace.getByRole("button", { name: "Copy", exact: true })).toBeHidden();
    await grace.reload();
    await expect(notice(grace, "The link was shown already.")).toBeVisible();
  });

  await test.step("Revoke Access, and back", async () => {
    const maya = await newcomer(OFF);
    const who = house.client("Maya Lindqvist");
    await signIn(maya, who);
    await openCommunications(grace, "Lindqvist, Maya");
    const window = await fromOwnerMenu(grace, "Revoke Access", "Remove Access");
    await window.getByRole("button", { name: "Remove Access" }).click();
    await expect(notice(grace, "Access is removed.")).toBeVisible();
    await maya.reload();
    await expect(maya.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await (await openWindow(grace, "Activate Client Portal Access")).getByRole("button", { name: "Activate", exact: true }).click();
    await expect(notice(grace, "Maya Lindqvist has access again.")).toBeVisible();
    expect((await mail.mailTo(who.email)).subject).toBe("Your account is open again");
    await signIn(maya, who);
  });
});

test("a chart is offered to an account, and confirmed", async ({ house, mail, newcomer }) => {
  const elena = await newcomer(OFF);
  const ingrid = await newcomer(OFF);
  const who = house.client("Ingrid Sandoval");
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Avery, Jordan");
  await addContact(elena, { first: "Ingrid", last: "Sandoval", relationship: "guardian", email: who.email, known: true });
  await openChartTab(elena, "Communications");
  const window = await fromOwnerMenu(elena, "Change Ownership");
  await giveReason(window);
  await window.getByRole("button", { name: "Change owner" }).click();
  await expect(window).toContainText("This address already has a portal account. Link the client to that account, or use another address.");
  await window.getByRole("checkbox", { name: "The address has a portal account already: offer it to that account" }).check();
  await window.getByRole("button", { name: "Change owner" }).click();
  await expect(notice(elena, "Ingrid Sandoval (guardian) is the Chart Owner now.")).toContainText(`was sent to ${who.email}`);

  await openMail(ingrid, await mail.mailTo(who.email));
  await ingrid.getByRole("link", { name: "Sign in" }).click();
  await typeSignIn(ingrid, who);
  await expect(ingrid.getByRole("heading", { level: 1, name: "Confirm who was added" })).toBeVisible();
  await typeIdentity(ingrid, "", "");
  await expect(refusal(ingrid)).toContainText("Please check 2 things");
  await typeIdentity(ingrid, "Avery ", "1985-07-02");
  await ingrid.getByRole("button", { name: "Remove the space" }).click();
  await expect(notice(ingrid, "Jordan Avery is added to your account.")).toBeVisible();
  await expect(ingrid.getByRole("region", { name: "For whom you act" })).toContainText("You are acting for Jordan Avery");
  await elena.reload();
  await expect(fact(elena, "Status")).toHaveText("Active");
});

test("a forgotten password", async ({ house, mail, watch, newcomer }) => {
  const page = await newcomer(OFF);
  for (const [who, login] of [[house.client("Maya Lindqvist"), "/login"], [house.staff("Elena Reyes"), "/office/login"]] as const) {
    await page.goto(login);
    await page.getByRole("link", { name: "Forgot password" }).click();
    await page.getByLabel("Email").fill("maya");
    await page.getByRole("button", { name: "Send me a link" }).click();
    await expect(refusal(page)).toContainText("That is not an e-mail address.");
    await expect(page.getByLabel("Email")).toHaveValue("maya");
    await page.getByLabel("Email").fill(who.email);
    await page.getByRole("button", { name: "Send me a link" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Look in your mail" })).toBeVisible();
    await page.goto(await linkIn(page, await mail.mailTo(who.email), "Choose a password"));
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Save new password" }).click();
    for (const must of ["Use 12 characters or more.", "Add a capital letter.", "Add a number."]) await expect(refusal(page)).toContainText(must);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Save new password" }).click();
    await expect(notice(page, "Your new password is set. Sign in with it.")).toBeVisible();
    await typeSignIn(page, { ...who, password: "not the one" });
    await expect(refusal(page)).toContainText("The e-mail or the password is not right");
    await expect(page.getByLabel("Email")).toHaveValue(who.email);
    await typeSignIn(page, { ...who, password: PASSWORD });
    await expect(page.getByRole("heading", { level: 1, name: login === "/login" ? "Welcome back, Maya" : "To-do" })).toBeVisible();
    expect((await mail.mailTo(who.email)).subject).toBe("Your password was changed");
  }
  watch.expectsStatus(404);
  const answer = await page.goto("/reset/half-a-link");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1, name: "We do not know this link" })).toBeVisible();
});

test("a second step, and a refusal after Logout", async ({ house, watch, newcomer }) => {
  watch.expectsLogout();
  const maya = await newcomer(OFF);
  const who = house.client("Maya Lindqvist");
  await signIn(maya, who);
  await maya.goto("/security");
  await maya.getByRole("button", { name: "Add an authenticator app" }).click();
  const key = await shownKey(maya);
  await maya.getByLabel("Code").fill(wrongCode(key));
  await maya.getByRole("button", { name: "Confirm" }).click();
  await expect(refusal(maya)).toContainText("This code is not right");
  expect(await shownKey(maya)).toBe(key);
  await maya.getByLabel("Code").fill(codeOf(key));
  await maya.getByRole("button", { name: "Confirm" }).click();
  await expect(notice(maya, "Your recovery codes").getByRole("listitem")).toHaveCount(10);
  await expect(maya.getByRole("button", { name: "Print" })).toBeHidden();
  await signOut(maya);

  await typeSignIn(maya, { ...who, password: "not the one" });
  await expect.soft(refusal(maya), "a wrong password after Logout").toContainText("The e-mail or the password is not right");
  await typeSignIn(maya, who);
  await expect(maya.getByRole("heading", { level: 1, name: "Your second step" })).toBeVisible();
  await enterCode(maya, wrongCode(key));
  await expect(refusal(maya)).toContainText("This code is not right");
  await enterCode(maya, codeOf(key, 1));
  await expect(maya.getByRole("heading", { level: 1, name: "Welcome back, Maya" })).toBeVisible();
  await maya.goto("/security");
  await maya.getByRole("button", { name: "Remove Authenticator app" }).click();
  await expect(notice(maya, "It is removed, and signs nobody in any more.")).toBeVisible();
});
