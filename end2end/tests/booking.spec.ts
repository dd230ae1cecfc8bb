// A client books on a phone, staff approve, the client confirms and cancels. And the same with scripts off, and from another zone.
import type { Page } from "@playwright/test";
import { inspect } from "../support/looks";
import { openChart, openChartTab, signInAsStaff } from "../support/office";
import { actingLine, signIn } from "../support/portal";
import { busy as test, expect } from "../support/stage";

const PHONE = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };
const SESSION = /^Individual session/;

/** From **Appointments** to the last step, by way of the first time that is free; says which that was. One clinician treats Maya. */
async function chooseTime(page: Page, kind: RegExp): Promise<string> {
  await page.getByRole("main").getByRole("link", { name: "Book an Appointment" }).click();
  await expect(page.getByText("Book an Appointment, step 1 of 5")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: SESSION }).click();
  await page.getByRole("main").getByRole("link", { name: kind }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Choose a day and a time" })).toBeVisible();
  const day = (await page.locator("#times h2").textContent()) ?? "";
  await page.locator("#times").getByRole("link").first().click();
  return day;
}

test("a client books on a phone, and confirms and cancels", async ({ house, mail, newcomer }) => {
  const maya = await newcomer(PHONE);
  const elena = await newcomer();
  const who = house.client("Maya Lindqvist");
  let day = "";

  await test.step("Maya asks for a time", async () => {
    await signIn(maya, who);
    await maya.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Appointments" }).click();
    await inspect(maya, "Appointments", true);
    day = await chooseTime(maya, /^Video/);
    await inspect(maya, "Book an Appointment, the last step", true);
    await expect(maya.locator("#time")).toContainText(day);
    await maya.getByRole("link", { name: "Change the time" }).click();
    await inspect(maya, "Choose a day and a time", true);
    await maya.goBack();
    await maya.getByLabel("Remind me by text message").check();
    await maya.getByLabel("Anything the practice should know?").fill("I may be five minutes late.");
    await maya.getByRole("button", { name: "Request Appointment" }).click();
    await expect(maya.getByRole("heading", { level: 1, name: "Your request is sent" })).toBeVisible();
    await expect(maya.getByRole("main")).toContainText("What happens next");
    await inspect(maya, "a request that is sent", true);
  });

  await test.step("Elena approves, and Maya sees it without a reload", async () => {
    const request = maya.url();
    await maya.goto("/appointments");
    await expect(maya.getByRole("region", { name: "Requests" })).toContainText("I may be five minutes late.");
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    await openChart(elena, "Lindqvist, Maya");
    await openChartTab(elena, "Appointments");
    await elena.getByRole("link", { name: /New \(Requested\)/ }).click();
    await elena.getByRole("button", { name: "Approve" }).click();
    await expect(maya.getByRole("main")).not.toContainText("I may be five minutes late.");
    await maya.goto(request.split("?")[0] ?? request);
    expect((await mail.mailTo(who.email)).html).not.toContain("Individual session");
  });

  await test.step("Maya confirms, and cancels", async () => {
    await maya.getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(maya.getByRole("heading", { level: 1, name: "Thank you, it is confirmed" })).toBeVisible();
    await maya.getByRole("button", { name: "Cancel", exact: true }).click();
    const window = maya.getByRole("dialog", { name: "Cancel this appointment?" });
    await inspect(maya, "Cancel this appointment?", true);
    await window.getByRole("button", { name: "Keep it" }).click();
    await expect(window).toBeHidden();
    await maya.getByRole("button", { name: "Cancel", exact: true }).click();
    await window.getByRole("button", { name: "Cancel appointment" }).click();
    await expect(maya.getByRole("heading", { level: 1, name: "Your appointment is cancelled" })).toBeVisible();
  });

  await test.step("the history is narrowed by the address", async () => {
    await maya.goto("/appointments/history");
    await inspect(maya, "Appointment History", true);
    await maya.getByLabel("Appointment type").selectOption({ label: "Check-in call" });
    await maya.getByRole("button", { name: "Show", exact: true }).click();
    await expect(maya).toHaveURL(/type=/);
    await expect(maya.getByRole("region", { name: "Appointments" })).not.toContainText("Individual session");
  });
});

test("scripts off books too, and who is too late keeps what was typed", async ({ house, newcomer }) => {
  const maya = await newcomer({ javaScriptEnabled: false });
  const other = await newcomer({ javaScriptEnabled: false });
  const remark = "Please ring the lower bell.";
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.goto("/appointments");
  await chooseTime(maya, /^Video/);
  await maya.getByLabel("Anything the practice should know?").fill(remark);

  await test.step("the time is taken in another window meanwhile", async () => {
    await other.context().addCookies(await maya.context().cookies());
    await other.goto(maya.url());
    await other.getByRole("button", { name: "Request Appointment" }).click();
    await expect(other.getByRole("heading", { level: 1, name: "Your request is sent" })).toBeVisible();
  });

  await maya.getByRole("button", { name: "Request Appointment" }).click();
  await expect(maya.getByRole("alert")).toContainText("That time was just taken.");
  await expect(maya.getByLabel("Anything the practice should know?")).toHaveValue(remark);
  await maya.getByRole("group", { name: "Times that are free now" }).getByRole("radio").first().check();
  await maya.getByRole("button", { name: "Request Appointment" }).click();
  await expect(maya.getByRole("heading", { level: 1, name: "Your request is sent" })).toBeVisible();
  await expect(maya.getByRole("main")).toContainText(remark);
  await maya.getByRole("button", { name: "Withdraw request" }).click();
  await expect(maya.getByRole("heading", { level: 1, name: "It is taken back" })).toBeVisible();
});

test("who is in another zone reads their own time too", async ({ house, newcomer }) => {
  const maya = await newcomer({ ...PHONE, timezoneId: "Pacific/Kiritimati" });
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.goto("/appointments");
  await maya.getByRole("main").getByRole("link", { name: "Book an Appointment" }).click();
  await maya.getByRole("main").getByRole("link", { name: SESSION }).click();
  await maya.getByRole("main").getByRole("link", { name: /^Video/ }).click();
  await expect(maya.getByText("All times are New York time.")).toBeVisible();
  await expect(maya.locator("#times").getByRole("link").first()).toContainText("Kiritimati time");
  await inspect(maya, "times in two zones", true);
});

test("a mother books for two children, each in their own place", async ({ house, newcomer }) => {
  const ingrid = await newcomer(PHONE);
  await signIn(ingrid, house.client("Ingrid Sandoval"));
  for (const child of ["Noah", "Ida"]) {
    if (child === "Ida") {
      await ingrid.getByRole("link", { name: /^Home/ }).first().click();
      await actingLine(ingrid).getByRole("link", { name: "Switch to Ida Sandoval" }).click();
    }
    await expect(actingLine(ingrid)).toContainText(`You are acting for ${child} Sandoval`);
    await ingrid.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Appointments" }).click();
    await ingrid.getByRole("main").getByRole("link", { name: "Book an Appointment" }).click();
    await ingrid.getByRole("main").getByRole("link", { name: SESSION }).click();
    await ingrid.getByRole("main").getByRole("link", { name: /^Video/ }).click();
    // With several who treat a child, whoever is free first.
    const anybody = ingrid.getByRole("main").getByRole("link", { name: /first available|anybody/i });
    if (await anybody.count()) await anybody.first().click();
    await ingrid.locator("#times").getByRole("link").first().click();
    await ingrid.getByLabel("Anything the practice should know?").fill(`After school, for ${child}.`);
    await ingrid.getByRole("button", { name: "Request Appointment" }).click();
    await expect(ingrid.getByRole("heading", { level: 1, name: "Your request is sent" })).toBeVisible();
    await expect(actingLine(ingrid)).toContainText(`You are acting for ${child} Sandoval`);
  }
  await ingrid.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Appointments" }).click();
  const requests = ingrid.getByRole("region", { name: "Requests" });
  await expect(requests).toContainText("After school, for Ida.");
  await expect(requests).not.toContainText("for Noah.");
});
