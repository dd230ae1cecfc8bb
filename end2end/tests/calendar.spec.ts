// A practice's morning on the Calendar: book, meet a conflict and take the next free time, move by dragging and by the form, set up.
import { inspect } from "../support/looks";
import { openChart, signInAsStaff } from "../support/office";
import { busy as test, expect, isAwake } from "../support/stage";

test("a clinician books, moves and cancels on the Calendar", async ({ house, newcomer }) => {
  const elena = await newcomer();
  const main = elena.getByRole("main");
  await signInAsStaff(elena, house.staff("Elena Reyes"));

  await test.step("The week, the day, the list", async () => {
    await elena.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Calendar" }).click();
    await inspect(elena, "the Calendar, a week");
    await main.getByRole("link", { name: "Day", exact: true }).click();
    await inspect(elena, "the Calendar, a day");
    await main.getByRole("link", { name: "List", exact: true }).click();
    await inspect(elena, "the Calendar, a list");
  });

  await test.step("She books, and the time is taken for the next", async () => {
    await openChart(elena, "Avery, Jordan");
    await elena.getByRole("navigation", { name: "Chart" }).getByRole("link", { name: "Appointments" }).click();
    for (const again of [false, true]) {
      await elena.goto((elena.url().match(/.*\/office\/charts\/[^/]+/) ?? [""])[0] + "/appointments/new?day=2027-06-01&time=06:00");
      await elena.getByLabel("Type").selectOption({ index: 1 });
      await elena.getByLabel("How", { exact: true }).selectOption("video");
      await elena.getByLabel("Clinician").selectOption({ label: "Elena Reyes, PhD" });
      await elena.getByRole("button", { name: "Book", exact: true }).click();
      if (again) {
        await expect(main).toContainText("That time was just taken.");
        await inspect(elena, "a time that is taken");
        await elena.getByRole("group", { name: "Free instead" }).getByRole("button").first().click();
      }
      await expect(main).toContainText("Booked.");
      if (!again) await elena.getByRole("link", { name: "Appointments" }).first().click();
    }
    await inspect(elena, "an appointment");
  });

  await test.step("She moves it by its form, and cancels it", async () => {
    await elena.getByLabel("Day").fill("2027-06-03");
    await elena.getByLabel("Time").fill("07:15");
    await elena.getByRole("button", { name: "Move", exact: true }).click();
    await expect(main).toContainText("Moved.");
    await expect(main.getByRole("heading", { level: 2 }).first()).toContainText("7:15 am");
    await main.getByRole("link", { name: "On the Calendar" }).click();
    await main.getByRole("link", { name: "Week", exact: true }).click();
    await expect(main.getByRole("link", { name: /Avery, Jordan 7:15 am/ })).toBeVisible();
  });

  await test.step("She drags it two days earlier", async () => {
    const one = main.getByRole("link", { name: /Avery, Jordan 7:15 am/ });
    await isAwake(elena);
    const [from, to] = [await one.boundingBox(), await main.locator('[data-day="2027-06-02"]').boundingBox()];
    if (!from || !to) throw new Error("nothing to drag");
    await elena.mouse.move(from.x + 20, from.y + 8);
    await elena.mouse.down();
    await elena.mouse.move(to.x + 20, from.y + 12, { steps: 6 });
    await elena.mouse.up();
    await expect(main).toContainText("Moved. The client is told.");
    await expect(main.locator('[data-day="2027-06-02"]').getByRole("link", { name: /Avery, Jordan 7:15 am/ })).toBeVisible();
    await main.getByRole("link", { name: /Avery, Jordan 7:15 am/ }).click();
    await elena.getByRole("button", { name: "Cancel", exact: true }).click();
    await expect(main).toContainText("Cancelled");
  });
});

test("what can be booked is set up without scripts", async ({ house, newcomer }) => {
  const admin = await newcomer({ javaScriptEnabled: false });
  const main = admin.getByRole("main");
  await signInAsStaff(admin, house.staff("Tomás Vidal"));
  await admin.goto("/office/settings/appointments");
  await main.getByRole("region", { name: "Types" }).getByRole("link", { name: "Add" }).click();
  await admin.getByLabel("Name").fill("Walk and talk");
  await admin.getByLabel("Minutes", { exact: true }).fill("3");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(main).toContainText("An appointment lasts from 5 minutes to 8 hours.");
  await admin.getByLabel("Minutes", { exact: true }).fill("45");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(main).toContainText("Walk and talk");
  await main.getByRole("link", { name: "Hours and time off" }).click();
  const off = main.getByRole("region", { name: "Holidays" });
  await off.getByLabel("First day").fill("2027-07-05");
  await off.getByLabel("Name").fill("Independence Day");
  await off.getByRole("button", { name: "Add", exact: true }).click();
  await expect(off).toContainText("Independence Day");
});
