// A conversation, in two browsers at once: begun from the chart, answered in the portal, with a photo, live, and closed.
import { inspect } from "../support/looks";
import { notice, openChart, openChartTab, signInAsStaff } from "../support/office";
import { isRefused, signIn } from "../support/portal";
import { expect, isAwake, test } from "../support/stage";

const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const ABOUT = "Sleep, and the new plan";

test("a clinician and a client write to each other", async ({ house, mail, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const maya = await newcomer();
  const who = house.client("Maya Lindqvist");

  await test.step("Elena begins from the chart", async () => {
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    await openChart(elena, "Lindqvist, Maya");
    await openChartTab(elena, "Communications");
    await elena.getByRole("link", { name: "Messaging" }).click();
    await inspect(elena, "a chart's Messaging, empty", hasTouch);
    await elena.getByRole("link", { name: "Compose" }).click();
    await inspect(elena, "Compose", hasTouch);
    await elena.getByLabel("Message", { exact: true }).fill("Shall we begin with sleep, or with Wednesday’s team call?");
    await elena.getByRole("button", { name: "Send" }).click();
    await isRefused(elena, "Say in a few words what it is about.");
    await elena.getByLabel("What it is about").fill(ABOUT);
    await elena.getByRole("button", { name: "Send" }).click();
    await expect(elena.getByText("Waiting for the client")).toBeVisible();
    await elena.getByLabel("Note among staff").fill("She was moved to the Tuesday skills group.");
    await elena.getByRole("button", { name: "Save note" }).click();
    await expect(notice(elena, "The note is saved.")).toBeVisible();
    const told = await mail.mailTo(who.email);
    expect(told.subject).toBe("You have a new portal message");
    expect(told.html).not.toMatch(/leep|Wednesday/);
  });

  await test.step("Maya sees that there is something, reads it, and it counts no more", async () => {
    await signIn(maya, who);
    await maya.getByRole("main").getByRole("link", { name: /^Read your new message/ }).click();
    await expect(maya.getByRole("heading", { level: 1, name: ABOUT })).toBeVisible();
    await expect(maya.locator("body")).not.toContainText("skills group");
    await inspect(maya, "a conversation", hasTouch);
    await maya.goto("/messages");
    await inspect(maya, "Messages", hasTouch);
    await expect(maya.getByRole("main").locator(".badge")).toHaveCount(0);
    await maya.getByRole("link", { name: new RegExp(ABOUT) }).click();
  });

  await test.step("what she writes is kept, and a photo goes along", async () => {
    await isAwake(maya);
    await maya.getByRole("textbox", { name: "Your answer" }).pressSequentially("With the call");
    await expect(maya.getByText("Draft saved")).toBeVisible();
    await maya.reload();
    await expect(maya.getByRole("textbox", { name: "Your answer" })).toHaveValue("With the call");
    await isAwake(maya);
    await maya.getByLabel("Files to attach").setInputFiles({ name: "diary.png", mimeType: "image/png", buffer: PIXEL });
    await expect(maya.getByRole("list", { name: "Goes along with your message" })).toContainText("diary.png");
    await expect(maya.getByRole("textbox", { name: "Your answer" })).toHaveValue("With the call");
    await inspect(maya, "a file that goes along", hasTouch);
    await maya.getByRole("button", { name: "Send", exact: true }).click();
    await expect(maya.getByText("With the call")).toBeVisible();
    await expect(maya.getByRole("img", { name: "Picture: diary.png" })).toBeVisible();
  });

  await test.step("it stands before Elena without a reload, and her answer before Maya", async () => {
    await expect(elena.locator("#thread")).toContainText("With the call");
    await expect(elena.getByRole("img", { name: "Picture: diary.png" })).toBeVisible();
    await expect(elena.locator("#state")).toContainText("Waiting for us");
    await maya.getByRole("textbox", { name: "Your answer" }).fill("And one thing mo");
    await elena.getByLabel("Reply to the client").fill("Then the call it is.");
    await elena.getByRole("button", { name: "Send to the client" }).click();
    await expect(maya.locator("#thread")).toContainText("Then the call it is.");
    await expect(maya.getByRole("textbox", { name: "Your answer" })).toHaveValue("And one thing mo");
    await expect(elena.locator("#thread")).toContainText(/Read by Maya Lindqvist.*Read by Maya Lindqvist/s);
    await inspect(elena, "a conversation in the office", hasTouch);
  });

  await test.step("closed, it is read and not answered; the Inbox shows it so", async () => {
    await elena.getByRole("button", { name: "Close", exact: true }).click();
    await expect(notice(elena, "Closed. The client can read it")).toBeVisible();
    await maya.getByRole("button", { name: "Send", exact: true }).click();
    await expect(maya.getByRole("main").getByRole("alert")).toContainText("This conversation was closed.");
    await expect(maya.getByRole("region", { name: "What you wrote" })).toContainText("And one thing mo");
    await maya.goto("/messages");
    await expect(maya.getByRole("main").getByText("Closed", { exact: true })).toBeVisible();
    await elena.goto("/office/inbox?shown=closed");
    await expect(elena.getByRole("main")).toContainText(ABOUT);
    await inspect(elena, "the Inbox", hasTouch);
  });
});

test("a request is made in every mode, without scripts, and answered by whose work it is", async ({ house, newcomer }) => {
  const maya = await newcomer({ javaScriptEnabled: false });
  const walter = await newcomer();
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.goto("/messages");
  await expect(maya.getByRole("link", { name: "New message" })).toHaveCount(0);
  await maya.getByRole("link", { name: "Billing question" }).click();
  await maya.getByLabel("What is your question?").fill("What did my plan pay?");
  await maya.getByRole("button", { name: "Send" }).click();
  await expect(maya.getByRole("main")).toContainText("What did my plan pay?");
  await maya.getByRole("textbox", { name: "Your answer" }).fill("Here is the letter.");
  await maya.getByLabel("Files to attach").setInputFiles([
    { name: "one.txt", mimeType: "text/plain", buffer: Buffer.from("One") },
    { name: "two.txt", mimeType: "text/plain", buffer: Buffer.from("Two") },
  ]);
  await maya.getByRole("button", { name: "Send", exact: true }).click();
  await isRefused(maya, "A file is chosen and not attached yet. Choose it again and press Attach, then send.");
  await maya.getByLabel("Files to attach").setInputFiles({ name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("Dear Maya") });
  await maya.getByRole("button", { name: "Attach", exact: true }).click();
  await expect(maya.getByRole("textbox", { name: "Your answer" })).toHaveValue("Here is the letter.");
  await maya.getByRole("button", { name: "Send", exact: true }).click();
  await expect(maya.getByRole("main").getByRole("link", { name: /letter.txt/ })).toBeVisible();
  await signInAsStaff(walter, house.staff("Walter Brandt"));
  await walter.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Inbox/ }).click();
  await walter.getByRole("main").getByRole("link", { name: /Lindqvist, Maya/ }).click();
  await expect(walter.locator("#thread")).toContainText("Here is the letter.");
  await walter.getByLabel("Reply to the client").fill("It paid 80 dollars.");
  await walter.getByRole("button", { name: "Send to the client" }).click();
  await maya.reload();
  await expect(maya.getByRole("main")).toContainText("It paid 80 dollars.");
});
