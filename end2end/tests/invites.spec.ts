// Links of invitations: those that open nothing, and those that machines open before people do.
import type { Page } from "@playwright/test";
import type { House } from "../support/house";
import type { MailRoom } from "../support/mailroom";
import { activate, openChart, openChartTab, signInAsStaff } from "../support/office";
import { isRefused, linkIn, refusal, register, typeIdentity, typeSignIn } from "../support/portal";
import { expect, test } from "../support/stage";

const PASSWORD = "Blue-Kettle_whistles3";
const JORDAN = { address: "jordan.avery@example.com", lastName: "Avery", birthDate: "1985-07-02" };

/** Jordan is invited by Elena. */
async function invited(elena: Page, jordan: Page, house: House, mail: MailRoom): Promise<string> {
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Avery, Jordan");
  await activate(elena);
  const link = await linkIn(jordan, await mail.mailTo(JORDAN.address), "Register");
  expect(link).toContain(`${house.url}/register/`);
  return link;
}

test("unknown links all get one page, which helps on", async ({ house, newcomer, watch }) => {
  watch.expectsStatus(404);
  const visitor = await newcomer();
  const pages: string[] = [];
  for (const token of ["A".repeat(43), "half-a-link", "x"]) {
    const answer = await visitor.goto(`/register/${token}`);
    expect(answer?.status()).toBe(404);
    await expect(visitor.getByRole("heading", { level: 1, name: "We do not know this link" })).toBeVisible();
    await expect(visitor.getByRole("link", { name: "Call 443-555-0142" }).first()).toBeVisible();
    pages.push(await visitor.getByRole("main").innerText());
  }
  expect(new Set(pages).size).toBe(1);
  await visitor.getByRole("link", { name: "Go to sign-in" }).click();
  await expect(visitor).toHaveURL(`${house.url}/login`);
});

test("a link opened by machines still works for the person, and then for nobody", async ({ house, mail, watch, newcomer }) => {
  const elena = await newcomer();
  const jordan = await newcomer();
  const link = await invited(elena, jordan, house, mail);
  const token = link.split("/").at(-1) ?? "";

  await test.step("a scanner asks for it fifty times", async () => {
    const scanner = await newcomer();
    for (let time = 0; time < 25; time += 1) {
      const [got, headed] = await Promise.all([scanner.request.get(link), scanner.request.head(link)]);
      expect([got.status(), headed.status()]).toEqual([200, 200]);
    }
  });

  await test.step("a scanner runs the page's scripts, and stays for ten seconds", async () => {
    const scanner = await newcomer();
    const posts: string[] = [];
    scanner.on("request", (request) => {
      if (request.method() !== "GET") posts.push(request.url());
    });
    await scanner.clock.install();
    await scanner.goto(link, { waitUntil: "networkidle" });
    await scanner.clock.fastForward(10_000);
    await expect(scanner.getByRole("heading", { level: 1, name: "Welcome" })).toBeVisible();
    expect(posts).toEqual([]);
  });

  await test.step("a scanner presses every button, and posts what it found", async () => {
    const scanner = await newcomer({ javaScriptEnabled: false });
    await scanner.goto(link);
    await scanner.getByRole("button", { name: "Continue" }).click();
    await expect(refusal(scanner)).toBeVisible();
    for (const door of ["check_identity", "choose_password"]) {
      for (const form of [{ token: "" }, { token }]) {
        const answer = await scanner.request.post(`/api/visitor/registration/${door}`, { form, headers: { origin: house.url } });
        expect(answer.status(), door).toBe(422);
      }
    }
  });

  await test.step("then Jordan registers", () => register(jordan, link, { ...JORDAN, password: PASSWORD }));

  await test.step("after that it is used: for Jordan, and for everybody else", async () => {
    watch.expectsStatus(410);
    for (const page of [jordan, await newcomer()]) {
      const answer = await page.goto(link);
      expect(answer?.status()).toBe(410);
      await expect(page.getByRole("heading", { level: 1, name: "This link has been used" })).toBeVisible();
      await expect(page.locator("body")).not.toContainText(/Jordan|Avery/);
    }
    await jordan.getByRole("link", { name: "Go to sign-in" }).click();
    await typeSignIn(jordan, { email: JORDAN.address, password: PASSWORD });
    await expect(jordan.getByRole("heading", { level: 1, name: "Welcome back, Jordan" })).toBeVisible();
  });
});

test("five tries that do not match lock the link, and staff are told", async ({ house, mail, watch, newcomer }) => {
  const elena = await newcomer();
  const stranger = await newcomer();
  const link = await invited(elena, stranger, house, mail);
  watch.expectsStatus(410);
  await stranger.goto(link);
  for (const lastName of ["Every", "Ivory", "avery", "AVERY"]) {
    await typeIdentity(stranger, lastName, JORDAN.birthDate);
    await isRefused(stranger, "These details do not match");
    await expect(stranger.getByLabel("Last Name")).toHaveValue(lastName);
  }
  await typeIdentity(stranger, "Aviary", JORDAN.birthDate);
  await expect(stranger.getByRole("heading", { level: 1, name: "This link is locked" })).toBeVisible();
  await expect(stranger.locator("body")).not.toContainText(/Jordan|Avery/);
  await expect(stranger.getByRole("link", { name: "Call 443-555-0142" }).first()).toBeVisible();

  await elena.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "To-do" }).click();
  const task = elena.getByRole("listitem").filter({ hasText: "Registration link locked" });
  await expect(task).toContainText("Avery, Jordan");
  await task.getByRole("button", { name: /^Mark as done/ }).click();
  await expect(elena.getByRole("status").filter({ hasText: "Done. It is off the list." })).toBeVisible();
  await expect(task).toBeHidden();
});

test("a mail that does not arrive is told truly, with what to do", async ({ house, mail, newcomer }) => {
  const elena = await newcomer();
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Marsh, Leo");
  await openChartTab(elena, "Communications");
  await elena.getByRole("button", { name: "Activate Client Portal Access" }).click();
  const dialog = elena.getByRole("dialog", { name: "Activate Client Portal Access" });
  await dialog.getByLabel("E-mail").fill(mail.unknownMailbox);
  await dialog.getByRole("button", { name: "Activate", exact: true }).click();
  const told = elena.getByRole("alert");
  await expect(told).toContainText(`Access is granted, but the invitation did not reach ${mail.unknownMailbox}.`);
  await expect(told).toContainText("No such mailbox");
  await expect(told).toContainText("Check the address with the client.");
  await told.getByRole("link", { name: "To-do list" }).click();
  const task = elena.getByRole("listitem").filter({ hasText: "Mail could not be delivered" });
  await expect(task).toContainText("Marsh, Leo");
  await task.getByRole("button", { name: /^Send again/ }).click();
  await expect(elena.getByRole("status").filter({ hasText: "The mail is tried again now." })).toBeVisible();
});

test("what is missing for access is named, and leads to where it is set", async ({ house, mail, newcomer }) => {
  const grace = await newcomer();
  await signInAsStaff(grace, house.staff("Grace Whitfield"));

  await test.step("Hannah's chart has no owner", async () => {
    await openChart(grace, "de la Cruz, Hannah");
    await openChartTab(grace, "Communications");
    await expect(grace.getByRole("status").filter({ hasText: "The portal cannot be activated yet" })).toBeVisible();
    await grace.getByRole("link", { name: "Choose a Chart Owner, under Demographics" }).first().click();
    await grace.getByRole("radio", { name: "Hannah de la Cruz, the client" }).check();
    await grace.getByRole("button", { name: "Save Chart Owner" }).click();
    await expect(grace.getByRole("status").filter({ hasText: "The Chart Owner is assigned." })).toBeVisible();
    await activate(grace);
    expect((await mail.mailTo("hannah.delacruz@example.com")).subject).toContain("invites you");
  });

  await test.step("a new chart is created, and its client invited at once", async () => {
    await grace.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Chart Room" }).click();
    await grace.getByRole("link", { name: "New chart" }).click();
    await grace.getByLabel("First name", { exact: true }).fill("Tom");
    await grace.getByRole("checkbox", { name: "Send client an email to set up their portal account" }).check();
    await grace.getByRole("button", { name: "Create chart" }).click();
    await expect(refusal(grace)).toContainText("Enter the last name.");
    await expect(refusal(grace)).toContainText("Enter the date of birth.");
    await expect(refusal(grace)).toContainText("An e-mail address is needed to send the invitation.");
    await expect(grace.getByLabel("First name", { exact: true })).toHaveValue("Tom");
    await grace.getByLabel("Last name", { exact: true }).fill("Ångström-Li");
    await grace.getByLabel("Date of birth").fill("1990-02-28");
    await grace.getByLabel("Client’s e-mail").fill("Tom.Li+anteroom@example.com");
    await grace.getByLabel("Primary clinician").selectOption({ label: "Elena Reyes, PhD" });
    await expect(grace.getByRole("checkbox", { name: "Send client an email to set up their portal account" })).toBeChecked();
    await grace.getByRole("button", { name: "Create chart" }).click();
    await expect(grace.getByRole("status").filter({ hasText: "Access is granted." })).toContainText("Tom.Li+anteroom@example.com");
    const link = await linkIn(await newcomer(), await mail.mailTo("Tom.Li+anteroom@example.com"), "Register");
    expect(link).toContain("/register/");
  });

  await test.step("an address that has an account gets no second one: linking is offered", async () => {
    await openChart(grace, "O’Brien, Conor");
    await openChartTab(grace, "Demographics");
    await grace.getByRole("link", { name: "Edit emails" }).click();
    const emails = grace.getByRole("region", { name: "Emails" });
    await emails.getByLabel("Address").fill("maya.lindqvist@example.com");
    await emails.getByRole("button", { name: "Add" }).click();
    await emails.getByRole("button", { name: "Remove conor.obrien@example.com" }).click();
    await emails.getByRole("button", { name: "Save" }).click();
    await expect(grace.getByRole("status").filter({ hasText: "The e-mail addresses are saved." })).toBeVisible();
    await openChartTab(grace, "Communications");
    await expect(grace.getByRole("main")).toContainText("maya.lindqvist@example.com has a portal account already, and nobody gets a second one.");
    await expect(grace.getByRole("button", { name: "Activate Client Portal Access" })).toBeHidden();
    await grace.getByRole("button", { name: "Link Patient to Portal Account" }).click();
    const dialog = grace.getByRole("dialog", { name: "Link Patient to Portal Account" });
    await expect(dialog).toContainText("maya.lindqvist@example.com");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("so is one that is typed into the window", async () => {
    await openChart(grace, "Marsh, Leo");
    await openChartTab(grace, "Communications");
    await grace.getByRole("button", { name: "Activate Client Portal Access" }).click();
    const dialog = grace.getByRole("dialog", { name: "Activate Client Portal Access" });
    await dialog.getByLabel("E-mail").fill("maya.lindqvist@example.com");
    await dialog.getByRole("button", { name: "Activate", exact: true }).click();
    await expect(dialog).toContainText("This address already has a portal account. Link the client to that account, or use another address.");
    await expect(dialog.getByLabel("E-mail")).toHaveValue("maya.lindqvist@example.com");
    await expect(dialog.getByRole("button", { name: "Link Patient to Portal Account" })).toBeVisible();
  });
});
