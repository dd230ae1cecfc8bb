// What staff do, in the words on their screen.
import type { Locator, Page } from "@playwright/test";
import type { Login } from "./house";
import { expect } from "./stage";

export type Tab = "Chart Face" | "Demographics" | "Communications" | "Appointments" | "Activities" | "Documents" | "Billing";

export async function signInAsStaff(page: Page, who: Login): Promise<void> {
  await page.goto("/office/login");
  await page.getByLabel("Email").fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "To-do" })).toBeVisible();
}

/** Finds a chart as one does, and opens it on its face. `listed` is the name as the list has it: "Avery, Jordan". */
export async function openChart(page: Page, listed: string): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Chart Room" }).click();
  const search = page.getByRole("searchbox", { name: "Name, date of birth or e-mail" });
  // It has focus as the page comes; who is faster than the browser is told so in its console.
  await expect(search).toBeFocused();
  await search.fill(listed.split(",")[0] ?? listed);
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("table", { name: "Charts" }).getByRole("link", { name: listed }).click();
  await expect(page.getByRole("heading", { level: 1, name: listed })).toBeVisible();
  await expect(openTab(page)).toHaveText("Chart Face");
}

export async function openChartTab(page: Page, tab: Tab): Promise<void> {
  await page.getByRole("navigation", { name: "Chart" }).getByRole("link", { name: tab }).click();
  await expect(openTab(page)).toHaveText(tab);
}

function openTab(page: Page): Locator {
  return page.getByRole("navigation", { name: "Chart" }).locator("[aria-current=page]");
}

/** A line of the chart's documents. */
export function lineOf(page: Page, title: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: title }) });
}

/** Opens the three-dot menu of a document. */
export async function openMenu(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${title}` }).click();
  await expect(page.getByRole("link", { name: "Open", exact: true })).toBeVisible();
}

/** Finds a chart, and opens its Communications. */
export async function openCommunications(page: Page, listed: string): Promise<void> {
  await openChart(page, listed);
  await openChartTab(page, "Communications");
}

/** Opens a window by the button that opens it. */
export async function openWindow(page: Page, button: string, title = button): Promise<Locator> {
  await page.getByRole("main").getByRole("button", { name: button, exact: true }).click();
  return dialog(page, title);
}

/** Opens a window from the three-dot menu of the Chart Owner. */
export async function fromOwnerMenu(page: Page, item: string, title = item): Promise<Locator> {
  const opened = page.getByRole("dialog", { name: title, exact: true });
  // While the page still settles a click can miss the line, and closes the menu.
  await expect(async () => {
    const line = page.getByRole("button", { name: item, exact: true });
    if (!(await line.isVisible())) await page.getByRole("button", { name: "Actions for the Chart Owner" }).click();
    await line.click({ timeout: 2_000 });
    await expect(opened).toBeVisible({ timeout: 2_000 });
  }).toPass();
  return opened;
}

async function dialog(page: Page, title: string): Promise<Locator> {
  const found = page.getByRole("dialog", { name: title, exact: true });
  await expect(found).toBeVisible();
  return found;
}

/** What a notice at the head of a page says. */
export function notice(page: Page, words: string | RegExp): Locator {
  return page.getByRole("status").filter({ hasText: words });
}

/** What is recorded under a label. */
export function fact(page: Page, label: string): Locator {
  return page.getByRole("term").filter({ hasText: new RegExp(`^${label}$`) }).locator("xpath=following-sibling::dd[1]").first();
}

/** Adds somebody around the client whose chart is open. Who is `known` from another chart stays one person. */
export async function addContact(
  page: Page,
  who: { first: string; last: string; relationship: string; email: string; known?: boolean },
): Promise<void> {
  await openChartTab(page, "Demographics");
  const window = await openWindow(page, "Add related contact", "Add a related contact");
  await window.getByLabel("First name").fill(who.first);
  await window.getByLabel("Last name").fill(who.last);
  await window.getByLabel("Relationship").fill(who.relationship);
  await window.getByLabel("E-mail").fill(who.email);
  await window.getByRole("button", { name: "Add contact" }).click();
  if (who.known) {
    await window.getByRole("radio", { name: /^Yes, as in chart/ }).first().check();
    await window.getByRole("button", { name: "Add contact" }).click();
  }
  await expect(window).toBeHidden();
  await expect(page.getByRole("region", { name: "Related contacts" }).getByText(`${who.first} ${who.last}`).first()).toBeVisible();
}

/** Writes a note into the chart that is open, and signs it. */
export async function writeNote(page: Page, title: string, words: string): Promise<void> {
  await openChartTab(page, "Documents");
  await page.getByRole("link", { name: "New note" }).click();
  await page.getByLabel("Title").fill(title);
  await page.getByRole("group", { name: "Section 1" }).getByLabel("Text").fill(words);
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByRole("button", { name: "Sign note" }).click();
  await expect(notice(page, "The note is signed.")).toBeVisible();
  await openChartTab(page, "Documents");
}

/** Activates the portal for the chart that is open. */
export async function activate(page: Page): Promise<void> {
  await openChartTab(page, "Communications");
  await page.getByRole("button", { name: "Activate Client Portal Access" }).click();
  await page.getByRole("dialog", { name: "Activate Client Portal Access" }).getByRole("button", { name: "Activate", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "Access is granted." })).toBeVisible();
}

/** **Share to Sign** from the Documents tab. */
export async function shareToSign(page: Page, title: string): Promise<void> {
  await openMenu(page, title);
  await page.getByRole("link", { name: "Share to Sign", exact: true }).click();
  await page.getByRole("button", { name: "Share to Sign", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "was asked to sign. A mail tells them." })).toBeVisible();
}

/** Why, and until when, somebody else opens the record of a client who is of age. */
export async function giveReason(window: Locator): Promise<void> {
  await window.getByLabel("Reason").fill("The client’s consent");
  const end = new Date();
  end.setUTCFullYear(end.getUTCFullYear() + 1);
  await window.getByLabel("Last day").fill(end.toISOString().slice(0, 10));
}
