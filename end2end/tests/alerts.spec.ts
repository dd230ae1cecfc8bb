// What is pinned to a chart stands above its every tab, for everybody in the practice, until somebody takes it down.
import { inspect } from "../support/looks";
import { notice, openChart, openChartTab, signInAsStaff } from "../support/office";
import { isRefused } from "../support/portal";
import { expect, test } from "../support/stage";

for (const javaScriptEnabled of [true, false]) {
  test(`an alert stands above every tab until it is taken down, with scripts ${javaScriptEnabled ? "on" : "off"}`, async ({ house, newcomer, hasTouch }) => {
    const elena = await newcomer({ javaScriptEnabled });
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    await openChart(elena, "Avery, Jordan");
    await elena.getByRole("link", { name: "Alerts", exact: true }).click();
    if (javaScriptEnabled) await inspect(elena, "no alerts", hasTouch);
    await elena.getByRole("button", { name: "Pin" }).click();
    if (javaScriptEnabled) await isRefused(elena, "Write what everybody should know.");
    await elena.getByLabel("What it is about").selectOption("Do not call");
    await elena.getByLabel("What everybody should know").fill("Text first; shares the phone");
    await elena.getByRole("button", { name: "Pin" }).click();
    await expect(notice(elena, "Pinned")).toBeVisible();
    if (javaScriptEnabled) await inspect(elena, "an alert", hasTouch);
    await openChartTab(elena, "Documents");
    await expect(elena.getByRole("region", { name: "Alerts" })).toContainText("Do not call Text first; shares the phone");

    // Who only bills reads it, and changes nothing.
    const walter = await newcomer({ javaScriptEnabled });
    await signInAsStaff(walter, house.staff("Walter Brandt"));
    await openChart(walter, "Avery, Jordan");
    await walter.getByRole("link", { name: "1 alert" }).click();
    await expect(walter.getByRole("main")).toContainText("Do not call: Text first; shares the phone");
    await expect(walter.getByRole("button", { name: /Take down|Pin/ })).toHaveCount(0);

    await elena.getByRole("link", { name: "1 alert" }).click();
    await elena.getByRole("button", { name: "Take down" }).click();
    await expect(notice(elena, "Taken down")).toBeVisible();
    await expect(elena.getByRole("region", { name: "Alerts" })).toHaveCount(0);
    await expect(elena.getByRole("main")).toContainText("Taken down by Elena Reyes, PhD");
  });
}
