// The people around a client: entered with a child, known again, and taken off the chart with their access.
import { inspect } from "../support/looks";
import { addContact, notice, openChart, openChartTab, signInAsStaff } from "../support/office";
import { linkIn, signIn } from "../support/portal";
import { expect, test } from "../support/stage";

for (const javaScriptEnabled of [true, false]) {
  test(`a child, the mother who is known and her invitation on one screen, with scripts ${javaScriptEnabled ? "on" : "off"}`, async ({ house, mail, newcomer, hasTouch }) => {
    const elena = await newcomer({ javaScriptEnabled });
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    await elena.goto("/office/charts/new");
    await expect(elena.getByLabel("Their first name")).toBeHidden();
    await elena.getByLabel("Last name", { exact: true }).fill("Sandoval");
    await elena.getByLabel("First name", { exact: true }).fill("Lena");
    await elena.getByLabel("Date of birth").fill("2019-02-01");
    await elena.getByLabel("Chart Owner").selectOption({ label: "A parent, guardian or somebody else" });
    await elena.getByRole("checkbox", { name: "Send client an email to set up their portal account" }).check();
    await elena.getByLabel("Their last name").fill("Sandoval");
    await elena.getByLabel("Their first name").fill("Ingrid");
    await elena.getByRole("button", { name: "Create chart" }).click();
    await expect(elena.getByRole("alert").first()).toContainText("Enter the relationship of the person who holds the portal.");
    await elena.getByLabel("Relationship").fill("mother");
    await elena.getByRole("button", { name: "Create chart" }).click();
    // She is Noah's and Ida's mother already.
    const same = elena.getByRole("group", { name: "Is it the same person?" });
    await expect(same).toContainText("Somebody of this name is a related contact in chart");
    if (javaScriptEnabled) await inspect(elena, "a new chart, and who is known", hasTouch);
    await same.getByRole("radio", { name: /^Yes, as in/ }).first().check();
    await elena.getByRole("button", { name: "Create chart" }).click();
    await expect(notice(elena, "The chart is offered to the account.")).toContainText("ingrid.sandoval@example.com");
    const link = await linkIn(await newcomer(), await mail.mailTo("ingrid.sandoval@example.com"), "Sign in");
    expect(link).toContain("/offers/");
    await openChartTab(elena, "Demographics");
    await expect(elena.getByRole("region", { name: "Related contacts" })).toContainText("Also on 2 other charts");
  });
}

test("who lost custody is taken off the chart, and access ends with it", async ({ house, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const ingrid = await newcomer();
  await signIn(ingrid, house.client("Ingrid Sandoval"));
  await expect(ingrid.getByRole("link", { name: /Switch to/ })).toHaveCount(1);
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Sandoval, Noah");
  await openChartTab(elena, "Demographics");
  await elena.getByRole("link", { name: "Edit Ingrid Sandoval" }).click();
  await elena.getByRole("textbox", { name: "Phone" }).fill("443-555-0190");
  await elena.getByRole("button", { name: "Save Ingrid Sandoval" }).click();
  await expect(notice(elena, "The related contact is saved.")).toBeVisible();
  await elena.getByRole("link", { name: "Edit Ingrid Sandoval" }).click();
  await elena.getByRole("button", { name: "Remove Ingrid Sandoval" }).click();
  const window = elena.getByRole("dialog", { name: "Remove Ingrid Sandoval" });
  await expect(window).toContainText("They are the Chart Owner.");
  await inspect(elena, "removing somebody who has access", hasTouch);
  await window.getByRole("button", { name: "Cancel" }).click();
  await elena.getByRole("button", { name: "Remove Ingrid Sandoval" }).click();
  await window.getByRole("button", { name: "Remove, and end access" }).click();
  await expect(notice(elena, "The related contact is removed from this chart.")).toBeVisible();
  await expect(elena.getByRole("region", { name: "Chart Owner" })).toContainText("Who holds the portal for this chart?");
  await openChartTab(elena, "Communications");
  await expect(elena.getByRole("region", { name: "Access log" })).toContainText("Ingrid Sandoval (mother)");

  // Her daughter's chart is open to her as before.
  await ingrid.goto("/");
  await expect(ingrid.getByRole("link", { name: /Switch to/ })).toHaveCount(0);
  await expect(ingrid.getByRole("region", { name: "For whom you act" })).toContainText("Ida");

  // Somebody else is written down in her place.
  await openChart(elena, "Sandoval, Noah");
  await addContact(elena, { first: "Peter", last: "Sandoval", relationship: "father", email: "peter.sandoval@example.com" });
});
