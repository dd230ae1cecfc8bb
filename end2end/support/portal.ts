// What clients do, in the words on their screen.
import type { Locator, Page } from "@playwright/test";
import type { Login } from "./house";
import type { Mail } from "./mailroom";
import { expect } from "./stage";

/** Types e-mail and password on the sign-in page that is open. */
export async function typeSignIn(page: Page, who: Omit<Login, "name">): Promise<void> {
  await page.getByLabel("Email").fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export async function signIn(page: Page, who: Login): Promise<void> {
  await page.goto("/login");
  await typeSignIn(page, who);
  await expect(page.getByRole("heading", { level: 1, name: `Welcome back, ${who.name.split(" ")[0]}` })).toBeVisible();
}

/** Opens a mail as a mail program shows it. */
export async function openMail(page: Page, mail: Mail): Promise<void> {
  await page.goto("about:blank");
  await page.setContent(mail.html);
}

/** Where the mail's one button leads. */
export async function linkIn(page: Page, mail: Mail, button: string): Promise<string> {
  await openMail(page, mail);
  return (await page.getByRole("link", { name: button, exact: true }).getAttribute("href")) ?? "";
}

/** Says who one is, on the page behind an invitation's link. */
export async function typeIdentity(page: Page, lastName: string, birthDate: string): Promise<void> {
  await page.getByLabel("Last Name").fill(lastName);
  await page.getByLabel("Date of Birth").fill(birthDate);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** A line of **My Documents**. */
export function documentLine(page: Page, title: string): Locator {
  return page.getByRole("main").getByRole("listitem").filter({ has: page.getByRole("link", { name: title, exact: true }) });
}

/** The summary at the head of a form that was refused. */
export function refusal(page: Page): Locator {
  return page.getByRole("main").getByRole("alert").filter({ has: page.getByRole("heading") });
}
