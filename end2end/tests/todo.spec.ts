// The desk: the To-do as it is worked through, the command bar, workflows with what they did, the audit trail, and a guardian's Dashboard.
import { inspect } from "../support/looks";
import { openChart, signInAsStaff } from "../support/office";
import { signIn } from "../support/portal";
import { busy as test, expect } from "../support/stage";

test("the To-do is narrowed, put off, given and done, without scripts too", async ({ house, newcomer, hasTouch }) => {
  const plain = await newcomer({ javaScriptEnabled: false });
  const grace = await newcomer();
  await signInAsStaff(grace, house.staff("Grace Whitfield"));
  await inspect(grace, "To-do, many kinds", hasTouch);
  await grace.getByLabel("Kind", { exact: true }).selectOption({ label: "Requests" });
  await grace.getByRole("button", { name: "Show", exact: true }).click();
  await expect(grace).toHaveURL(/kind=requests/);

  await test.step("put off until a day, and back", async () => {
    await signInAsStaff(plain, house.staff("Grace Whitfield"));
    await plain.goto("/office?kind=requests");
    const row = plain.getByRole("listitem").filter({ hasText: /requested/i }).first();
    const name = (await row.locator(".row-name").textContent()) ?? "";
    const who = (await row.locator(".row-fact").first().textContent()) ?? "";
    await row.locator("summary", { hasText: "Snooze" }).click();
    await row.getByLabel(/^Until which day/).fill("2020-01-01");
    await row.getByRole("button", { name: /^Put off/ }).click();
    await expect(plain.getByRole("alert").first()).toContainText("Choose a day from tomorrow to a year from now.");
    const again = plain.getByRole("listitem").filter({ hasText: name }).filter({ hasText: who }).first();
    await again.locator("summary", { hasText: "Snooze" }).click();
    await again.getByRole("button", { name: /^Put off/ }).click();
    await expect(plain.getByRole("status").first()).toContainText("Put off.");
    await plain.getByRole("navigation", { name: "Which part of the list" }).getByRole("link", { name: "Snoozed" }).click();
    await plain.getByRole("listitem").filter({ hasText: name }).filter({ hasText: who }).first().getByRole("button", { name: /^Bring back now/ }).click();
    await expect(plain.getByRole("status").first()).toContainText("back on the list");
  });

  await test.step("given to somebody, and done with a note", async () => {
    await grace.goto("/office?kind=requests");
    const row = grace.getByRole("listitem").filter({ has: grace.locator("summary", { hasText: "Give to" }) }).first();
    await row.locator("summary", { hasText: "Give to" }).click();
    await row.getByLabel(/^Whose work/).selectOption({ label: "Grace Whitfield" });
    await row.getByRole("button", { name: /^Save/ }).click();
    await expect(grace.getByRole("status").first()).toContainText("Saved.");
    await grace.getByRole("navigation", { name: "Whose tasks" }).getByRole("link", { name: /^Mine/ }).click();
    const mine = grace.getByRole("listitem").filter({ has: grace.locator("summary", { hasText: "Add a note" }) }).first();
    await expect(mine).toContainText("For Grace Whitfield");
    await mine.locator("summary", { hasText: "Add a note" }).click();
    await mine.getByLabel(/^Note/).fill("Called, and answered.");
    await mine.getByRole("button", { name: /^Mark as done/ }).click();
    await expect(grace.getByRole("status").first()).toContainText("Done. It is off the list.");
    await grace.goto("/office?show=done");
    await expect(grace.getByRole("main")).toContainText("Called, and answered.");
    await inspect(grace, "To-do, done", hasTouch);
  });

  await test.step("the badge follows what others do", async () => {
    await grace.goto("/office/charts");
    const badge = grace.getByRole("navigation", { name: "Main" }).locator("[data-counts=tasks]");
    const before = Number.parseInt((await badge.textContent()) ?? "0", 10);
    await plain.goto("/office?kind=requests");
    await plain.getByRole("button", { name: /^Mark as done/ }).first().click();
    await expect(badge).toHaveText(new RegExp(`^${before - 1}`));
  });
});

test("the command bar opens what one may, with the keyboard alone", async ({ house, newcomer }) => {
  const page = await newcomer();
  await signInAsStaff(page, house.staff("Elena Reyes"));
  const bar = page.getByRole("dialog", { name: "Find or do" });
  const open = async () => {
    await expect(async () => {
      await page.keyboard.press("Control+k");
      await expect(bar).toBeVisible({ timeout: 500 });
    }).toPass();
  };
  await open();
  await page.keyboard.type("workflows");
  await expect(bar.getByRole("status")).toContainText("Nothing found");
  await page.keyboard.press("Escape");
  await open();
  await page.keyboard.type("lindqvist book");
  await expect(bar.getByRole("option", { name: /Book an appointment.*Lindqvist, Maya/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/appointments\/new/);
  await open();
  await page.keyboard.type("lindqvist");
  await expect(bar.getByRole("option", { name: /Lindqvist, Maya/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowRight");
  await expect(bar.getByRole("option", { name: /^Chart Face/ })).toBeVisible();
  await inspect(page, "the command bar in a chart", false);
  await page.keyboard.type("compose");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/messages\/new/);
});

test("workflows have words that are looked at, a test, and a history; the trail says who did what", async ({ house, watch, newcomer, hasTouch }) => {
  const tomas = await newcomer();
  await signInAsStaff(tomas, house.staff("Tomás Vidal"));
  await tomas.goto("/office/settings/workflows");
  await inspect(tomas, "workflows", hasTouch);
  const panel = tomas.getByRole("region", { name: "Invoices" });

  await test.step("without words, or with clinical ones, nothing is lost", async () => {
    await panel.getByLabel("What the mail says").fill("");
    await panel.getByRole("button", { name: "Save" }).click();
    await expect(tomas.getByRole("alert").first()).toContainText("Write what the mail says.");
    await panel.getByLabel("What the mail says").fill("Pay for your therapy.");
    await panel.getByRole("button", { name: "Save" }).click();
    await expect(tomas.getByRole("alert").first()).toContainText("leave out words about health");
    await expect(panel.getByLabel("What the mail says")).toHaveValue("Pay for your therapy.");
    await panel.getByLabel("What the mail says").fill("{practice} asks you to sign in. Something was due on {day}.");
    await panel.getByRole("button", { name: "Save" }).click();
    await expect(tomas.getByRole("status").first()).toContainText("Saved.");
    await expect(panel.getByRole("article")).toContainText("Harbor Street Counseling asks you to sign in.");
  });

  await test.step("what it did, and why not", async () => {
    await panel.getByRole("link", { name: "What it did, and why not" }).click();
    await tomas.getByRole("link", { name: "Messages", exact: true }).click();
    await expect(tomas.getByRole("main")).toContainText("put on the list");
    await inspect(tomas, "what workflows did", hasTouch);
  });

  await test.step("the audit trail", async () => {
    await tomas.goto("/office/audit");
    await inspect(tomas, "audit", hasTouch);
    await tomas.getByLabel("Person").fill("Tomás Vidal");
    await tomas.getByRole("combobox", { name: "What was done" }).selectOption({ label: "Workflows: changed a workflow" });
    await tomas.getByRole("button", { name: "Show", exact: true }).click();
    await expect(tomas.getByRole("main")).toContainText("invoice_reminder: ");
    const csv = tomas.getByRole("link", { name: "CSV" });
    const file = await tomas.request.get((await csv.getAttribute("href")) ?? "");
    expect(file.headers()["content-type"]).toContain("text/csv");
    expect(await file.text()).toContain("changed a workflow");
    await tomas.goto("/office/audit");
    await tomas.getByLabel("Chart", { exact: true }).fill("lindqvist");
    await tomas.getByRole("button", { name: "Show", exact: true }).click();
    await tomas.getByRole("link", { name: /Lindqvist, Maya/ }).first().click();
    await expect(tomas.getByRole("main")).toContainText("Chart of Lindqvist, Maya");
  });

  await test.step("who may not look does not", async () => {
    const elena = await newcomer();
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    await expect(elena.getByRole("link", { name: "Audit" })).toHaveCount(0);
    await openChart(elena, "Lindqvist, Maya");
    watch.expectsStatus(403);
    await elena.goto("/office/audit");
    await expect(elena.getByRole("main")).not.toContainText("What was done");
  });
});

test("a guardian sees what waits for each person", async ({ house, newcomer, hasTouch }) => {
  const ingrid = await newcomer();
  await signIn(ingrid, house.client("Ingrid Sandoval"));
  const acting = ingrid.getByRole("region", { name: "For whom you act" });
  await expect(acting).toBeVisible();
  await inspect(ingrid, "Dashboard of a guardian", hasTouch);
  const other = ingrid.getByRole("link", { name: /^See what needs you for/ }).first();
  await expect(other).toContainText(/need/);
  await other.click();
  await expect(ingrid.getByRole("region", { name: "What needs you" })).not.toContainText("Nothing needs you today");
  await ingrid.goto("/more");
  await expect(ingrid.getByRole("main")).toContainText(/things? needs? you/);
});
