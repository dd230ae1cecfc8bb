// Records that a client asks for; the answer and its line in the log; and a signed paper that somebody has looked at.
import { inspect } from "../support/looks";
import { openChart, openChartTab, signInAsStaff } from "../support/office";
import { signIn } from "../support/portal";
import { busy as test, expect } from "../support/stage";

test("records are asked for, released in the portal, and stand in the log", async ({ house, mail, newcomer }) => {
  const rosa = await newcomer();
  const samuel = await newcomer();
  const who = house.client("Rosa Delgado");
  await signIn(rosa, who);

  await test.step("Rosa asks for her plan", async () => {
    await rosa.goto("/documents");
    await rosa.getByRole("link", { name: "Request records" }).click();
    await expect(rosa.getByText("Declined", { exact: true }).first()).toBeVisible();
    await inspect(rosa, "requests for records");
    await rosa.getByRole("link", { name: "Ask for records" }).click();
    await rosa.getByRole("button", { name: "Send request" }).click();
    await expect(rosa.getByRole("alert").first()).toContainText("Choose at least one thing that you need.");
    await inspect(rosa, "asking for records");
    await rosa.getByLabel("Treatment plans").check();
    await rosa.getByLabel("Here, in the portal").check();
    await rosa.getByRole("button", { name: "Send request" }).click();
    await expect(rosa.getByRole("status").first()).toContainText("Your request is sent");
    await expect(rosa.getByText("Received", { exact: true }).first()).toBeVisible();
  });

  await test.step("Samuel releases it", async () => {
    await signInAsStaff(samuel, house.staff("Samuel Okafor"));
    await samuel.goto("/office");
    await samuel.getByRole("link", { name: /Records requested/ }).first().click();
    await inspect(samuel, "a request for records");
    await samuel.getByRole("button", { name: "Begin to work on it" }).click();
    await expect(samuel.getByRole("status").first()).toContainText("It is yours.");
    await samuel.getByLabel(/Treatment plan, October 2026/).check();
    await samuel.getByRole("button", { name: "Release and note in the log" }).click();
    await expect(samuel.getByRole("status").first()).toContainText("Released and noted in the log.");
    await expect(samuel.getByRole("region", { name: "Log of releases" })).toContainText("In the portal");
    await inspect(samuel, "a chart's records");
    const told = await mail.mailTo(who.email);
    expect(told.html).not.toContain("plan");
  });

  await test.step("Rosa reads it", async () => {
    await rosa.goto("/records");
    await expect(rosa.getByText("Released", { exact: true }).first()).toBeVisible();
    await rosa.getByRole("link", { name: "Treatment plan, October 2026" }).click();
    await expect(rosa.getByRole("heading", { level: 1, name: "Treatment plan, October 2026" })).toBeVisible();
  });
});

test("a signed paper is genuine, a changed one is not, and another's is unknown", async ({ house, newcomer }) => {
  const maya = await newcomer({ javaScriptEnabled: false });
  // A stranger who has no scripts, and one whose page is looked at.
  const stranger = await newcomer({ javaScriptEnabled: false });
  const looking = await newcomer();
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.goto("/documents?show=forms");
  const paper = maya.getByRole("link", { name: /^Download Consent to treatment/i }).first();
  const answer = await maya.request.get((await paper.getAttribute("href")) ?? "");
  const pdf = await answer.body();
  const changed = Buffer.from(pdf);
  changed[Math.floor(pdf.length / 2)] ^= 1;

  await stranger.goto("/verify");
  await looking.goto("/verify");
  await inspect(looking, "verify");
  for (const [name, buffer, verdict] of [
    ["consent.pdf", pdf, "Genuine and unchanged"],
    ["consent.pdf", changed, "Changed"],
    ["other.pdf", Buffer.from("%PDF-1.7\n"), "Unknown"],
    ["photo.png", Buffer.from("no paper"), "This file is no PDF."],
  ] as const) {
    await stranger.getByLabel("The PDF").setInputFiles({ name, mimeType: "application/pdf", buffer });
    await stranger.getByRole("button", { name: "Verify" }).click();
    await expect(stranger.locator(".notice").first()).toContainText(verdict);
  }
  await expect(stranger.locator("main")).not.toContainText("Lindqvist");
});

test("what every new client gets is chosen on New chart, and a package is sent in one act", async ({ house, newcomer }) => {
  const elena = await newcomer();
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await elena.goto("/office/charts/new");
  const choice = elena.getByLabel("Form & Assessment Package");
  await expect(choice.locator("option:checked")).toContainText("Getting started");
  await elena.getByLabel("Last name", { exact: true }).fill("Featherstone");
  await elena.getByLabel("First name", { exact: true }).fill("Jo");
  await elena.getByLabel("Date of birth").fill("1990-01-01");
  await elena.getByRole("button", { name: "Create chart" }).click();
  await openChartTab(elena, "Documents");
  await elena.getByRole("navigation", { name: "Documents" }).getByRole("link", { name: "Forms" }).click();
  await expect(elena.locator("#sent")).toContainText("Due 10 days after somebody has access");
  await inspect(elena, "a package that waits for access");

  await openChart(elena, "Sandoval, Noah");
  await openChartTab(elena, "Documents");
  await elena.getByRole("navigation", { name: "Documents" }).getByRole("link", { name: "Forms" }).click();
  const video = await elena.getByLabel("Form & Assessment Package").locator("option", { hasText: "Meeting by video" }).getAttribute("value");
  await elena.getByLabel("Form & Assessment Package").selectOption(video ?? "");
  await elena.getByRole("button", { name: "Send package" }).click();
  await expect(elena.getByRole("status").first()).toContainText("Sent.");
});

test("what the practice decides about packages and forms", async ({ house, newcomer }) => {
  const tomas = await newcomer();
  await signInAsStaff(tomas, house.staff("Tomás Vidal"));
  await tomas.goto("/office/settings/form-packages");
  await inspect(tomas, "packages");
  await tomas.getByRole("link", { name: /Getting started/ }).click();
  await inspect(tomas, "a package");
  await tomas.getByLabel("Form 1", { exact: true }).selectOption("");
  await tomas.getByLabel("Due after so many days (optional)").fill("0");
  await tomas.getByRole("button", { name: "Save" }).click();
  await expect(tomas.getByRole("alert").first()).toContainText("from 1 to 365");
  await inspect(tomas, "a package that is refused");
  await tomas.goto("/office/settings/workflows");
  await expect(tomas.getByRole("region", { name: "Last mails about forms" })).toContainText("Delgado, Rosa");
  await inspect(tomas, "workflows with forms");
});
