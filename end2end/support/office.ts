// What staff do, in the words on their screen.
import type { Locator, Page } from "@playwright/test";
import type { Login } from "./house";
import { expect } from "./stage";

export type Tab = "Chart Face" | "Demographics" | "Communications" | "Documents";

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
  await page.getByRole("searchbox", { name: "Name, date of birth or e-mail" }).fill(listed.split(",")[0] ?? listed);
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
  await page.getByRole("button", { name: "Share to Sign", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "was asked to sign. A mail tells them." })).toBeVisible();
}
