// Pictures of every page as those who see it see it, in every state, at three widths, light and dark; and sheets of them.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Locator, Page } from "@playwright/test";
import { codeOf } from "./support/codes";
import { activate, fromOwnerMenu, openChart, openChartTab, openCommunications, openMenu, openWindow, shareToSign, signInAsStaff } from "./support/office";
import { documentLine, linkIn, openMail, shownKey, signIn, typeIdentity, typeSignIn } from "./support/portal";
import { expect, test } from "./support/stage";

const FOLDER = resolve(__dirname, "../shots");
const WINDOWS = [
  { width: 360, height: 780 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];
const SCHEMES = ["light", "dark"] as const;
const PLAN = "Treatment plan, November 2026";
const JORDAN = { address: "jordan.avery@example.com", lastName: "Avery", birthDate: "1985-07-02", password: "Wide-Meadow_sings4" };

/** Takes pictures of the page that is open. They are numbered in the order in which they are taken. */
class Camera {
  private taken = 0;

  constructor(private readonly side: string) {
    mkdirSync(FOLDER, { recursive: true });
  }

  async take(page: Page, name: string): Promise<void> {
    this.taken += 1;
    const number = String(this.taken).padStart(2, "0");
    const before = page.viewportSize();
    for (const window of WINDOWS) {
      await page.setViewportSize(window);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const path = join(FOLDER, `${this.side}-${number}-${name}-${window.width}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: true, animations: "disabled", caret: "hide" });
      }
    }
    if (before) await page.setViewportSize(before);
  }

  /** What stands in the window of a phone, for README: `shots/readme-NAME.png`. */
  async glance(page: Page, name: string, at?: Locator): Promise<void> {
    const before = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await at?.evaluate((element) => element.scrollIntoView({ block: "center" }));
    await page.screenshot({ path: join(FOLDER, `readme-${name}.png`), animations: "disabled", caret: "hide" });
    if (before) await page.setViewportSize(before);
  }

  /** Lays the pictures of each width out on sheets that can be looked at whole: light on the left, dark on the right. */
  async lay(browser: Browser): Promise<void> {
    const page = await browser.newPage();
    for (const { width } of WINDOWS) {
      const [shown, each] = width === 360 ? [240, 8] : width === 768 ? [340, 6] : [520, 6];
      const pictures = readdirSync(FOLDER).filter((file) => file.startsWith(`${this.side}-`) && file.endsWith(`-${width}-light.png`)).sort();
      const style = `body{margin:24px;background:#888;font:13px sans-serif;display:flex;flex-wrap:wrap;gap:20px;align-items:start}
        figure{margin:0}figcaption{padding:0 0 6px;color:#fff}div{display:flex;gap:6px}
        img{width:${shown}px;max-height:${Math.round(shown * 2.4)}px;object-fit:cover;object-position:top}`;
      for (let first = 0; first < pictures.length; first += each) {
        const figures = pictures.slice(first, first + each).map((light) => {
          const name = light.slice(this.side.length + 1, -`-${width}-light.png`.length);
          return `<figure><figcaption>${name}</figcaption><div><img src="${light}"><img src="${light.replace("-light.png", "-dark.png")}"></div></figure>`;
        });
        const sheet = join(FOLDER, `sheet-${this.side}-${width}-${String(first / each + 1).padStart(2, "0")}`);
        writeFileSync(`${sheet}.html`, `<!doctype html><meta charset="utf-8"><style>${style}</style>${figures.join("")}`);
        await page.setViewportSize({ width: 2200, height: 400 });
        await page.goto(pathToFileURL(`${sheet}.html`).href);
        await page.screenshot({ path: `${sheet}.png`, fullPage: true });
      }
    }
    await page.close();
  }
}

test("the portal", async ({ house, mail, watch, newcomer, browser }) => {
  const camera = new Camera("portal");
  watch.expectsStatus(404, 410);
  const elena = await newcomer();
  await signInAsStaff(elena, house.staff("Elena Reyes"));

  const visitor = await newcomer();
  await visitor.goto("/login");
  await camera.take(visitor, "login");
  await typeSignIn(visitor, { email: "maya.lindqvist@example.com", password: "not the one" });
  await camera.take(visitor, "login-refused");
  await visitor.goto("/register/unknown");
  await camera.take(visitor, "link-unknown");
  await visitor.goto("/nothing-here");
  await camera.take(visitor, "not-found");

  const jordan = await newcomer();
  await openChart(elena, "Avery, Jordan");
  await activate(elena);
  const invitation = await mail.mailTo(JORDAN.address);
  await openMail(jordan, invitation);
  await camera.take(jordan, "mail-invitation");
  const link = await linkIn(jordan, invitation, "Register");
  await jordan.goto(link);
  await camera.take(jordan, "register-identity");
  await typeIdentity(jordan, "Avary", JORDAN.birthDate);
  await camera.take(jordan, "register-identity-refused");
  await typeIdentity(jordan, "Avery ", JORDAN.birthDate);
  await expect(jordan.getByRole("button", { name: "Remove the space" })).toBeVisible();
  await camera.take(jordan, "register-identity-space");
  await jordan.goto(link);
  await typeIdentity(jordan, JORDAN.lastName, JORDAN.birthDate);
  const password = jordan.getByLabel("Password", { exact: true });
  await expect(async () => {
    await password.fill("");
    await password.fill("wide meadow");
    await expect(jordan.getByRole("listitem").filter({ hasText: "A small letter" })).toContainText(", met", { timeout: 500 });
  }).toPass();
  await camera.take(jordan, "register-password");
  await jordan.getByRole("button", { name: "Create account" }).click();
  await expect(jordan.getByRole("alert")).toBeVisible();
  await camera.take(jordan, "register-password-refused");
  await password.fill(JORDAN.password);
  await jordan.getByRole("button", { name: "Create account" }).click();
  await expect(jordan.getByRole("heading", { name: "You are registered" })).toBeVisible();
  await camera.take(jordan, "registered");
  await jordan.goto(link);
  await camera.take(jordan, "link-used");
  await signIn(jordan, { name: "Jordan Avery", email: JORDAN.address, password: JORDAN.password });
  await camera.take(jordan, "dashboard-empty");
  await jordan.goto("/messages");
  await camera.take(jordan, "messages-empty");
  await jordan.goto("/documents");
  await camera.take(jordan, "documents-empty");

  const maya = await newcomer();
  await openChart(elena, "Lindqvist, Maya");
  await openChartTab(elena, "Documents");
  await shareToSign(elena, PLAN);
  await openMail(maya, await mail.mailTo("maya.lindqvist@example.com"));
  await camera.take(maya, "mail-message");
  await signIn(maya, house.client("Maya Lindqvist"));
  await camera.take(maya, "dashboard");
  await camera.glance(maya, "dashboard-phone");
  await maya.goto("/messages");
  await camera.take(maya, "messages");
  await maya.getByRole("main").getByRole("link").first().click();
  await expect(maya.getByRole("heading", { level: 1, name: "Documents from your clinician" })).toBeVisible();
  await camera.take(maya, "conversation");
  await maya.goto("/documents");
  await camera.take(maya, "documents");
  await maya.goto("/documents?show=forms");
  await camera.take(maya, "documents-none");
  await maya.goto("/more");
  await camera.take(maya, "more");
  await maya.goto("/documents");
  await documentLine(maya, "Intake evaluation").getByRole("link", { name: "Intake evaluation", exact: true }).click();
  await camera.take(maya, "document");
  await maya.goto("/documents");
  await documentLine(maya, PLAN).getByRole("link", { name: PLAN, exact: true }).click();
  await camera.take(maya, "document-to-sign");
  await maya.getByRole("link", { name: "Decline" }).click();
  await maya.getByRole("button", { name: "Decline" }).click();
  await expect(maya.getByRole("alert")).toBeVisible();
  await camera.take(maya, "decline-refused");
  await maya.getByRole("link", { name: "Back to the document" }).click();
  await maya.getByRole("link", { name: "Add Signature" }).click();
  await camera.take(maya, "consent");
  await maya.getByRole("checkbox", { name: /I agree/ }).check();
  await maya.getByRole("button", { name: "Agree and continue" }).click();
  const pad = maya.getByRole("img", { name: "Draw your signature here" });
  await expect(pad).toBeVisible();
  await camera.take(maya, "sign-empty");
  await maya.getByRole("button", { name: "Sign Document" }).click();
  await camera.take(maya, "sign-refused");
  await sign(maya);
  await maya.getByRole("checkbox", { name: /I have read/ }).check();
  await camera.take(maya, "sign-drawn");
  await camera.glance(maya, "signing", maya.getByRole("heading", { name: "Add Signature" }).locator("xpath=.."));
  await maya.getByText("Type instead").click();
  await maya.getByLabel("Type your full name").fill("Maya Lindqvist");
  await camera.take(maya, "sign-typed");
  await maya.getByText("Draw", { exact: true }).click();
  await maya.getByRole("button", { name: "Sign Document" }).click();
  await expect(maya.getByRole("heading", { level: 1, name: "Thank you, it is signed" })).toBeVisible();
  await camera.take(maya, "signed");
  await maya.getByRole("link", { name: "Back to My Documents" }).click();
  await camera.take(maya, "documents-signed");
  await documentLine(maya, PLAN).getByRole("link", { name: PLAN, exact: true }).click();
  await camera.take(maya, "document-signed");

  const ingrid = await newcomer();
  await signIn(ingrid, house.client("Ingrid Sandoval"));
  await camera.take(ingrid, "guardian-dashboard");
  await ingrid.getByRole("link", { name: /^Switch/ }).click();
  await camera.take(ingrid, "guardian-more");
  await ingrid.goto("/documents");
  await camera.take(ingrid, "guardian-documents");
  await camera.lay(browser);
});

test("the office", async ({ house, mail, watch, newcomer, browser }) => {
  const camera = new Camera("office");
  watch.expectsStatus(404, 403);
  const elena = await newcomer();
  await elena.goto("/office/login");
  await camera.take(elena, "login");
  await typeSignIn(elena, { email: "elena.reyes@harborstreet.example", password: "not the one" });
  await camera.take(elena, "login-refused");
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await camera.take(elena, "to-do-empty");
  await elena.goto("/office/charts");
  await camera.take(elena, "chart-room");
  await elena.goto("/office/charts?q=nobody");
  await camera.take(elena, "chart-room-none");
  await expect(async () => {
    await elena.keyboard.press("Control+k");
    await expect(elena.getByRole("dialog", { name: "Find or do" })).toBeVisible({ timeout: 500 });
  }).toPass();
  await elena.keyboard.type("lind");
  await expect(elena.getByRole("option", { name: /Lindqvist/ })).toBeVisible();
  await camera.take(elena, "command-bar");
  await elena.keyboard.press("Escape");

  await openChart(elena, "Lindqvist, Maya");
  await camera.take(elena, "chart-face");
  await openChartTab(elena, "Demographics");
  await camera.take(elena, "demographics");
  for (const part of ["person", "emails", "Chart Owner"]) {
    await elena.getByRole("link", { name: `Edit ${part}`, exact: true }).click();
    await camera.take(elena, `demographics-${part.toLowerCase().replace(" ", "-")}`);
    await elena.getByRole("link", { name: "Cancel" }).click();
  }
  await elena.getByRole("button", { name: "Add related contact" }).click();
  await elena.getByRole("button", { name: "Add contact" }).click();
  await expect(elena.getByRole("dialog").getByRole("alert")).toBeVisible();
  await camera.take(elena, "contact-refused");
  await elena.getByRole("button", { name: "Cancel" }).click();
  await openChartTab(elena, "Communications");
  await camera.take(elena, "communications-active");
  await openChartTab(elena, "Documents");
  await camera.take(elena, "documents");
  await openMenu(elena, "Session of 20 November");
  await camera.take(elena, "documents-menu");
  await elena.keyboard.press("Escape");
  await shareToSign(elena, PLAN);
  await camera.take(elena, "documents-shared");
  await elena.getByRole("link", { name: PLAN, exact: true }).click();
  await camera.take(elena, "document");
  await openChartTab(elena, "Documents");
  await elena.getByRole("link", { name: "Phone call about sleep diary" }).click();
  await camera.take(elena, "draft");
  await elena.getByRole("link", { name: "Edit note" }).click();
  await camera.take(elena, "draft-edit");
  await openChartTab(elena, "Documents");
  await elena.getByRole("link", { name: "New note" }).click();
  await camera.take(elena, "note-new");
  await elena.getByRole("button", { name: "Save draft" }).click();
  await expect(elena.getByRole("alert")).toBeVisible();
  await camera.take(elena, "note-refused");

  await openChart(elena, "Avery, Jordan");
  await openChartTab(elena, "Communications");
  await camera.take(elena, "communications-none");
  await elena.getByRole("button", { name: "Activate Client Portal Access" }).click();
  await expect(elena.getByRole("dialog")).toBeVisible();
  await camera.take(elena, "communications-activate");
  await elena.getByRole("button", { name: "Activate", exact: true }).click();
  await expect(elena.getByRole("status").filter({ hasText: "Access is granted." })).toBeVisible();
  await camera.take(elena, "communications-invited");
  await openChart(elena, "Marsh, Leo");
  await openChartTab(elena, "Communications");
  await elena.getByRole("button", { name: "Activate Client Portal Access" }).click();
  await camera.take(elena, "communications-no-email");
  await elena.getByRole("dialog").getByLabel("E-mail").fill(mail.unknownMailbox);
  await elena.getByRole("button", { name: "Activate", exact: true }).click();
  await expect(elena.getByRole("alert")).toBeVisible();
  await camera.take(elena, "communications-failed");

  const maya = await newcomer();
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.getByRole("link", { name: `Sign: ${PLAN}` }).click();
  await maya.getByRole("link", { name: "Add Signature" }).click();
  await maya.getByRole("checkbox", { name: /I agree/ }).check();
  await maya.getByRole("button", { name: "Agree and continue" }).click();
  await expect(maya.getByRole("img", { name: "Draw your signature here" })).toBeVisible();
  await sign(maya);
  await maya.getByRole("checkbox", { name: /I have read/ }).check();
  await maya.getByRole("button", { name: "Sign Document" }).click();
  await expect(maya.getByRole("heading", { level: 1, name: "Thank you, it is signed" })).toBeVisible();
  await openChart(elena, "Lindqvist, Maya");
  await camera.take(elena, "chart-face-signed");
  await openChartTab(elena, "Documents");
  await camera.take(elena, "documents-signed");
  await elena.getByRole("link", { name: PLAN, exact: true }).click();
  await camera.take(elena, "document-signed");
  await elena.goto("/office");
  await camera.take(elena, "to-do");
  await elena.goto("/office/nothing-here");
  await camera.take(elena, "not-found");
  await elena.goto("/office/settings");
  await camera.take(elena, "not-yours");

  const grace = await newcomer();
  await signInAsStaff(grace, house.staff("Grace Whitfield"));
  await grace.goto("/office/charts");
  await camera.take(grace, "scheduler-chart-room");
  await openChart(grace, "Lindqvist, Maya");
  await camera.take(grace, "scheduler-chart-face");
  for (const [listed, name] of [["Haddad, Amira", "invited"], ["Osei, Daniel", "expired"], ["Novak, Peter", "revoked"], ["de la Cruz, Hannah", "missing"]] as const) {
    await openChart(grace, listed);
    await openChartTab(grace, "Communications");
    await camera.take(grace, `communications-of-${name}`);
  }
  await grace.goto("/office/charts/new");
  await camera.take(grace, "chart-new");
  await grace.getByRole("button", { name: "Create chart" }).click();
  await expect(grace.getByRole("alert")).toBeVisible();
  await camera.take(grace, "chart-refused");

  const tomas = await newcomer();
  await signInAsStaff(tomas, house.staff("Tomás Vidal"));
  await tomas.goto("/office/settings");
  await camera.take(tomas, "administrator-settings");
  await tomas.getByLabel("Name", { exact: true }).fill("");
  await tomas.getByRole("button", { name: "Save" }).click();
  await expect(tomas.getByRole("alert")).toBeVisible();
  await camera.take(tomas, "administrator-settings-refused");
  await openChart(tomas, "Lindqvist, Maya");
  await camera.take(tomas, "administrator-chart-face");
  await camera.lay(browser);
});

test("access", async ({ house, mail, newcomer, browser }) => {
  const camera = new Camera("access");
  const who = house.client("Maya Lindqvist");
  const staff = house.staff("Elena Reyes");
  const windowOf = async (page: Page, opens: () => Promise<unknown>, name: string) => {
    await opens();
    await camera.take(page, name);
    await page.keyboard.press("Escape");
  };

  const maya = await newcomer();
  await maya.goto("/forgot");
  await camera.take(maya, "forgot");
  await maya.getByLabel("Email").fill(who.email);
  await maya.getByRole("button", { name: "Send me a link" }).click();
  await camera.take(maya, "forgot-sent");
  const reset = await linkIn(maya, await mail.mailTo(who.email), "Choose a password");
  await maya.goto(reset);
  await camera.take(maya, "new-password");
  await signIn(maya, who);
  await maya.goto("/security");
  await maya.getByRole("button", { name: "Add an authenticator app" }).click();
  await camera.take(maya, "authenticator");
  const key = await shownKey(maya);
  await maya.getByLabel("Code").fill(codeOf(key));
  await maya.getByRole("button", { name: "Confirm" }).click();
  await camera.take(maya, "recovery-codes");
  await mail.mailTo(who.email);
  await maya.getByLabel("New address").fill("maya.new@example.com");
  await maya.getByRole("button", { name: "Change address" }).click();
  await camera.take(maya, "address-asked");
  await maya.goto("/record-access");
  await camera.take(maya, "record-access");
  await maya.goto("/prove?matter=security&next=/security");
  await camera.take(maya, "prove");
  await openMail(maya, await mail.mailTo("maya.new@example.com"));
  await camera.take(maya, "mail-address");
  await maya.goto((await maya.getByRole("link").first().getAttribute("href")) ?? "");
  await camera.take(maya, "address-confirm");
  const phoneless = await newcomer();
  await phoneless.goto("/login");
  await typeSignIn(phoneless, who);
  await phoneless.getByText("Phone lost, and no code left?").click();
  await camera.take(phoneless, "second-step");

  const ingrid = await newcomer();
  const elena = await newcomer();
  await signInAsStaff(elena, staff);
  await openCommunications(elena, "Lindqvist, Maya");
  await camera.take(elena, "communications");
  await windowOf(elena, () => fromOwnerMenu(elena, "Revoke Access", "Remove Access"), "remove-access");
  await windowOf(elena, () => fromOwnerMenu(elena, "Change Ownership"), "change-ownership");
  await openChart(elena, "Sandoval, Noah");
  await openChartTab(elena, "Demographics");
  await camera.take(elena, "care-team");
  await openCommunications(elena, "Haddad, Amira");
  await windowOf(elena, () => openWindow(elena, "Resend Welcome Email"), "resend");
  await signIn(ingrid, house.client("Ingrid Sandoval"));
  await ingrid.goto("/record-access");
  await camera.take(ingrid, "guardian-record-access");
  await elena.goto("/office/security");
  await camera.take(elena, "staff-security");

  const tomas = await newcomer();
  await signInAsStaff(tomas, house.staff("Tomás Vidal"));
  await tomas.goto("/office/settings/team");
  await tomas.getByText("Change Elena Reyes").click();
  await camera.take(tomas, "team");
  await tomas.goto("/office/settings/welcome");
  await camera.take(tomas, "welcome");
  await camera.lay(browser);
});

/** A signature as by hand: letters that lean, and a line under them. */
async function sign(page: Page): Promise<void> {
  const pad = page.getByRole("img", { name: /Draw your signature here|Your drawn signature/ });
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error("there is no pad");
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  const stroke = async (places: (readonly [number, number])[]) => {
    const [first, ...rest] = places;
    if (!first) return;
    await page.mouse.move(...first);
    await page.mouse.down();
    for (const place of rest) await page.mouse.move(...place);
    await page.mouse.up();
  };
  await stroke(Array.from({ length: 70 }, (_, step) => {
    const along = step / 69;
    const height = 0.22 * (1 - 0.6 * along) * Math.sin(along * 26);
    return at(0.2 + 0.5 * along + 0.02 * Math.cos(along * 26), 0.5 - height);
  }));
  await stroke(Array.from({ length: 24 }, (_, step) => at(0.24 + 0.5 * (step / 23), 0.78 - 0.05 * Math.sin((step / 23) * 3))));
}
