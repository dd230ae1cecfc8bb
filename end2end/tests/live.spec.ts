// What somebody else does shows where a page is open: in every tab of it, without loading it again.
import type { Page } from "@playwright/test";
import { openChart, openChartTab, openMenu, shareToSign, signInAsStaff } from "../support/office";
import { signIn } from "../support/portal";
import { expect, isAwake, test } from "../support/stage";

const PLAN = "Treatment plan, November 2026";

/** How many ask for a stream. */
function streams(page: Page): { many: number } {
  const counted = { many: 0 };
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === "/events") counted.many += 1;
  });
  return counted;
}

/** What a Dashboard counts: messages in the bar and on their tile, and documents. */
async function counts(page: Page, unread: number, documents: string): Promise<void> {
  const badges = page.locator("[data-counts=unread]");
  await expect(badges).toHaveCount(2);
  for (const badge of await badges.all()) {
    if (unread === 0) await expect(badge).toBeHidden();
    else await expect(badge).toHaveText(`${unread} unread`);
  }
  await expect(page.getByRole("link", { name: "My Documents" })).toContainText(documents);
}

/** What the Dashboard says now, and what it would say of one message more. */
async function unreadOf(page: Page): Promise<number> {
  return Number.parseInt((await page.locator(".area [data-counts=unread]").textContent()) ?? "", 10);
}

test("what is shared and taken back is counted in every tab, over one stream", async ({ house, newcomer, watch }) => {
  const maya = await newcomer();
  const first = streams(maya);
  await signIn(maya, house.client("Maya Lindqvist"));
  await isAwake(maya);
  await expect.poll(() => first.many).toBe(1);
  const other = await maya.context().newPage();
  const second = streams(other);
  await other.goto("/");
  await isAwake(other);
  const before = await unreadOf(maya);
  const facts = (await maya.locator("[data-fact='/documents']").textContent()) ?? "";
  for (const tab of [maya, other]) await tab.evaluate(() => Object.assign(window, { stays: true }));

  const elena = await newcomer();
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Lindqvist, Maya");
  await openChartTab(elena, "Documents");
  await shareToSign(elena, PLAN);
  for (const tab of [maya, other]) await counts(tab, before + 1, "to sign");

  await openMenu(elena, PLAN);
  await elena.getByRole("button", { name: "Unshare", exact: true }).click();
  // The message that asked for it stays, and says that it was taken back.
  for (const tab of [maya, other]) await counts(tab, before + 1, facts);

  // The tab that held the stream closes, and the other goes on.
  expect([first.many, second.many]).toEqual([1, 0]);
  await maya.close();
  await expect.poll(() => second.many).toBe(1);
  await shareToSign(elena, PLAN);
  await counts(other, before + 2, "to sign");
  expect(await other.evaluate(() => "stays" in window), "nothing was loaded again").toBe(true);

  // What happened while she was away from the net is asked for when she is back. Meanwhile the browser says that it cannot ask.
  watch.expects(/ERR_INTERNET_DISCONNECTED .*\/api\/client\/home\/counts/);
  await other.context().setOffline(true);
  await openMenu(elena, PLAN);
  await elena.getByRole("button", { name: "Unshare", exact: true }).click();
  await expect(elena.getByRole("status").filter({ hasText: "It is not shared any more." })).toBeVisible();
  await other.context().setOffline(false);
  await counts(other, before + 2, facts);
});

test("what came while the net was away stands there once, and what is read on the phone counts nowhere else", async ({ house, newcomer, watch }) => {
  const [elena, desk, phone] = [await newcomer(), await newcomer(), await newcomer()];
  const who = house.client("Maya Lindqvist");
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Lindqvist, Maya");
  await openChartTab(elena, "Documents");
  await shareToSign(elena, PLAN);
  await signIn(desk, who);
  await desk.goto("/messages");
  await desk.getByRole("main").getByRole("link", { name: /asked you to|document|sign/i }).first().click();
  const about = (await desk.getByRole("heading", { level: 1 }).textContent()) ?? "";
  await expect(desk.locator("#thread")).toContainText(PLAN);
  await isAwake(desk);
  await desk.getByRole("textbox", { name: "Your answer" }).pressSequentially("A half sen");

  await test.step("two messages come, and the document is taken back, while there is no net", async () => {
    watch.expects(/ERR_INTERNET_DISCONNECTED/);
    await desk.context().setOffline(true);
    await openMenu(elena, PLAN);
    await elena.getByRole("button", { name: "Unshare", exact: true }).click();
    await expect(elena.getByRole("status").filter({ hasText: "It is not shared any more." })).toBeVisible();
    await openChartTab(elena, "Communications");
    await elena.getByRole("link", { name: "Messaging" }).click();
    await elena.getByRole("link", { name: new RegExp(about) }).first().click();
    for (const words of ["First: the plan has a mistake.", "Second: I write it anew."]) {
      await elena.getByLabel("Reply to the client").fill(words);
      await elena.getByRole("button", { name: "Send to the client" }).click();
      await expect(elena.locator("#thread")).toContainText(words);
    }
    await desk.context().setOffline(false);
    await expect(desk.locator("#thread")).toContainText(/First: the plan has a mistake\.[\s\S]*Second: I write it anew\./);
    const said = (await desk.locator("#thread").textContent()) ?? "";
    for (const words of ["First: the plan", "Second: I write"]) expect(said.split(words)).toHaveLength(2);
    await expect(desk.locator("#thread")).toContainText("No longer shared.");
    await expect(desk.getByRole("textbox", { name: "Your answer" })).toHaveValue("A half sen");
  });

  await test.step("read on the phone, it counts on the desk no more", async () => {
    await desk.goto("/");
    await isAwake(desk);
    const badge = desk.locator(".area [data-counts=unread]");
    const before = (await badge.isVisible()) ? Number.parseInt((await badge.textContent()) ?? "", 10) : 0;
    await elena.getByLabel("Reply to the client").fill("Third: it is done.");
    await elena.getByRole("button", { name: "Send to the client" }).click();
    await expect(badge).toHaveText(`${before + 1} unread`);
    await signIn(phone, who);
    await phone.goto("/messages");
    await phone.getByRole("main").getByRole("link", { name: new RegExp(about) }).first().click();
    await expect(phone.locator("#thread")).toContainText("Third: it is done.");
    if (before === 0) await expect(badge).toBeHidden();
    else await expect(badge).toHaveText(`${before} unread`);
  });
});
