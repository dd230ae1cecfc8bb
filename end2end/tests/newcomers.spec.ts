// A stranger asks for a first appointment on a phone, and a chart comes of it; another does without scripts. A series, its conflicts
// and its exceptions, and a reminder that says no more than it should.
import type { Page } from "@playwright/test";
import { inspect } from "../support/looks";
import { openChart, signInAsStaff } from "../support/office";
import { busy as test, expect } from "../support/stage";

const PHONE = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };

async function chooseFirstTime(page: Page): Promise<void> {
  await page.goto("/request-appointment");
  await page.getByRole("main").getByRole("listitem").getByRole("link").first().click();
  await page.getByRole("main").getByRole("listitem").getByRole("link").first().click();
  if (await page.getByRole("heading", { level: 1, name: /with whom/i }).isVisible()) {
    await page.getByRole("main").getByRole("listitem").getByRole("link").first().click();
  }
  await expect(page.getByRole("heading", { level: 1, name: "Choose a day and a time" })).toBeVisible();
  await page.locator("#times").getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Who are you?" })).toBeVisible();
}

async function sayWho(page: Page, first: string, last: string, email: string): Promise<void> {
  await page.getByLabel("First name").fill(first);
  await page.getByLabel("Last name").fill(last);
  await page.getByLabel("Date of birth").fill("1988-04-09");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Phone").fill("443 555 0171");
  await page.getByLabel("What brings you here?").fill("Sleep, mostly.");
}

test("a stranger on a phone becomes a client with an appointment", async ({ house, mail, newcomer }) => {
  const ana = await newcomer(PHONE);
  const tomas = await newcomer();

  await test.step("Ana asks, and is told what was wrong", async () => {
    await chooseFirstTime(ana);
    await inspect(ana, "Who are you?", true);
    await sayWho(ana, "Ana", "Núñez", "ana.nunez@");
    await ana.getByRole("button", { name: "Request Appointment" }).click();
    await expect(ana.getByRole("alert")).toBeVisible();
    await expect(ana.getByLabel("What brings you here?")).toHaveValue("Sleep, mostly.");
    await inspect(ana, "a first request that is refused", true);
    await ana.getByLabel("E-mail").fill("ana.nunez@example.com");
    await ana.getByRole("button", { name: "Request Appointment" }).click();
    await expect(ana.getByRole("heading", { level: 1, name: "Thank you" })).toBeVisible();
    await inspect(ana, "a first request that is sent", true);
  });

  await test.step("Tomás finds it on the Calendar, and makes a chart of it", async () => {
    await signInAsStaff(tomas, house.staff("Tomás Vidal"));
    await expect(tomas.getByRole("main")).toContainText("New client");
    await tomas.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Calendar" }).click();
    await tomas.getByRole("link", { name: /Núñez, Ana/ }).first().click();
    await expect(tomas.getByRole("main")).toContainText("Sleep, mostly.");
    await inspect(tomas, "a request of somebody new");
    await tomas.getByRole("button", { name: "Create chart and approve" }).click();
    await expect(tomas.getByRole("main")).toContainText("Booked. The client is told.");
    await tomas.getByRole("navigation", { name: "Chart" }).getByRole("link", { name: "Demographics" }).click();
    await expect(tomas.getByRole("main")).toContainText("443 555 0171");
    const told = await mail.mailTo("ana.nunez@example.com");
    expect(told.html).toContain("booked");
    expect(told.html).not.toContain("Sleep");
  });
});

test("without scripts too, and nobody learns who is a client", async ({ house, newcomer }) => {
  const stranger = await newcomer({ javaScriptEnabled: false });
  const maya = house.client("Maya Lindqvist");
  const said: string[] = [];
  for (const email of [maya.email, "nobody.at.all@example.com"]) {
    await chooseFirstTime(stranger);
    await sayWho(stranger, "Maya", "Lindqvist", email);
    await stranger.getByRole("button", { name: "Request Appointment" }).click();
    await expect(stranger.getByRole("heading", { level: 1, name: "Thank you" })).toBeVisible();
    said.push((await stranger.getByRole("main").innerText()).trim());
  }
  expect(said[0]).toBe(said[1]);
});

test("a series meets what is there, and one of it goes its own way", async ({ house, newcomer }) => {
  const elena = await newcomer();
  const main = elena.getByRole("main");
  await signInAsStaff(elena, house.staff("Elena Reyes"));

  const begin = async (day: string) => {
    await openChart(elena, "Avery, Jordan");
    await elena.goto(`${(elena.url().match(/.*\/office\/charts\/[^/]+/) ?? [""])[0]}/appointments/new?day=${day}&time=06:00`);
    await elena.getByLabel("Type").selectOption({ index: 1 });
    await elena.getByLabel("How", { exact: true }).selectOption("video");
    await elena.getByLabel("Clinician").selectOption({ label: "Elena Reyes, PhD" });
  };

  await test.step("one stands in the way of the third", async () => {
    await begin("2027-06-15");
    await elena.getByRole("button", { name: "Book", exact: true }).click();
    await expect(main).toContainText("Booked.");
    await begin("2027-06-01");
    await elena.getByLabel("Again").selectOption({ label: "Every week" });
    await elena.getByLabel("How many in all").fill("4");
    await elena.getByRole("button", { name: "Book", exact: true }).click();
    await expect(main).toContainText("June 15, 2027");
    await inspect(elena, "a series that meets another");
    await elena.getByRole("button", { name: "Book the others" }).click();
    await expect(main).toContainText("Booked");
  });

  await test.step("the second is moved by itself, and stays where it is when the rest moves", async () => {
    await elena.goto("/office/calendar?view=day&day=2027-06-08");
    await main.getByRole("link", { name: /Avery, Jordan/ }).first().click();
    await elena.getByLabel("Day").fill("2027-06-09");
    await elena.getByRole("button", { name: "Move", exact: true }).click();
    await expect(main).toContainText("Moved.");
    await elena.goto("/office/calendar?view=day&day=2027-06-01");
    await main.getByRole("link", { name: /Avery, Jordan/ }).first().click();
    await inspect(elena, "an appointment of a series");
    await elena.getByLabel("Time").fill("06:30");
    await elena.getByLabel("Of the series").selectOption({ label: "All that lie ahead" });
    await elena.getByRole("button", { name: "Move", exact: true }).click();
    await expect(main).toContainText("Moved.");
    await elena.goto("/office/calendar?view=day&day=2027-06-09");
    await expect(main.getByRole("link", { name: /Avery, Jordan 6:00 am/ })).toBeVisible();
    await elena.goto("/office/calendar?view=day&day=2027-06-22");
    await expect(main.getByRole("link", { name: /Avery, Jordan 6:30 am/ })).toBeVisible();
  });
});
