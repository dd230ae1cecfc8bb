// What clients do, in the words on their screen.
import type { Locator, Page } from "@playwright/test";
import type { Login } from "./house";
import { inspect } from "./looks";
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

/** Registers behind an invitation's link. */
export async function register(page: Page, link: string, who: { lastName: string; birthDate: string; password: string }): Promise<void> {
  await page.goto(link);
  await typeIdentity(page, who.lastName, who.birthDate);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "You are registered" })).toBeVisible();
}

/** Behind the link of a mail: live rules, a refusal, and the new password. */
export async function chooseNewPassword(page: Page, link: string, email: string, chosen: string, onPhone: boolean): Promise<void> {
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1, name: "Choose a new password" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(`You sign in with ${email} and this password.`);
  const password = page.getByLabel("Password", { exact: true });
  await expect(async () => {
    await password.fill("");
    await password.fill("early kettle 7");
    await expect(page.getByRole("listitem").filter({ hasText: "A number" })).toContainText(", met", { timeout: 500 });
  }).toPass();
  await expect(page.getByRole("listitem").filter({ hasText: "A capital letter" })).toContainText(", not yet");
  await page.getByRole("button", { name: "Save new password" }).click();
  await isRefused(page, "Add a capital letter.");
  await inspect(page, "a new password, refused", onPhone);
  await password.fill(chosen);
  await page.getByRole("button", { name: "Save new password" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your new password is set. Sign in with it." })).toBeVisible();
  await inspect(page, "sign-in, after a new password", onPhone);
}

/** Leaves. Say `watch.expectsLogout()` before, where there are scripts. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Logout" }).first().click();
  await expect(page.getByRole("status").filter({ hasText: "You are signed out." })).toBeVisible();
}

/** For whom the page that is open acts. */
export function actingLine(page: Page): Locator {
  return page.getByRole("region", { name: "For whom you act" });
}

/** A line of **My Documents**. */
export function documentLine(page: Page, title: string): Locator {
  return page.getByRole("main").getByRole("listitem").filter({ has: page.getByRole("link", { name: title, exact: true }) });
}

/** The summary at the head of a form that was refused. */
export function refusal(page: Page): Locator {
  return page.getByRole("main").getByRole("alert").filter({ has: page.getByRole("heading") });
}

/** A form came back: the summary says why, and has taken focus. Typing before that would race it. */
export async function isRefused(page: Page, ...words: (string | RegExp)[]): Promise<void> {
  for (const each of words) await expect(refusal(page)).toContainText(each);
  await expect(refusal(page)).toBeFocused();
  await leadsToFields(refusal(page));
}

/** Every line of a summary leads to something that is on the page. */
export async function leadsToFields(summary: Locator): Promise<void> {
  const nowhere = await summary.getByRole("link").evaluateAll((links) =>
    links.filter((link) => !document.getElementById(decodeURIComponent(link.getAttribute("href")?.slice(1) ?? ""))).map((link) => link.textContent),
  );
  expect.soft(nowhere, "lines that lead nowhere").toEqual([]);
}

/** The key that stands beside the picture, for who has no camera. */
export async function shownKey(page: Page): Promise<string> {
  return page.getByRole("listitem").filter({ hasText: "Type this key into the app" }).getByRole("code").innerText();
}

/** Types the second step, on the page that asks for it. */
export async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
}
