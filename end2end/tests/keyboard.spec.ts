// The journey of both sides with the keyboard alone. Every stop of the Tab key is looked at: one sees where one is.
import { Keyboard, withoutMouse } from "../support/keyboard";
import { activate, openChart, openChartTab, shareToSign, signInAsStaff } from "../support/office";
import { linkIn, refusal } from "../support/portal";
import { busy, expect, isAwake, test } from "../support/stage";

const ADDRESS = "jordan.avery@example.com";
const PASSWORD = "Warm-Kitchen_hums6";
const PLAN = "Treatment plan, November 2026";

test("a client registers, reads, signs and leaves with the keyboard alone", async ({ house, mail, watch, newcomer }) => {
  watch.expectsLogout();
  const elena = await newcomer();
  const page = await newcomer();
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Avery, Jordan");
  await activate(elena);
  const link = await linkIn(page, await mail.mailTo(ADDRESS), "Register");
  await withoutMouse(page.context());
  const keyboard = new Keyboard(page);

  await test.step("register", async () => {
    await page.goto(link);
    await keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await keyboard.seesFocus();
    await keyboard.press("Tab");
    await expect(page.getByRole("link", { name: /In crisis now\?/ }).first()).toBeFocused();
    await keyboard.enter(page.getByRole("button", { name: "Continue" }));
    await expect(refusal(page)).toBeFocused();
    await keyboard.press("Tab");
    await expect(refusal(page).getByRole("link").first()).toBeFocused();
    await keyboard.press("Enter");
    await expect(page.getByLabel("Last Name")).toBeFocused();
    await keyboard.type("Avery");
    await keyboard.reach(page.getByLabel("Date of Birth"));
    await keyboard.type("07021985");
    await expect(page.getByLabel("Date of Birth")).toHaveValue("1985-07-02");
    await keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Choose a password" })).toBeVisible();
    await keyboard.reach(page.getByLabel("Password", { exact: true }));
    await keyboard.type(PASSWORD);
    await keyboard.reach(page.getByRole("button", { name: "Show password" }));
    await keyboard.press("Space");
    await expect(page.getByRole("textbox", { name: "Password" })).toHaveValue(PASSWORD);
    await keyboard.enter(page.getByRole("button", { name: "Create account" }));
    await keyboard.enter(page.getByRole("main").getByRole("link", { name: "Sign in" }));
  });

  await test.step("sign in", async () => {
    await keyboard.reach(page.getByLabel("Email"));
    await keyboard.type(ADDRESS);
    await keyboard.reach(page.getByLabel("Password", { exact: true }));
    await keyboard.type(PASSWORD);
    await keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Welcome back, Jordan" })).toBeVisible();
  });

  await openChartTab(elena, "Documents");
  await shareToSign(elena, PLAN);

  await test.step("from the Dashboard to the document", async () => {
    await page.reload();
    await keyboard.enter(page.getByRole("link", { name: `Sign: ${PLAN}` }));
    await keyboard.enter(page.getByRole("link", { name: "Add Signature" }));
  });

  await test.step("agree, choose to type, and sign", async () => {
    await keyboard.reach(page.getByRole("checkbox", { name: /I agree to sign documents electronically/ }));
    await keyboard.press("Space");
    await keyboard.enter(page.getByRole("button", { name: "Agree and continue" }));
    await expect(page.getByRole("img", { name: "Draw your signature here" })).toBeVisible();
    await keyboard.reach(page.getByRole("radio", { name: "Draw" }));
    await keyboard.press("ArrowRight");
    await expect(page.getByRole("radio", { name: "Type instead" })).toBeFocused();
    await keyboard.seesFocus();
    await keyboard.reach(page.getByLabel("Type your full name"));
    await keyboard.type("Jordan Avery");
    await keyboard.reach(page.getByRole("checkbox", { name: "I have read this document and sign it electronically." }));
    await keyboard.press("Space");
    await keyboard.enter(page.getByRole("button", { name: "Sign Document" }));
    await expect(page.getByRole("heading", { level: 1, name: "Thank you, it is signed" })).toBeVisible();
    await keyboard.reach(page.getByRole("link", { name: "Download" }));
    const [download] = await Promise.all([page.waitForEvent("download"), keyboard.press("Enter")]);
    expect(await download.failure()).toBeNull();
    await keyboard.enter(page.getByRole("link", { name: "Back to My Documents" }));
    await keyboard.enter(page.getByRole("link", { name: "To Be Signed" }));
    await expect(page.getByRole("main")).toContainText("Nothing to do here");
  });

  await test.step("leave", async () => {
    await keyboard.enter(page.getByRole("button", { name: "Logout" }).first());
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "You are signed out." })).toBeVisible();
  });
});

test("a clinician writes, activates and shares with the keyboard alone", async ({ house, mail, watch, newcomer }) => {
  watch.expectsLogout();
  const page = await newcomer();
  await withoutMouse(page.context());
  const keyboard = new Keyboard(page);

  await test.step("sign in, and find the chart with Ctrl and K", async () => {
    const who = house.staff("Elena Reyes");
    await page.goto("/office");
    await keyboard.reach(page.getByLabel("Email"));
    await keyboard.type(who.email);
    await keyboard.reach(page.getByLabel("Password", { exact: true }));
    await keyboard.type(who.password);
    await keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "To-do" })).toBeVisible();
    const bar = page.getByRole("dialog", { name: "Find or do" });
    await expect(async () => {
      await keyboard.press("Control+k");
      await expect(bar).toBeVisible({ timeout: 500 });
    }).toPass();
    await expect(bar.getByRole("combobox")).toBeFocused();
    await keyboard.press("Escape");
    await expect(bar).toBeHidden();
    await keyboard.press("Control+k");
    await keyboard.type("nobody of that name");
    await expect(bar.getByRole("status")).toContainText("Nothing found for “nobody of that name”");
    await keyboard.press("Escape");
    await keyboard.press("Control+k");
    await expect(bar.getByRole("combobox")).toHaveValue("");
    await expect(bar.getByRole("option", { name: /To-do/ })).toBeVisible();
    await keyboard.type("avery");
    await expect(bar.getByRole("option", { name: /Avery, Jordan/ })).toHaveAttribute("aria-selected", "true");
    await keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Avery, Jordan" })).toBeVisible();
  });

  await test.step("activate: Escape closes the window and gives focus back", async () => {
    await keyboard.enter(page.getByRole("navigation", { name: "Chart" }).getByRole("link", { name: "Communications" }));
    const button = page.getByRole("button", { name: "Activate Client Portal Access" });
    const dialog = page.getByRole("dialog", { name: "Activate Client Portal Access" });
    await keyboard.enter(button);
    await expect(dialog).toBeVisible();
    await keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await keyboard.enter(button);
    await expect(dialog).toBeVisible();
    await keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(button).toBeFocused();
    await keyboard.press("Enter");
    await keyboard.enter(dialog.getByRole("button", { name: "Activate", exact: true }));
    await expect(page.getByRole("status").filter({ hasText: "Access is granted." })).toBeVisible();
    await mail.mailTo(ADDRESS);
  });

  await test.step("write a note and sign it", async () => {
    await keyboard.enter(page.getByRole("navigation", { name: "Chart" }).getByRole("link", { name: "Documents" }));
    await keyboard.enter(page.getByRole("link", { name: "New note" }));
    await keyboard.fill(page.getByLabel("Title"), "Phone call");
    await keyboard.reach(page.getByRole("group", { name: "Section 1" }).getByLabel("Text"));
    await keyboard.type("Moved to Thursday.");
    await keyboard.enter(page.getByRole("button", { name: "Save draft" }));
    await keyboard.enter(page.getByRole("button", { name: "Sign note" }));
    await expect(page.getByRole("status").filter({ hasText: "The note is signed." })).toBeVisible();
  });

  await test.step("share it to sign from the three-dot menu, and take it back", async () => {
    await keyboard.enter(page.getByRole("navigation", { name: "Chart" }).getByRole("link", { name: "Documents" }));
    const dots = page.getByRole("button", { name: "Actions for Phone call" });
    await keyboard.enter(dots);
    await keyboard.reach(page.getByRole("button", { name: "Share", exact: true }));
    await keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Share", exact: true })).toBeHidden();
    await expect(dots).toBeFocused();
    await keyboard.press("Enter");
    await keyboard.enter(page.getByRole("link", { name: "Share to Sign", exact: true }));
    await keyboard.enter(page.getByRole("button", { name: "Share to Sign", exact: true }));
    await expect(page.getByRole("status").filter({ hasText: "has not registered yet. It waits, and appears when they register." })).toBeVisible();
    await keyboard.enter(page.getByRole("button", { name: "Undo" }));
    await expect(page.getByRole("status").filter({ hasText: "It is not shared any more." })).toBeVisible();
    await keyboard.enter(page.getByRole("button", { name: "Logout" }));
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "You are signed out." })).toBeVisible();
  });
});

busy("a clinician's week with the keyboard alone", async ({ house, newcomer }) => {
  const page = await newcomer();
  await signInAsStaff(page, house.staff("Elena Reyes"));
  await withoutMouse(page.context());
  const keyboard = new Keyboard(page);
  const main = page.getByRole("main");
  await page.goto("/office/calendar");
  await isAwake(page);

  await busy.step("from time to time by arrows, into an appointment and back", async () => {
    await keyboard.reach(main.getByRole("group", { name: /^Calendar\./ }));
    const here = () => page.evaluate(() => document.activeElement?.className ?? "");
    for (let step = 0; step < 40 && !(await here()).includes("cal-one"); step += 1) await keyboard.press("ArrowDown");
    expect(await here()).toContain("cal-one");
    await keyboard.seesFocus();
    await keyboard.press("Enter");
    await expect(main.getByRole("region", { name: "Appointment", exact: true })).toBeVisible();
    await keyboard.enter(main.getByRole("link", { name: "On the Calendar" }));
    await expect(page).toHaveURL(/\/office\/calendar\?view=day/);
  });

  await busy.step("one is moved without a pointer", async () => {
    await page.goto("/office/calendar");
    await isAwake(page);
    await keyboard.reach(main.getByRole("link", { name: /O’Brien, Conor/ }).first());
    await keyboard.press("Enter");
    await keyboard.reach(page.getByLabel("Time"));
    await keyboard.type("0630AM");
    await keyboard.enter(page.getByRole("button", { name: "Move", exact: true }));
    await expect(main).toContainText("Moved. The client is told.");
    await expect(main.getByRole("heading", { level: 2 }).first()).toContainText("6:30 am");
  });

  await busy.step("N begins a new one", async () => {
    await page.goto("/office/calendar");
    await isAwake(page);
    await keyboard.reach(main.getByRole("group", { name: /^Calendar\./ }));
    await keyboard.press("n");
    await expect(page).toHaveURL(/\/office\/calendar\/new/);
  });
});
