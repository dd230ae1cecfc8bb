// The first journey: a clinician invites a client, who registers, reads and signs. Another client sees nothing of it.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { looksRight } from "../support/looks";
import { activate, fact, lineOf, openChart, openChartTab, openMenu, shareToSign } from "../support/office";
import { DASH, NAME, draw } from "../support/pen";
import { documentLine, openMail, refusal, signIn, typeIdentity, typeSignIn } from "../support/portal";
import { expect, test } from "../support/stage";

const ADDRESS = "jordan.avery+portal@example.com";
const PASSWORD = "Wide-Meadow_sings4";
const PLAN = "Treatment plan, November 2026";
const INVOICE = "Invoice 1051";
const WORDS_OF_THE_PLAN = "Three planned evenings a week with someone or something good.";
const MEANING = "I have read this document and sign it electronically.";

test("a client is invited, registers, is asked to sign, and signs", async ({ house, mail, watch, newcomer, hasTouch }) => {
  watch.expectsLogout();
  const elena = await newcomer();
  const jordan = await newcomer({ acceptDownloads: true });
  const rosa = await newcomer();
  let documentAddress = "";
  let conversationAddress = "";

  await test.step("Elena comes to Jordan's chart through sign-in", async () => {
    await elena.goto("/office/charts");
    await expect(elena).toHaveURL(/\/office\/login\?next=/);
    const who = house.staff("Elena Reyes");
    await elena.getByLabel("Email").fill(who.email);
    await elena.getByLabel("Password", { exact: true }).fill(who.password);
    await elena.getByRole("button", { name: "Sign in" }).click();
    await expect(elena.getByRole("heading", { level: 1, name: "Chart Room" })).toBeVisible();
    await openChart(elena, "Avery, Jordan");
  });

  await test.step("Demographics: Emails, Edit, type, Add, Save", async () => {
    await openChartTab(elena, "Demographics");
    await elena.getByRole("link", { name: "Edit emails" }).click();
    const emails = elena.getByRole("region", { name: "Emails" });
    await emails.getByLabel("Type").selectOption("Work");
    await emails.getByLabel("Address").fill("jordan at example");
    await emails.getByRole("button", { name: "Add" }).click();
    await expect(refusal(elena)).toContainText("That is not an e-mail address. Write it like name@example.com.");
    await expect(emails.getByLabel("Address")).toHaveValue("jordan at example");
    await emails.getByLabel("Type").selectOption("Personal");
    await emails.getByLabel("Address").fill(ADDRESS);
    await emails.getByRole("button", { name: "Add" }).click();
    await expect(emails.getByRole("definition").filter({ hasText: ADDRESS })).toBeVisible();
    await emails.getByRole("button", { name: "Remove jordan.avery@example.com" }).click();
    await expect(emails.getByRole("definition").filter({ hasText: "jordan.avery@example.com" })).toBeHidden();
    await emails.getByRole("button", { name: "Save" }).click();
    await expect(elena.getByRole("status").filter({ hasText: "The e-mail addresses are saved." })).toBeVisible();
    await expect(emails.getByRole("definition").filter({ hasText: ADDRESS })).toBeVisible();
  });

  await test.step("Chart Owner: Jordan", async () => {
    await elena.getByRole("link", { name: "Edit Chart Owner" }).click();
    await elena.getByRole("radio", { name: "Jordan Avery, the client" }).check();
    await elena.getByRole("button", { name: "Save Chart Owner" }).click();
    await expect(elena.getByRole("status").filter({ hasText: "The Chart Owner is assigned." })).toBeVisible();
  });

  await test.step("a document cannot be shared before", async () => {
    await openChartTab(elena, "Documents");
    await openMenu(elena, PLAN);
    await elena.getByRole("link", { name: "Share to Sign", exact: true }).click();
    await expect(elena.getByRole("main")).toContainText("The client has no access to documents in the portal yet.");
    await expect(elena.getByRole("button", { name: "Invite and queue" })).toBeVisible();
    await expect(elena.getByRole("button", { name: "Share to Sign", exact: true })).toBeHidden();
  });

  await test.step("Activate Client Portal Access: confirmed, with the true state", async () => {
    await openChartTab(elena, "Communications");
    await expect(elena.getByRole("main")).toContainText("No Portal Access");
    await elena.getByRole("button", { name: "Activate Client Portal Access" }).click();
    const dialog = elena.getByRole("dialog", { name: "Activate Client Portal Access" });
    await expect(dialog).toContainText(ADDRESS);
    await looksRight(elena, "the window that activates access");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toBeHidden();
    await activate(elena);
    const confirmation = elena.getByRole("status").filter({ hasText: "Access is granted." });
    await expect(confirmation).toContainText(`Access is granted. The invitation was sent to ${ADDRESS}.`);
    await expect(confirmation).toContainText("look in Spam or Junk, move the e-mail to the Inbox, then open the link");
    await expect(fact(elena, "Status")).toHaveText("Invited");
    await expect(fact(elena, "Delivery")).toHaveText("Sent");
    await expect(fact(elena, "Invitation")).toContainText(`to ${ADDRESS}`);
    await looksRight(elena, "access activated");
  });

  await test.step("Jordan's mail: no-reply, one button, nobody's name, no health word", async () => {
    const invitation = await mail.mailTo(ADDRESS);
    expect(invitation.from).toBe("no-reply@localhost");
    expect(invitation.subject).toContain("Harbor Street Counseling");
    for (const words of [invitation.subject, invitation.text, invitation.html]) {
      expect(words).not.toMatch(/Jordan|Avery|Reyes|Elena|1985|therap|treatment|diagnos|patient/i);
    }
    expect(invitation.text).toContain("an address that nobody reads, so please do not reply");
    await openMail(jordan, invitation);
    await looksRight(jordan, "the invitation", { isMail: true });
    await expect(jordan.getByRole("link", { name: "Register" })).toHaveAttribute("href", new RegExp(`^${house.url}/register/[A-Za-z0-9_-]{43}$`));
    await jordan.getByRole("link", { name: "Register" }).click();
    await expect(jordan.getByRole("heading", { level: 1, name: "Welcome" })).toBeVisible();
  });
  const invitationLink = jordan.url();

  await test.step("identity: a wrong try never tells what was wrong, and keeps what was typed", async () => {
    await typeIdentity(jordan, "Averey", "1985-07-02");
    await expect(refusal(jordan)).toContainText("These details do not match");
    await expect(jordan.getByLabel("Last Name")).toHaveValue("Averey");
    await expect(jordan.getByLabel("Date of Birth")).toHaveValue("1985-07-02");
    const wrongName = await refusal(jordan).innerText();
    await expect(refusal(jordan)).toBeFocused();
    await typeIdentity(jordan, "Avery", "1985-07-03");
    await expect(jordan.getByLabel("Last Name")).toHaveValue("Avery");
    expect(await refusal(jordan).innerText()).toBe(wrongName);
    await looksRight(jordan, "identity refused");
  });

  await test.step("identity: a space is pointed out before it is sent, and taken off with one tap", async () => {
    await expect(async () => {
      await jordan.getByLabel("Last Name").fill("Avery ");
      await jordan.getByLabel("Date of Birth").focus();
      await expect(jordan.getByText("There is a space before or after the name.")).toBeVisible({ timeout: 500 });
    }).toPass();
    const sent: string[] = [];
    jordan.on("request", (request) => sent.push(request.method()));
    await jordan.getByLabel("Date of Birth").fill("1985-07-02");
    await jordan.getByRole("button", { name: "Continue" }).click();
    await jordan.getByRole("button", { name: "Remove the space" }).click();
    expect(sent).not.toContain("POST");
    await expect(jordan.getByLabel("Last Name")).toHaveValue("Avery");
    await expect(jordan.getByText("There is a space before or after the name.")).toBeHidden();
    await jordan.getByRole("button", { name: "Continue" }).click();
    await expect(jordan.getByRole("heading", { level: 1, name: "Choose a password" })).toBeVisible();
  });

  await test.step("password: every rule ticks while one types", async () => {
    await expect(jordan.getByRole("main")).toContainText(`You will sign in with ${ADDRESS}`);
    const rules = {
      length: rule(jordan, "12 characters or more"),
      upper: rule(jordan, "A capital letter"),
      lower: rule(jordan, "A small letter"),
      digit: rule(jordan, "A number"),
      special: rule(jordan, "One of these signs"),
    };
    const password = jordan.getByLabel("Password", { exact: true });
    const ticked = async (typed: string, ...met: (keyof typeof rules)[]) => {
      await password.fill(typed);
      for (const [name, line] of Object.entries(rules)) {
        await expect(line, `“${typed}”: ${name}`).toContainText(met.includes(name as keyof typeof rules) ? ", met" : ", not yet");
      }
    };
    await ticked("w", "lower");
    await ticked("W", "upper");
    await ticked("w4-?%^", "lower", "digit");
    await ticked("w4_", "lower", "digit", "special");
    await ticked("wide meadow sings", "lower", "length");
    await ticked(PASSWORD, "length", "upper", "lower", "digit", "special");

    await password.fill("Jordan-Avery_1985!");
    await jordan.getByRole("button", { name: "Create account" }).click();
    await expect(refusal(jordan)).toContainText("This password holds your name, your e-mail or the practice. Choose another.");
    await expect(password).toHaveValue("");
    await jordan.getByRole("button", { name: "Show password" }).click();
    await expect(password).toHaveAttribute("type", "text");
    await password.fill(PASSWORD);
    await jordan.getByRole("button", { name: "Create account" }).click();
    await expect(jordan.getByRole("heading", { level: 1, name: "You are registered" })).toBeVisible();
  });

  await test.step("sign-in, and the Dashboard", async () => {
    const before = await jordan.context().cookies();
    await jordan.getByRole("link", { name: "Sign in" }).click();
    await typeSignIn(jordan, { email: ADDRESS, password: "Wide-Meadow_sings5" });
    await expect(refusal(jordan)).toContainText("The e-mail or the password is not right");
    await expect(jordan.getByLabel("Email")).toHaveValue(ADDRESS);
    await typeSignIn(jordan, { email: ADDRESS, password: PASSWORD });
    await expect(jordan.getByRole("heading", { level: 1, name: "Welcome back, Jordan" })).toBeVisible();
    await expect(jordan.getByRole("main")).toContainText("Your space at Harbor Street Counseling");
    await expect(jordan.getByRole("main")).toContainText("Nothing needs you today.");
    const session = (await jordan.context().cookies()).find((cookie) => cookie.name === "anteroom");
    expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    expect(before.map((cookie) => cookie.value)).not.toContain(session?.value);
    await jordan.getByRole("button", { name: "Logout" }).first().click();
    await expect(jordan.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  });

  await test.step("Elena sees that Jordan registered", async () => {
    await elena.reload();
    await expect(fact(elena, "Status")).toHaveText("Active");
    await expect(fact(elena, "Login e-mail")).toHaveText(ADDRESS);
    await expect(fact(elena, "Signed up")).toBeVisible();
    await expect(fact(elena, "Last login")).toBeVisible();
  });

  await test.step("Elena shares the plan to sign, and an invoice to read", async () => {
    await openChartTab(elena, "Documents");
    await shareToSign(elena, PLAN);
    await expect(lineOf(elena, PLAN).getByText("Shared", { exact: true })).toBeVisible();
    await expect(lineOf(elena, PLAN).getByText("Signature requested", { exact: true })).toBeVisible();
    await openMenu(elena, INVOICE);
    await expect(elena.getByRole("link", { name: "Share to Sign", exact: true })).toBeHidden();
    await expect(elena.getByText("Only notes and plans can be signed.").filter({ visible: true })).toBeVisible();
    await elena.getByRole("button", { name: "Share", exact: true }).click();
    await expect(elena.getByRole("status").filter({ hasText: "Shared with Jordan Avery. A mail tells them." })).toBeVisible();
    await expect(lineOf(elena, INVOICE).getByText("Shared", { exact: true })).toBeVisible();
  });

  await test.step("Jordan's mail leads through sign-in to the conversation with the record request", async () => {
    const message = await mail.mailTo(ADDRESS);
    expect(message.subject).toBe("You have a new portal message");
    const shared = await mail.mailTo(ADDRESS);
    expect(shared.subject).toBe("Something new was shared with you");
    for (const { subject, text } of [message, shared]) expect(subject + text).not.toMatch(/plan|invoice|therap|Reyes|Jordan/i);
    await openMail(jordan, message);
    await jordan.getByRole("link", { name: "Read message" }).click();
    await expect(jordan).toHaveURL(/\/login\?next=/);
    await typeSignIn(jordan, { email: ADDRESS, password: PASSWORD });
    await expect(jordan.getByRole("heading", { level: 1, name: "Documents from your clinician" })).toBeVisible();
    conversationAddress = jordan.url();
    await jordan.getByRole("link", { name: "Messages" }).first().click();
    await expect(jordan.getByRole("heading", { level: 1, name: "Messages" })).toBeVisible();
    await expect(jordan.getByText("Unread: ")).toBeHidden();
    await jordan.getByRole("link", { name: /Documents from your clinician/ }).click();
    await jordan.getByRole("link", { name: new RegExp(`${PLAN}.*Pending Review`, "s") }).click();
  });

  await test.step("Jordan reads, and agrees to sign electronically", async () => {
    await expect(jordan.getByRole("heading", { level: 1, name: PLAN })).toBeVisible();
    documentAddress = jordan.url();
    await expect(jordan.getByRole("article")).toContainText(WORDS_OF_THE_PLAN);
    await expect(jordan.getByRole("list", { name: "Progress" }).locator("[aria-current=step]")).toHaveText("Read");
    await jordan.getByRole("link", { name: "Add Signature" }).click();
    await expect(jordan.getByRole("heading", { level: 1, name: "Signing electronically" })).toBeVisible();
    for (const must of ["paper copy", "take this back", "What you need"]) await expect(jordan.getByRole("article")).toContainText(must);
    await jordan.getByRole("button", { name: "Agree and continue" }).click();
    await expect(refusal(jordan)).toContainText("Agree to sign electronically first.");
    await looksRight(jordan, "the agreement, refused");
    await jordan.getByRole("checkbox", { name: /I agree to sign documents electronically/ }).check();
    await jordan.getByRole("button", { name: "Agree and continue" }).click();
    await expect(jordan.getByRole("heading", { level: 2, name: "Add Signature" })).toBeVisible();
  });

  await test.step("Jordan draws, clears, undoes, draws again, and signs", async () => {
    await expect(jordan.getByRole("img", { name: "Draw your signature here" })).toBeVisible();
    await jordan.getByRole("button", { name: "Sign Document" }).click();
    await expect(refusal(jordan)).toContainText("Add your signature: draw it, or type your name.");
    await expect(refusal(jordan)).toContainText("Tick the box to confirm that you have read the document.");
    await expect(jordan.getByRole("group", { name: "Your signature" })).toHaveAccessibleDescription(/Add your signature/);
    await expect(jordan.getByRole("checkbox", { name: MEANING })).toHaveAccessibleDescription(/Tick the box/);
    await looksRight(jordan, "signing, refused");

    await draw(jordan, hasTouch, DASH);
    await expect(jordan.getByText("That is too short for a signature yet")).toBeAttached();
    await jordan.getByRole("button", { name: "Clear" }).click();
    await expect(jordan.getByRole("img", { name: "Draw your signature here" })).toBeVisible();
    await draw(jordan, hasTouch, NAME);
    await expect(jordan.getByText("Signature captured")).toBeAttached();
    // What is put right is no longer said to be wrong.
    await expect(refusal(jordan)).toContainText("Please check one thing");
    await draw(jordan, hasTouch, DASH);
    await jordan.getByRole("button", { name: "Undo" }).click();
    await expect(jordan.getByRole("img", { name: "Your drawn signature" })).toBeVisible();
    await jordan.getByRole("checkbox", { name: MEANING }).check();
    await expect(refusal(jordan)).toHaveCount(0);
    await looksRight(jordan, "a drawn signature");
    await jordan.getByRole("button", { name: "Sign Document" }).click();
    await expect(jordan.getByRole("heading", { level: 1, name: "Thank you, it is signed" })).toBeVisible();
    await expect(jordan.getByRole("main")).toContainText("What happens next");
    await looksRight(jordan, "signed");
  });

  await test.step("Signed, and Download", async () => {
    const fingerprint = (await fact(jordan, "Fingerprint").innerText()).replace(/SHA-256|\s/g, "");
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    const [download] = await Promise.all([jordan.waitForEvent("download"), jordan.getByRole("link", { name: "Download" }).click()]);
    expect(download.suggestedFilename()).toMatch(/\.pdf$/);
    const file = await download.path();
    expect(readFileSync(file).subarray(0, 5).toString()).toBe("%PDF-");
    expect(execFileSync("qpdf", ["--check", file]).toString()).toContain("No syntax or stream encoding errors found");
    const words = wordsOf(file);
    for (const must of [PLAN, WORDS_OF_THE_PLAN, "Jordan Avery", "July 2, 1985", "Elena Reyes, PhD", MEANING, fingerprint]) {
      expect(words, "the words of the PDF").toContain(must.replace(/\s/g, ""));
    }
    const parts = execFileSync("qpdf", ["--qdf", "--object-streams=disable", file, "-"], { maxBuffer: 50_000_000 }).toString("latin1");
    expect(parts).not.toMatch(/\/(JS|JavaScript|Launch|URI|OpenAction|AA|SubmitForm)\b/);
    await jordan.getByRole("link", { name: "Back to My Documents" }).click();
    await expect(documentLine(jordan, PLAN).getByText("Signed", { exact: true })).toBeVisible();
    await expect(documentLine(jordan, INVOICE).getByText("New", { exact: true })).toBeVisible();
    await looksRight(jordan, "My Documents");
    await jordan.getByRole("link", { name: "To Be Signed" }).click();
    await expect(jordan.getByRole("main")).toContainText("Nothing to do here");
    await jordan.goto(documentAddress);
    await expect(jordan.getByRole("img", { name: "Signature of Jordan Avery" })).toBeVisible();
    await expect(jordan.getByRole("link", { name: "Add Signature" })).toBeHidden();
    await jordan.goto("/");
    await expect(jordan.getByRole("link", { name: `Read: ${INVOICE}` })).toBeVisible();
    await expect(jordan.getByRole("link", { name: `Sign: ${PLAN}` })).toBeHidden();
  });

  await test.step("Elena's chart knows by itself", async () => {
    await openChartTab(elena, "Chart Face");
    const line = elena.getByRole("listitem").filter({ has: elena.getByRole("link", { name: PLAN, exact: true }) });
    await expect(line).toContainText("Shared and Signed");
    await expect(line).toContainText("Signed by Jordan Avery");
    await looksRight(elena, "the Chart Face");
    await openChartTab(elena, "Documents");
    await expect(lineOf(elena, PLAN).getByText("Shared and Signed", { exact: true })).toBeVisible();
    await expect(lineOf(elena, PLAN).getByText("Signature requested", { exact: true })).toBeHidden();
    await looksRight(elena, "the Documents tab");
    await elena.getByRole("link", { name: PLAN, exact: true }).click();
    await expect(elena.getByRole("article")).toContainText("Signed electronically by Jordan Avery");
    await elena.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "To-do" }).click();
    await expect(elena.getByRole("listitem").filter({ hasText: `Avery, Jordan: ${PLAN}` })).toContainText("Document signed");
    await looksRight(elena, "the To-do list");
  });

  await test.step("Rosa sees nothing of it", async () => {
    await signIn(rosa, house.client("Rosa Delgado"));
    watch.expectsStatus(404);
    const bare = (address: string) => address.split("?")[0] ?? address;
    for (const address of [documentAddress, conversationAddress]) {
      for (const tried of [address, bare(address)]) {
        const answer = await rosa.goto(tried);
        expect(answer?.status(), tried).toBe(404);
        await expect(rosa.getByRole("heading", { level: 1, name: "This page is not here" })).toBeVisible();
        await expect(rosa.locator("body")).not.toContainText(/Jordan|Avery|November 2026/);
      }
    }
    for (const below of ["/sign", "/decline", "/done", "/download"]) {
      const answer = await rosa.request.get(bare(documentAddress) + below, { headers: { accept: "text/html" } });
      expect(answer.status(), below).toBe(404);
      expect(await answer.text()).not.toContain("Jordan");
    }
    for (const page of ["/", "/messages", "/documents"]) {
      await rosa.goto(page);
      await expect(rosa.locator("body")).not.toContainText(/Jordan|Avery|November 2026|Documents from your clinician/);
    }
  });

  await test.step("after Logout the Back button shows nothing private, and nothing stays behind", async () => {
    await jordan.goto(documentAddress);
    await jordan.goto("/");
    await jordan.getByRole("button", { name: "Logout" }).first().click();
    await expect(jordan.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    for (let back = 0; back < 2; back += 1) {
      await jordan.goBack();
      await expect(jordan.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
      await expect(jordan.locator("body")).not.toContainText(/Jordan|evenings/);
    }
    const kept = await jordan.evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()).map((database) => database.name),
      ...(await caches.keys()),
    ]);
    expect(kept).toEqual([]);
    await expect(elena.getByRole("heading", { level: 1, name: "To-do" })).toBeVisible();
  });

  await test.step("the link of the invitation says that it was used, and the log holds nothing private", async () => {
    watch.expectsStatus(410);
    await jordan.goto(invitationLink);
    await expect(jordan.getByRole("heading", { level: 1, name: "This link has been used" })).toBeVisible();
    expect(house.log).toContain("/register/");
    const people = house.cast.charts.flatMap((chart) => [chart.last_name, chart.birth_date, chart.email]).filter((word) => word);
    const written = [invitationLink.split("/").at(-1) ?? "", PASSWORD, "jordan.avery", "evenings", "Harbor-Lights", "Quiet-Otter", MEANING, PLAN, INVOICE];
    expect([...people, ...written].length).toBeGreaterThan(40);
    for (const secret of [...people, ...written] as string[]) {
      expect(house.log.includes(secret), `the log holds ${secret}`).toBe(false);
    }
    expect(mail.addressesOfUnread()).toEqual([]);
  });
});

function rule(page: Page, words: string): Locator {
  return page.getByRole("listitem").filter({ hasText: words });
}

/** Without white space, since lines break anywhere. */
function wordsOf(pdf: string): string {
  return execFileSync("pdftotext", [pdf, "-"]).toString().replace(/\s/g, "");
}
