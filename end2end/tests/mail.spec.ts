// The mail server is gone: whoever waits for mail is told so, and what can be done instead; and when it is back, everything leaves.
import { inspect } from "../support/looks";
import { notice, openChart, openChartTab, openWindow, signInAsStaff } from "../support/office";
import { register } from "../support/portal";
import { expect, test } from "../support/stage";

test("a dead mail server does not look well, and the link is handed over instead", async ({ house, mail, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const tomas = await newcomer();
  const jordan = await newcomer();
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Avery, Jordan");
  await openChartTab(elena, "Communications");
  await mail.close();

  await test.step("activating says that nothing was sent yet, and why", async () => {
    const window = await openWindow(elena, "Activate Client Portal Access");
    await window.getByRole("button", { name: "Activate", exact: true }).click();
    await expect(notice(elena, "Access is granted.")).toContainText(/Not sent yet: the mail server does not answer\. Next try \d+:\d\d [ap]m\./);
    await expect(notice(elena, "Access is granted.")).not.toContainText(/Spam|Junk/);
    await inspect(elena, "an invitation that has not left", hasTouch);
  });

  await test.step("the link is copied, and works", async () => {
    await elena.getByRole("button", { name: "Or copy the link" }).click();
    await elena.getByRole("dialog", { name: "Copy portal link" }).getByRole("button", { name: "Show the link" }).click();
    const link = await elena.getByRole("textbox", { name: /link/i }).inputValue();
    await register(jordan, link, { lastName: "Avery", birthDate: "1985-07-02", password: "Small-Harbor_rests5" });
  });

  await test.step("administrators have it on their To-do", async () => {
    await signInAsStaff(tomas, house.staff("Tomás Vidal"));
    await expect(tomas.getByRole("main").getByRole("listitem").filter({ hasText: "Mail is not leaving" })).toHaveCount(1);
    await inspect(tomas, "To-do, mail is not leaving", hasTouch);
  });
});
