// Every page, by those who see it: axe in light and dark, the narrowest window, and fingers.
import { inspect } from "../support/looks";
import { openChart, openChartTab, openMenu, shareToSign, signInAsStaff } from "../support/office";
import { documentLine, isRefused, linkIn, refusal, signIn, typeIdentity, typeSignIn } from "../support/portal";
import { expect, test } from "../support/stage";

const PLAN = "Treatment plan, November 2026";

test("pages before sign-in", async ({ house, mail, watch, newcomer, hasTouch }) => {
  const page = await newcomer();
  const look = (name: string) => inspect(page, name, hasTouch);
  watch.expectsStatus(404);
  await page.goto("/login");
  await look("sign-in");
  await typeSignIn(page, { email: "nobody@example.com", password: "not the one" });
  await expect(refusal(page)).toBeVisible();
  await look("sign-in, refused");
  await page.goto("/register/unknown");
  await look("an unknown link");
  await page.goto("/nothing-here");
  await look("a page that is not there");
  await page.goto("/office/login");
  await look("sign-in for staff");
  await typeSignIn(page, { email: "nobody@example.com", password: "not the one" });
  await expect(refusal(page)).toBeVisible();
  await look("sign-in for staff, refused");

  const elena = await newcomer();
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Avery, Jordan");
  await openChartTab(elena, "Communications");
  await elena.getByRole("button", { name: "Activate Client Portal Access" }).click();
  await inspect(elena, "the window that activates access", hasTouch);
  await elena.getByRole("button", { name: "Activate", exact: true }).click();
  await page.goto(await linkIn(elena, await mail.mailTo("jordan.avery@example.com"), "Register"));
  await look("registration: identity");
  await typeIdentity(page, "Avery ", "1985-07-02");
  await expect(page.getByRole("button", { name: "Remove the space" })).toBeVisible();
  await look("registration: a space");
  await page.getByRole("button", { name: "Remove the space" }).click();
  const passed = page.getByRole("heading", { name: "Choose a password" });
  await expect(async () => {
    if (!(await passed.isVisible())) await page.getByRole("button", { name: "Continue" }).click({ timeout: 1_000 });
    await expect(passed).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await look("registration: password");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(refusal(page)).toBeVisible();
  await look("registration: password refused");
  await page.getByLabel("Password", { exact: true }).fill("Small-River_turns9");
  await page.getByRole("button", { name: "Create account" }).click();
  await look("registered");
});

test("a client's pages", async ({ house, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const page = await newcomer();
  const look = (name: string) => inspect(page, name, hasTouch);
  await signIn(page, house.client("Maya Lindqvist"));
  await look("Dashboard");
  await page.goto("/messages");
  await look("Messages, empty");
  await page.goto("/documents?show=forms");
  await look("My Documents, none under this tab");
  await page.goto("/more");
  await look("More");

  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Lindqvist, Maya");
  await openChartTab(elena, "Documents");
  await shareToSign(elena, PLAN);
  await page.goto("/");
  await look("Dashboard, with something to sign");
  await page.goto("/messages");
  await look("Messages");
  await page.getByRole("main").getByRole("link").first().click();
  await look("a conversation");
  await page.goto("/documents");
  await look("My Documents");
  await documentLine(page, "Intake evaluation").getByRole("link", { name: "Intake evaluation", exact: true }).click();
  await look("a document");
  await page.goto("/documents");
  await documentLine(page, PLAN).getByRole("link", { name: PLAN, exact: true }).click();
  await look("a document to sign");
  await page.getByRole("link", { name: "Decline" }).click();
  await look("declining");
  await page.getByRole("button", { name: "Decline" }).click();
  await expect(refusal(page)).toContainText("Write a few words about why you decline.");
  await look("declining, refused");
  await page.getByRole("link", { name: "Back to the document" }).click();
  await page.getByRole("link", { name: "Add Signature" }).click();
  await look("the agreement to sign electronically");
  await page.getByRole("checkbox", { name: /I agree/ }).check();
  await page.getByRole("button", { name: "Agree and continue" }).click();
  await expect(page.getByRole("img", { name: "Draw your signature here" })).toBeVisible();
  await look("signing by drawing");
  await page.getByText("Type instead").click();
  await page.getByLabel("Type your full name").fill("Maya Lindqvist");
  await look("signing by typing");
  await page.getByRole("checkbox", { name: /I have read/ }).check();
  await page.getByRole("button", { name: "Sign Document" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Thank you, it is signed" })).toBeVisible();
  await look("signed");
});

test("the pages of somebody who cares for two", async ({ house, newcomer, hasTouch }) => {
  const page = await newcomer();
  const look = (name: string) => inspect(page, name, hasTouch);
  await signIn(page, house.client("Ingrid Sandoval"));
  await expect(page.getByText(/^You are acting for (Ida|Noah) Sandoval/)).toBeVisible();
  await look("Dashboard for a child");
  for (const child of ["Noah", "Ida"]) {
    await page.goto("/more");
    const other = page.getByRole("link", { name: `Switch to ${child} Sandoval` });
    if (await other.isVisible()) await other.click();
    else await page.getByRole("link", { name: /^Home/ }).first().click();
    await expect(page.getByText(`You are acting for ${child} Sandoval`)).toBeVisible();
  }
  await expect(page.getByRole("region", { name: "For whom you act" }).getByRole("link", { name: "Switch to Noah Sandoval" })).toBeVisible();
  await page.getByRole("link", { name: hasTouch ? "More" : "Ingrid Sandoval", exact: true }).click();
  await expect(page.getByText("Here now")).toBeVisible();
  await look("the people in one's care");
  await page.goBack();
  for (const area of ["My Documents", "Messages"]) {
    await page.getByRole("main").getByRole("link", { name: new RegExp(`^${area}`) }).click();
    await expect(page.getByText("You are acting for Ida Sandoval")).toBeVisible();
    await look(`${area} of a child`);
    await page.goBack();
  }
});

test("a clinician's pages", async ({ house, watch, newcomer, hasTouch }) => {
  const page = await newcomer();
  const look = (name: string) => inspect(page, name, hasTouch);
  await signInAsStaff(page, house.staff("Elena Reyes"));
  await look("To-do, empty");
  await page.goto("/office/charts?q=nobody");
  await look("Chart Room, nothing found");
  await openChart(page, "Lindqvist, Maya");
  await look("Chart Face");
  await openChartTab(page, "Demographics");
  await look("Demographics");
  for (const part of ["person", "emails", "phone and address", "Chart Owner"]) {
    await page.getByRole("link", { name: `Edit ${part}`, exact: true }).click();
    await look(`Demographics, ${part} being edited`);
    await page.getByRole("link", { name: "Cancel" }).click();
  }
  await page.getByRole("button", { name: "Add related contact" }).click();
  await expect(page.getByRole("dialog", { name: "Add a related contact" })).toBeVisible();
  await look("a related contact");
  await page.getByRole("button", { name: "Add contact" }).click();
  await expect(page.getByRole("dialog", { name: "Add a related contact" }).getByRole("alert")).toBeVisible();
  await look("a related contact, refused");
  await page.getByRole("button", { name: "Cancel" }).click();
  await openChartTab(page, "Communications");
  await look("Communications, active");
  await openChartTab(page, "Documents");
  await look("Documents");
  await openMenu(page, "Intake evaluation");
  await look("Documents, menu open");
  await page.getByRole("link", { name: "Open", exact: true }).click();
  await look("a document of the chart");
  await openChartTab(page, "Documents");
  await page.getByRole("link", { name: "Phone call about sleep diary" }).click();
  await look("a draft");
  await page.getByRole("link", { name: "Edit note" }).click();
  await look("a draft being edited");
  await openChartTab(page, "Documents");
  await page.getByRole("link", { name: "New note" }).click();
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(refusal(page)).toBeVisible();
  await look("a new note, refused");
  watch.expectsStatus(404, 403);
  await page.goto("/office/nothing-here");
  await look("nothing at this address");
  await page.goto("/office/settings");
  await look("not part of one's work");
});

test("the pages of a scheduler and an administrator", async ({ house, mail, watch, newcomer, hasTouch }) => {
  const page = await newcomer();
  const look = (name: string) => inspect(page, name, hasTouch);
  await signInAsStaff(page, house.staff("Grace Whitfield"));
  await page.goto("/office/charts");
  await look("Chart Room");
  await page.goto("/office/charts/new");
  await page.getByRole("button", { name: "Create chart" }).click();
  await expect(refusal(page)).toBeVisible();
  await look("a new chart, refused");
  for (const listed of ["Haddad, Amira", "Osei, Daniel", "Novak, Peter", "de la Cruz, Hannah"]) {
    await openChart(page, listed);
    await openChartTab(page, "Communications");
    await look(`Communications of ${listed}`);
  }
  watch.expectsLogout();
  await page.getByRole("button", { name: "Logout" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await signInAsStaff(page, house.staff("Tomás Vidal"));
  await page.goto("/office/settings");
  await look("Settings");
  await page.getByLabel("Name", { exact: true }).fill("");
  await page.getByLabel("Phone", { exact: true }).fill("abc");
  await page.getByLabel("FAQ link").fill("http://example.com");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(refusal(page)).toContainText("Enter the name of the practice.");
  await expect(refusal(page)).toContainText("That is not a telephone number.");
  await look("Settings, refused");
  await page.getByLabel("Name", { exact: true }).fill("Harbor Street Counseling");
  await page.getByLabel("Phone", { exact: true }).fill("443-555-0142");
  await page.getByLabel("FAQ link").fill("https://harborstreet.example/faq");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();

  for (const place of ["Client Portal", "Branding", "Patterns"]) {
    await page.getByRole("main").getByRole("link", { name: place }).click();
    await look(`Settings, ${place}`);
    await page.getByRole("main").getByRole("link", { name: "Settings" }).click();
  }
  await page.getByRole("link", { name: "Welcome Email" }).click();
  await look("Welcome Email");
  await page.getByLabel("Subject").fill("");
  await page.getByLabel("Text").fill("Welcome, {name}");
  await page.getByRole("button", { name: "Save" }).click();
  await isRefused(page, "Enter a subject.", "In braces only {practice}, {phone} and {days} are known.");
  await look("Welcome Email, refused");
  await page.getByLabel("Subject").fill("{practice} invites you");
  await page.getByLabel("Text").fill("Welcome to {practice}.\n\nThe link works for {days}.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved. The next invitation says this." })).toBeVisible();
  await page.getByRole("button", { name: "Send Sample Welcome Email" }).click();
  await expect(page.getByRole("status").filter({ hasText: "A sample is on its way to your own address." })).toBeVisible();
  const sample = await mail.mailTo(house.staff("Tomás Vidal").email);
  expect(sample.subject).toBe("Harbor Street Counseling invites you");
  expect(sample.text).toContain("Welcome to Harbor Street Counseling.");
  // A preview runs no scripts, so axe cannot look at it; the mail itself is looked at in the first journey.
  for (const form of ["At a desk", "On a phone", "As text"]) {
    const preview = await page.request.get((await page.getByRole("link", { name: form }).getAttribute("href"))!);
    expect(await preview.text()).toContain("Welcome to Harbor Street Counseling.");
  }
});
