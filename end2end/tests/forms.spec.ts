// A form that is sent twice is done once, and shows that it is done. Some people double-click everything.
import type { Page } from "@playwright/test";
import { notice, openChart, openChartTab, signInAsStaff } from "../support/office";
import { expect, test } from "../support/stage";

/** A double click, wherever the first of its clicks leads. */
async function doubleClick(page: Page, name: string): Promise<void> {
  const button = page.getByRole("button", { name, exact: true });
  await button.scrollIntoViewIfNeeded();
  const place = await button.boundingBox();
  if (!place) throw new Error(`${name} is not there`);
  await page.mouse.dblclick(place.x + place.width / 2, place.y + place.height / 2);
}

for (const javaScriptEnabled of [true, false]) {
  test(`a double click does it once, and shows that it is done, with scripts ${javaScriptEnabled ? "on" : "off"}`, async ({ house, newcomer }) => {
    const elena = await newcomer({ javaScriptEnabled });
    await signInAsStaff(elena, house.staff("Elena Reyes"));

    await test.step("New chart", async () => {
      await elena.goto("/office/charts/new");
      await elena.getByLabel("Last name", { exact: true }).fill("Featherstone");
      await elena.getByLabel("First name", { exact: true }).fill("Jo");
      await elena.getByLabel("Date of birth").fill("2000-01-01");
      await doubleClick(elena, "Create chart");
      await expect(elena.getByRole("heading", { level: 1, name: "Featherstone, Jo" })).toBeVisible();
      await expect(notice(elena, "The chart is created.")).toBeVisible();
      await elena.goto("/office/charts?q=Featherstone");
      await expect(elena.getByRole("table", { name: "Charts" }).getByRole("link", { name: "Featherstone, Jo" })).toHaveCount(1);
    });

    await test.step("Save draft, and Sign note", async () => {
      await openChart(elena, "Lindqvist, Maya");
      await openChartTab(elena, "Documents");
      await elena.getByRole("link", { name: "New note" }).click();
      await elena.getByLabel("Title").fill("Sent twice");
      await elena.getByRole("group", { name: "Section 1" }).getByLabel("Text").fill("Walk every day.");
      await doubleClick(elena, "Save draft");
      await expect(notice(elena, "The draft is saved.")).toBeVisible();
      await doubleClick(elena, "Sign note");
      await expect(notice(elena, "The note is signed.")).toBeVisible();
      await openChartTab(elena, "Documents");
      await expect(elena.getByRole("rowheader", { name: "Sent twice" })).toHaveCount(1);
    });

    await test.step("back to the form, where something else is written", async () => {
      await elena.getByRole("link", { name: "New note" }).click();
      await elena.getByLabel("Title").fill("The first one");
      await elena.getByRole("group", { name: "Section 1" }).getByLabel("Text").fill("Walk every day.");
      await elena.getByRole("button", { name: "Save draft" }).click();
      await expect(notice(elena, "The draft is saved.")).toBeVisible();
      await elena.goBack();
      await elena.getByLabel("Title").fill("Another one");
      await elena.getByRole("group", { name: "Section 1" }).getByLabel("Text").fill("Sleep well.");
      await elena.getByRole("button", { name: "Save draft" }).click();
      await expect(notice(elena, "The draft is saved.")).toBeVisible();
      await openChartTab(elena, "Documents");
      for (const title of ["The first one", "Another one"]) await expect(elena.getByRole("rowheader", { name: title })).toHaveCount(1);
    });
  });
}
