// A weekly PHQ-9: given, filled in, help at once where an answer needs somebody, the alert until somebody says what came of it, and the chart.
import { inspect } from "../support/looks";
import { notice, openChart, openChartTab, signInAsStaff } from "../support/office";
import { signIn } from "../support/portal";
import { busy as test, expect } from "../support/stage";

const NINTH = "Thoughts that you would be better off dead or of hurting yourself in some way";

test("a weekly PHQ-9 is given, filled in, and an answer above zero brings help and an alert", async ({ house, mail, newcomer }) => {
  const rosa = await newcomer();
  const samuel = await newcomer();
  const who = house.client("Rosa Delgado");

  await test.step("Samuel gives it", async () => {
    await signInAsStaff(samuel, house.staff("Samuel Okafor"));
    await openChart(samuel, "Delgado, Rosa");
    await openChartTab(samuel, "Activities");
    await inspect(samuel, "a chart's activities, empty");
    const give = samuel.getByRole("region", { name: "Give an activity" });
    await give.getByRole("button", { name: "Give" }).click();
    await expect(samuel.getByRole("alert").first()).toContainText("Choose what you give.");
    await give.getByLabel("PHQ-9").check();
    await give.getByLabel("Every week").check();
    await give.getByRole("button", { name: "Give" }).click();
    await expect(notice(samuel, /^Given\./)).toBeVisible();
    await expect(samuel.getByRole("region", { name: "Comes again" })).toContainText("PHQ-9 weekly check-in");
    const told = await mail.mailTo(who.email);
    expect(told.html).not.toContain("PHQ");
  });

  await test.step("Rosa fills it in, and help is on the screen at once", async () => {
    await signIn(rosa, who);
    await rosa.getByRole("link", { name: /Fill in: PHQ-9 weekly check-in/ }).click();
    await rosa.getByRole("link", { name: "Start" }).click();
    const questions = rosa.locator("fieldset");
    await expect(questions).toHaveCount(10);
    for (let at = 0; at < 8; at++) await questions.nth(at).getByLabel("Several days").check();
    const help = rosa.getByRole("alert", { name: "Help right now" });
    await expect(help).toBeHidden();
    await rosa.getByRole("group", { name: NINTH }).getByLabel("Several days").check();
    await expect(help).toBeVisible();
    await expect(help.getByRole("link", { name: "Call 988" })).toHaveAttribute("href", "tel:988");
    await inspect(rosa, "a measure with help");
    await rosa.getByRole("button", { name: "Continue" }).click();
    await expect(rosa.getByRole("alert", { name: "Help right now" })).toBeVisible();
    await rosa.getByRole("button", { name: "Submit" }).click();
    await expect(rosa.getByRole("heading", { level: 1 })).toContainText("Thank you. It is submitted");
    await expect(rosa.getByRole("alert", { name: "Help right now" })).toBeVisible();
    await inspect(rosa, "a submitted measure");
  });

  await test.step("Samuel is told, and says what came of it", async () => {
    await samuel.goto("/office");
    await samuel.getByRole("link", { name: "An answer needs somebody now" }).first().click();
    const alarm = samuel.getByRole("alert", { name: "Rosa answered above zero on question 9" });
    await expect(alarm).toContainText("Told: Samuel Okafor, LCSW");
    await inspect(samuel, "an alert of a measure");
    await alarm.getByRole("button", { name: "Acknowledge" }).click();
    await expect(alarm.getByText("Choose what came of it.").first()).toBeVisible();
    await alarm.getByLabel("I spoke with Rosa, we went over the safety plan").check();
    await alarm.getByLabel("Note for the chart").fill("She is with her sister.");
    await alarm.getByRole("button", { name: "Acknowledge" }).click();
    await expect(notice(samuel, /^Noted\./)).toBeVisible();
    await expect(samuel.getByRole("alert", { name: /above zero/ })).toHaveCount(0);
    await expect(samuel.getByRole("img", { name: /^PHQ-9 totals/ })).toBeVisible();
    const table = samuel.getByRole("table", { name: "PHQ-9, the newest answers" });
    await expect(table.getByRole("row").nth(1)).toContainText("9");
    await expect(table.getByRole("row").nth(1)).toContainText("1, several days");
    await table.getByRole("link").first().click();
    await samuel.getByRole("button", { name: "Mark as reviewed" }).click();
    await samuel.getByLabel("Comment for the client").fill("Thank you for telling me.");
    await samuel.getByRole("button", { name: "Save comment" }).click();
    await expect(notice(samuel, /^Saved\./)).toBeVisible();
    await inspect(samuel, "one activity in the office");
  });

  await test.step("Rosa reads the comment", async () => {
    await rosa.goto("/activities");
    await inspect(rosa, "activities");
    await rosa.getByRole("link", { name: /PHQ-9 weekly check-in/ }).click();
    await expect(rosa.getByText("Thank you for telling me.")).toBeVisible();
  });
});

test("without scripts help stands on the last page, and two months of a measure are drawn", async ({ house, newcomer }) => {
  const elena = await newcomer({ javaScriptEnabled: false });
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Lindqvist, Maya");
  await openChartTab(elena, "Activities");
  await expect(elena.getByRole("img", { name: /^PHQ-9 totals/ })).toBeVisible();
  await expect(elena.getByRole("table", { name: "PHQ-9, the newest answers" })).toContainText("4 of 9 answered");
  const maya = await newcomer({ javaScriptEnabled: false });
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.goto("/activities");
  await expect(maya.getByRole("img", { name: /^PHQ-9 totals/ })).toBeVisible();
  await maya.getByRole("link", { name: /GAD-7/ }).click();
  await maya.getByRole("link", { name: "Start" }).click();
  await expect(maya.locator("fieldset")).toHaveCount(7);
});
