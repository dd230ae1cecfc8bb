// The same journey with scripts off: everything is a link or a form, and the signature is typed.
import { readFileSync } from "node:fs";
import { lineOf, openChart, openChartTab, openMenu, shareToSign, signInAsStaff } from "../support/office";
import { documentLine, openMail, refusal, signIn, signOut, typeIdentity, typeSignIn } from "../support/portal";
import { expect, test } from "../support/stage";

const ADDRESS = "jordan.work@example.com";
const PASSWORD = "Plain-Paper_folds8";
const PLAN = "Recovery plan";
const MEANING = "I have read this document and sign it electronically.";

test("the journey works with scripts off", async ({ house, mail, watch, newcomer }) => {
  watch.expectsLogout();
  const elena = await newcomer({ javaScriptEnabled: false });
  const jordan = await newcomer({ javaScriptEnabled: false });
  const rosa = await newcomer({ javaScriptEnabled: false });

  await test.step("Elena replaces the address, and activates access", async () => {
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    await openChart(elena, "Avery, Jordan");
    await openChartTab(elena, "Demographics");
    await elena.getByRole("link", { name: "Edit emails" }).click();
    await elena.getByRole("button", { name: "Remove jordan.avery@example.com" }).click();
    await expect(elena.getByText("No e-mail address is recorded.")).toBeVisible();
    await elena.getByRole("link", { name: "Cancel" }).click();
    await expect(elena.getByText("jordan.avery@example.com")).toBeVisible();
    await elena.getByRole("link", { name: "Edit emails" }).click();
    await elena.getByRole("textbox", { name: "Address" }).fill("somebody@example.com");
    await elena.getByRole("button", { name: "Add", exact: true }).click();
    await expect(elena.getByText("Not saved yet: choose Save")).toBeVisible();
    await elena.getByRole("button", { name: "Remove jordan.avery@example.com" }).click();
    await elena.getByRole("button", { name: "Remove somebody@example.com" }).click();
    await elena.getByRole("button", { name: "Save", exact: true }).click();
    await expect(elena.getByText("No e-mail address is recorded.")).toBeVisible();
    await openChartTab(elena, "Communications");
    await elena.getByRole("button", { name: "Activate Client Portal Access" }).click();
    const dialog = elena.getByRole("dialog", { name: "Activate Client Portal Access" });
    await dialog.getByLabel("E-mail").fill("jordan.work");
    await dialog.getByRole("button", { name: "Activate", exact: true }).click();
    await expect(dialog).toContainText("That is not an e-mail address.");
    await expect(dialog.getByLabel("E-mail")).toHaveValue("jordan.work");
    await dialog.getByLabel("E-mail").fill(ADDRESS);
    await dialog.getByRole("button", { name: "Activate", exact: true }).click();
    await expect(elena.getByRole("status").filter({ hasText: "Access is granted." })).toContainText(`sent to ${ADDRESS}`);
  });

  await test.step("Jordan registers", async () => {
    const invitation = await mail.mailTo(ADDRESS);
    await openMail(jordan, invitation);
    await jordan.getByRole("link", { name: "Register" }).click();
    await typeIdentity(jordan, "", "");
    await expect(refusal(jordan)).toContainText("Please check 2 things");
    await typeIdentity(jordan, "avery", "1985-07-02");
    await expect(refusal(jordan)).toContainText("These details do not match");
    await typeIdentity(jordan, " Avery", "1985-07-02");
    await expect(jordan.getByText("There is a space before or after the name.")).toBeVisible();
    await expect(jordan.getByLabel("Date of Birth")).toHaveValue("1985-07-02");
    await jordan.getByRole("button", { name: "Remove the space" }).click();
    await expect(jordan.getByRole("heading", { level: 1, name: "Choose a password" })).toBeVisible();
    await jordan.getByRole("button", { name: "Create account" }).click();
    await expect(refusal(jordan)).toContainText("Choose a password.");
    await jordan.getByLabel("Password", { exact: true }).fill("short");
    await jordan.getByRole("button", { name: "Create account" }).click();
    for (const must of ["Use 12 characters or more.", "Add a capital letter.", "Add a number.", "Add one of ! @ # $ & ( * ) _"]) {
      await expect(refusal(jordan)).toContainText(must);
    }
    await jordan.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await jordan.getByRole("button", { name: "Create account" }).click();
    await expect(jordan.getByRole("heading", { level: 1, name: "You are registered" })).toBeVisible();
    await jordan.getByRole("link", { name: "Sign in" }).click();
    await typeSignIn(jordan, { email: ADDRESS, password: PASSWORD });
    await expect(jordan.getByRole("heading", { level: 1, name: "Welcome back, Jordan" })).toBeVisible();
    await signOut(jordan);
  });

  await test.step("Elena writes a note, signs it, and shares the plan to sign", async () => {
    await openChartTab(elena, "Documents");
    await elena.getByRole("link", { name: "New note" }).click();
    await elena.getByRole("button", { name: "Save draft" }).click();
    await expect(refusal(elena)).toContainText("Give the note a title.");
    await elena.getByLabel("Title").fill("Phone call");
    const section = elena.getByRole("group", { name: "Section 1" });
    await section.getByLabel("Heading").fill("Call");
    await section.getByLabel("Text").fill("Moved to Thursday.\n- Bring the diary <b>\n- Call before");
    await elena.getByRole("button", { name: "Save draft" }).click();
    await expect(elena.getByRole("status").filter({ hasText: "The draft is saved." })).toBeVisible();
    await expect(elena.getByRole("article").getByRole("listitem")).toHaveText(["- Bring the diary <b>", "- Call before"]);
    await elena.getByRole("button", { name: "Sign note" }).click();
    await expect(elena.getByRole("status").filter({ hasText: "The note is signed." })).toBeVisible();
    await openChartTab(elena, "Documents");
    await openMenu(elena, "Phone call");
    await expect(elena.getByRole("link", { name: "Share to Sign", exact: true })).toBeVisible();
    await elena.keyboard.press("Escape");
    await shareToSign(elena, PLAN);
  });

  await test.step("Jordan reads, agrees, types the name, and signs", async () => {
    await openMail(jordan, await mail.mailTo(ADDRESS));
    await jordan.getByRole("link", { name: "Read message" }).click();
    await typeSignIn(jordan, { email: ADDRESS, password: PASSWORD });
    await jordan.getByRole("link", { name: new RegExp(`${PLAN}.*Pending Review`, "s") }).click();
    await expect(jordan.getByRole("article")).toContainText("Attend the Tuesday group");
    await jordan.getByRole("link", { name: "Add Signature" }).click();
    await jordan.getByRole("checkbox", { name: /I agree to sign documents electronically/ }).check();
    await jordan.getByRole("button", { name: "Agree and continue" }).click();
    await expect(jordan.getByRole("img", { name: "Draw your signature here" })).toBeHidden();
    await jordan.getByRole("button", { name: "Sign Document" }).click();
    await expect(refusal(jordan)).toContainText("Type your name: that is your signature.");
    await expect(jordan.getByLabel("Type your full name")).toHaveAccessibleDescription(/Type your name: that is your signature/);
    await jordan.getByLabel("Type your full name").fill("Jordan Avery");
    await jordan.getByRole("button", { name: "Sign Document" }).click();
    await expect(refusal(jordan)).toContainText("Tick the box to confirm that you have read the document.");
    await expect(jordan.getByLabel("Type your full name")).toHaveValue("Jordan Avery");
    await jordan.getByRole("checkbox", { name: MEANING }).check();
    await jordan.getByRole("button", { name: "Sign Document" }).click();
    await expect(jordan.getByRole("heading", { level: 1, name: "Thank you, it is signed" })).toBeVisible();
    const [download] = await Promise.all([jordan.waitForEvent("download"), jordan.getByRole("link", { name: "Download" }).click()]);
    expect(readFileSync(await download.path()).subarray(0, 5).toString()).toBe("%PDF-");
    await jordan.getByRole("link", { name: "Back to My Documents" }).click();
    await expect(documentLine(jordan, PLAN).getByText("Signed", { exact: true })).toBeVisible();
  });
  const documentAddress = await documentLine(jordan, PLAN).getByRole("link", { name: PLAN, exact: true }).getAttribute("href");

  await test.step("the chart knows by itself, and Rosa sees nothing", async () => {
    await elena.getByRole("navigation", { name: "Chart" }).getByRole("link", { name: "Documents" }).click();
    await expect(lineOf(elena, PLAN).getByText("Shared and Signed", { exact: true })).toBeVisible();
    await signIn(rosa, house.client("Rosa Delgado"));
    watch.expectsStatus(404);
    const answer = await rosa.goto(documentAddress ?? "/");
    expect(answer?.status()).toBe(404);
    await expect(rosa.getByRole("heading", { level: 1, name: "This page is not here" })).toBeVisible();
  });

  await test.step("what was typed survives a session that ended", async () => {
    await openChartTab(elena, "Documents");
    await elena.getByRole("link", { name: "New note" }).click();
    await elena.getByLabel("Title").fill("Half a note");
    const session = (await elena.context().cookies()).filter((cookie) => cookie.name === "anteroom-office");
    expect(session).toHaveLength(1);
    const elsewhere = await elena.context().newPage();
    await elsewhere.goto("/office");
    await elsewhere.getByRole("button", { name: "Logout" }).click();
    // A window that is closed before the answer takes its request along, and the session would live on.
    await expect(elsewhere.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await elsewhere.close();
    await elena.getByRole("group", { name: "Section 1" }).getByLabel("Text").fill("Still here.");
    await elena.getByRole("button", { name: "Save draft" }).click();
    await expect(elena.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await typeSignIn(elena, house.staff("Elena Reyes"));
    await expect(elena.getByRole("heading", { level: 2, name: "New note" })).toBeVisible();
    await expect(elena.getByLabel("Title")).toHaveValue("Half a note");
    await expect(elena.getByRole("group", { name: "Section 1" }).getByLabel("Text")).toHaveValue("Still here.");
  });

  expect(mail.addressesOfUnread()).toEqual([]);
});
