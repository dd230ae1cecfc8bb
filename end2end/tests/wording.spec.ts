// Forms of a practice's own: worded section by section, with and without scripts; and a PDF, out and back.
import { inspect } from "../support/looks";
import { notice, openChart, openChartTab, signInAsStaff } from "../support/office";
import { signIn } from "../support/portal";
import { busy as test, expect, isAwake } from "../support/stage";

for (const javaScriptEnabled of [true, false]) {
  test(`a form of three sections, with scripts ${javaScriptEnabled ? "on" : "off"}`, async ({ house, newcomer }) => {
    const tomas = await newcomer({ javaScriptEnabled });
    const name = javaScriptEnabled ? "Before our first visit" : "After our last visit";
    await signInAsStaff(tomas, house.staff("Tomás Vidal"));
    await tomas.goto("/office/settings/forms");
    await tomas.getByRole("button", { name: "Begin" }).click();

    await test.step("what it is", async () => {
      await tomas.getByLabel("Name of the form").fill(name);
      await tomas.getByLabel("The client signs it at the end").check();
      await tomas.getByRole("button", { name: /^1\./ }).click();
    });

    await test.step("a first section, with an answer to choose", async () => {
      await tomas.getByLabel("Title of the section").fill("How you are");
      await tomas.getByLabel("One more question", { exact: true }).selectOption("one-of");
      await tomas.getByRole("button", { name: "Add a question" }).click();
      const first = tomas.getByRole("group", { name: "Question 1" });
      await first.getByLabel("The question", { exact: true }).fill("How did you sleep?");
      await first.getByLabel("The answers, one on each line").fill("Well\nBadly");
      if (javaScriptEnabled) {
        await isAwake(tomas);
        await first.getByLabel("The answers, one on each line").fill("Well\nBadly\nNot at all");
        await expect(tomas.locator("#preview")).toContainText("Not at all");
      } else {
        await tomas.getByRole("button", { name: "Save", exact: true }).click();
      }
      await expect(tomas.locator("#preview")).toContainText("How did you sleep?");
      if (javaScriptEnabled) await inspect(tomas, "the form editor");
    });

    await test.step("two more, and what is missing is said", async () => {
      for (const [title, question] of [["What helps", "What helped last time?"], ["For us", ""]] as const) {
        await tomas.getByRole("button", { name: "Add a section" }).click();
        await tomas.getByLabel("Title of the section").fill(title);
        await tomas.getByRole("button", { name: "Add a question" }).click();
        await tomas.getByRole("group", { name: "Question 1" }).getByLabel("The question", { exact: true }).fill(question);
      }
      await tomas.getByRole("button", { name: "Publish" }).click();
      await expect(tomas.getByRole("alert")).toContainText("Write the question; it is empty.");
      if (javaScriptEnabled) await inspect(tomas, "the form editor with something missing");
      await tomas.getByRole("group", { name: "Question 1" }).getByLabel("The question", { exact: true }).fill("Anything else?");
      await tomas.getByRole("button", { name: "Publish" }).click();
      await expect(notice(tomas, "Published. From now on this version is sent.")).toBeVisible();
      await expect(tomas.getByRole("heading", { level: 1, name })).toBeVisible();
    });
  });
}

test("a PDF is sent, downloaded, and sent back", async ({ house, newcomer }) => {
  const samuel = await newcomer();
  const rosa = await newcomer({ javaScriptEnabled: false });
  await signInAsStaff(samuel, house.staff("Samuel Okafor"));
  await openChart(samuel, "Delgado, Rosa");
  await openChartTab(samuel, "Documents");
  await samuel.getByRole("navigation", { name: "Documents" }).getByRole("link", { name: "Forms" }).click();
  await samuel.getByLabel(/^Sleep diary/).check();
  await samuel.getByRole("button", { name: "Send", exact: true }).click();
  await expect(notice(samuel, "Sent.")).toBeVisible();

  await signIn(rosa, house.client("Rosa Delgado"));
  await rosa.getByRole("link", { name: /Fill in: Sleep diary/ }).click();
  const [download] = await Promise.all([rosa.waitForEvent("download"), rosa.getByRole("link", { name: /^Download/ }).click()]);
  expect(download.suggestedFilename()).toBe("Sleep diary.pdf");
  await rosa.getByLabel("Files to attach").setInputFiles({ name: "My diary.txt", mimeType: "text/plain", buffer: Buffer.from("I slept well.") });
  await rosa.getByRole("button", { name: "Attach", exact: true }).click();
  await expect(rosa.getByText("My diary.txt").first()).toBeVisible();
  await rosa.getByRole("button", { name: "Send to the practice" }).click();

  await samuel.reload();
  await samuel.getByRole("link", { name: "Sleep diary" }).click();
  await expect(samuel.getByText("My diary.txt").first()).toBeVisible();
});
