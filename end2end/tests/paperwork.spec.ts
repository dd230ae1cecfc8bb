// Paper that is done on a phone: a form filled in with the connection gone in the middle, signed and read; without scripts; on two
// devices; a question about it; files that a client sends.
import { inspect } from "../support/looks";
import { openChart, openChartTab, signInAsStaff } from "../support/office";
import { signIn } from "../support/portal";
import { busy as test, expect, isAwake } from "../support/stage";

const PHONE = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };

test("a form on a phone, with the connection gone in the middle", async ({ house, watch, newcomer }) => {
  const maya = await newcomer(PHONE);
  const status = maya.locator("#saved");
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.getByRole("link", { name: /Go on with: Intake form/ }).click();
  await expect(maya.getByRole("heading", { level: 1, name: "Intake form" })).toBeVisible();
  await inspect(maya, "the cover of a form", true);
  await maya.goto(`${new URL(maya.url()).pathname}/emergency-contact`);
  await isAwake(maya);

  await test.step("what is typed is saved by itself", async () => {
    await maya.getByLabel(/Who should we call/).fill("Nils Lindqvist");
    await expect(status).toContainText("Saved just now");
    await inspect(maya, "a section of a form", true);
  });

  await test.step("without a connection it says so, and keeps trying", async () => {
    watch.expects(/ERR_INTERNET_DISCONNECTED/);
    await maya.context().setOffline(true);
    await maya.getByLabel(/How do you know each other/).fill("Brother");
    await expect(status).toContainText("Not saved yet");
    await maya.context().setOffline(false);
    await expect(status).toContainText("Saved just now");
    await maya.reload();
    await expect(maya.getByLabel(/How do you know each other/)).toHaveValue("Brother");
  });

  await test.step("what is missing is said, and leads there", async () => {
    await maya.getByRole("button", { name: "Continue" }).click();
    await expect(maya.locator("#errors")).toBeVisible();
    await inspect(maya, "a section with something missing", true);
    await maya.getByRole("button", { name: "Finish later" }).click();
    await expect(maya.getByRole("heading", { level: 1, name: "My Documents" })).toBeVisible();
    await inspect(maya, "My Documents with forms", true);
  });
});

test("sent, filled in without scripts, signed, read, and given back", async ({ house, mail, newcomer }) => {
  const elena = await newcomer();
  const rosa = await newcomer({ javaScriptEnabled: false });
  const who = house.client("Rosa Delgado");
  await signInAsStaff(elena, house.staff("Samuel Okafor"));

  await test.step("Samuel sends the notice", async () => {
    await openChart(elena, "Delgado, Rosa");
    await openChartTab(elena, "Documents");
    await elena.getByRole("navigation", { name: "Documents" }).getByRole("link", { name: "Forms" }).click();
    await elena.getByRole("button", { name: "Send", exact: true }).click();
    await expect(elena.getByRole("alert")).toContainText("Choose at least one form.");
    await inspect(elena, "a chart's forms");
    await elena.getByLabel(/Notice of Privacy Practices/).check();
    await elena.getByRole("button", { name: "Send", exact: true }).click();
    await expect(elena.getByRole("status").first()).toContainText("Sent.");
    const told = await mail.mailTo(who.email);
    expect(told.html).not.toContain("Privacy");
  });

  await test.step("Rosa fills it in", async () => {
    await signIn(rosa, who);
    await rosa.getByRole("link", { name: /Fill in: Notice of Privacy/ }).click();
    await rosa.getByRole("link", { name: "Start" }).click();
    await rosa.getByRole("group", { name: /paper copy/ }).getByText("No", { exact: true }).click();
    await rosa.getByRole("button", { name: "Continue" }).click();
    await rosa.getByText("I am the client").click();
    await rosa.getByRole("button", { name: "Continue" }).click();
    await expect(rosa.locator("#errors")).toContainText("Tick the box");
    await rosa.getByLabel(/I got the Notice/).check();
    await rosa.getByRole("button", { name: "Continue" }).click();
    await expect(rosa.getByRole("heading", { level: 1, name: "Look it over" })).toBeVisible();
    await expect(rosa.getByRole("article").first()).toContainText("Would you like a paper copy, too?");
  });

  await test.step("Rosa agrees, and signs", async () => {
    await rosa.getByLabel(/I agree to sign documents electronically/).check();
    await rosa.getByRole("button", { name: "Agree and continue" }).click();
    await rosa.getByLabel("Type your full name").fill("Rosa Delgado");
    await rosa.getByRole("checkbox", { name: /I have read/ }).check();
    await rosa.getByRole("button", { name: "Sign and submit" }).click();
    await expect(rosa.getByRole("heading", { level: 1, name: "Thank you, it is signed and sent" })).toBeVisible();
  });

  await test.step("Samuel reads it, and asks", async () => {
    await elena.goto("/office");
    await elena.getByRole("link", { name: "Form submitted" }).first().click();
    await expect(elena.getByRole("article").first()).toContainText("Would you like a paper copy, too?");
    await inspect(elena, "a form that was submitted");
    await elena.getByRole("link", { name: "Open in Forms" }).click();
    const line = elena.getByRole("listitem").filter({ hasText: "Notice of Privacy" }).first();
    await line.getByText("Give back with a question").click();
    await line.getByLabel("What do you ask?").fill("A paper copy after all?");
    await line.getByRole("button", { name: "Give back" }).click();
    await expect(elena.getByRole("main")).toContainText("Given back with your question.");
    await rosa.goto("/documents?show=forms");
    await expect(rosa.getByRole("main")).toContainText("The practice has a question about it");
    await rosa.getByRole("link", { name: /Notice of Privacy/ }).first().click();
    await expect(rosa.getByRole("main")).toContainText("A paper copy after all?");
  });
});

test("the slower of two devices sees both", async ({ house, newcomer }) => {
  const [desk, phone] = [await newcomer({ javaScriptEnabled: false }), await newcomer({ ...PHONE, javaScriptEnabled: false })];
  for (const page of [desk, phone]) {
    await signIn(page, house.client("Ingrid Sandoval"));
    await page.goto("/more");
    const noah = page.getByRole("link", { name: "Switch to Noah Sandoval" });
    if (await noah.isVisible()) await noah.click();
    await page.goto(`${new URL(page.url()).origin}/documents${new URL(page.url()).search}`);
    await page.getByRole("link", { name: "Emergency contact" }).first().click();
    await page.getByRole("link", { name: /^(Start|Go on)$/ }).click();
  }
  const name = (page: typeof desk) => page.getByRole("textbox", { name: /^Name/ }).first();
  await name(desk).fill("Carl");
  await desk.getByRole("button", { name: "Finish later" }).click();
  await name(phone).fill("Karl");
  await phone.getByRole("button", { name: "Continue" }).click();
  await expect(phone.getByRole("main")).toContainText("changed on another device");
  await expect(name(phone)).toHaveValue("Karl");
  await expect(phone.getByRole("main")).toContainText("Carl");
  await phone.getByRole("button", { name: "Finish later" }).click();
  await expect(phone.getByRole("heading", { level: 1, name: "My Documents" })).toBeVisible();
});

test("a client sends files, and staff name them", async ({ house, newcomer }) => {
  const maya = await newcomer(PHONE);
  const elena = await newcomer();
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.goto("/documents");
  await maya.getByRole("link", { name: "Send documents" }).click();
  await isAwake(maya);
  await inspect(maya, "Send documents", true);
  await maya.getByRole("button", { name: "Send to the practice" }).click();
  await expect(maya.getByRole("alert")).toContainText("Attach at least one file.");
  await isAwake(maya);
  await maya.locator("input[type=file][multiple]").setInputFiles({ name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("Dear Dr. Reyes") });
  await expect(maya.locator("#pending")).toContainText("letter.txt");
  await maya.getByLabel(/What is it\?/).fill("Letter from my doctor");
  await maya.getByRole("button", { name: "Send to the practice" }).click();
  await expect(maya.getByRole("main")).toContainText("Sent. The practice is told.");
  await expect(maya.getByRole("main")).toContainText("letter.txt");

  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await elena.getByRole("link", { name: "Files received" }).first().click();
  await expect(elena.getByRole("main")).toContainText("letter.txt");
  await elena.getByText("Rename", { exact: true }).click();
  await elena.getByLabel("Title").fill("Letter, Dr. Hall, November");
  await elena.getByRole("button", { name: "Save" }).click();
  await expect(elena.getByRole("heading", { level: 2, name: "Letter, Dr. Hall, November" })).toBeVisible();
  await inspect(elena, "files of a client");
});
