// What makes a day with many messages short: one letter to a group, words that stand ready, what is filed, what is found, and files
// that are sent ahead one by one.
import { inspect } from "../support/looks";
import { notice, openChart, openChartTab, signInAsStaff } from "../support/office";
import { signIn } from "../support/portal";
import { expect, isAwake, test } from "../support/stage";

const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const LETTER = "The waiting room moves";

test("one letter reaches a group, and nobody sees who else has it", async ({ house, newcomer, hasTouch }) => {
  const elena = await newcomer();
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await elena.goto("/office/inbox");
  await elena.getByRole("link", { name: "Create group" }).click();
  await inspect(elena, "Groups", hasTouch);
  await elena.getByLabel("Name of the group").fill("Thursday walks");
  await elena.getByRole("button", { name: "Create group" }).click();
  for (const who of ["Lindqvist", "Sandoval, Noah", "Marsh"]) {
    await elena.getByRole("searchbox", { name: "Find a client" }).fill(who);
    await elena.getByRole("button", { name: "Find", exact: true }).click();
    await elena.getByRole("button", { name: new RegExp(`^Add ${who}`) }).click();
    await expect(notice(elena, "Added")).toBeVisible();
  }
  await inspect(elena, "a group", hasTouch);
  await elena.getByRole("link", { name: "Write announcement" }).click();
  await elena.getByLabel("What it is about").fill(LETTER);
  await elena.getByLabel("Message", { exact: true }).fill("From Monday on we meet on the second floor.");
  await inspect(elena, "an announcement", hasTouch);
  await elena.getByRole("button", { name: "Review who gets it" }).click();
  await expect(elena.getByRole("main")).toContainText("Marsh, Leo");
  await inspect(elena, "who gets it", hasTouch);
  await elena.getByRole("button", { name: "Send to the 2 who can get it" }).click();
  await expect(notice(elena, "Sent. Each client has it in a conversation of their own.")).toBeVisible();
  await expect(elena.getByRole("main")).toContainText("To 2 clients. 0 read it, 0 answered.");

  const maya = await newcomer();
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.goto("/messages");
  await maya.getByRole("link", { name: new RegExp(LETTER) }).click();
  await expect(maya.locator("#thread")).toContainText("second floor");
  await expect(maya.locator("body")).not.toContainText(/Sandoval|Marsh|Thursday walks|2 clients/);
  await maya.getByRole("textbox", { name: "Your answer" }).fill("I will come.");
  await maya.getByRole("button", { name: "Send", exact: true }).click();
  await expect(maya.locator("#thread")).toContainText("I will come.");
  await elena.goto("/office/inbox/groups");
  await expect(elena.getByRole("main")).toContainText("To 2 clients. 1 read it, 1 answered.");
  await elena.goto("/office/inbox?shown=waiting");
  await expect(elena.getByRole("main").getByRole("link", { name: /Lindqvist, Maya/ })).toContainText(LETTER);
});

test("words that stand ready, a message filed to the chart, and both found again", async ({ house, newcomer, hasTouch }) => {
  const elena = await newcomer();
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await elena.goto("/office/inbox/quick-texts");
  await elena.getByLabel("Name", { exact: true }).fill("Before a first session");
  await elena.getByLabel("Words", { exact: true }).fill("Dear {first name}, please bring your insurance card.");
  await elena.getByRole("button", { name: "Save" }).click();
  await inspect(elena, "quick texts", hasTouch);
  await openChart(elena, "Lindqvist, Maya");
  await openChartTab(elena, "Communications");
  await elena.getByRole("link", { name: "Messaging" }).click();
  await elena.getByRole("link", { name: "Compose" }).click();
  await isAwake(elena);
  await elena.getByLabel("What it is about").fill("Your first session");
  await elena.getByLabel("Message", { exact: true }).fill("Good to have you here.");
  await elena.getByLabel("Quick text").selectOption("Before a first session");
  await elena.getByRole("button", { name: "Insert" }).click();
  await expect(elena.getByLabel("Message", { exact: true })).toHaveValue(/^Good to have you here\.\s+Dear Maya, please bring your insurance card\.$/);
  await elena.getByLabel("Files to attach").setInputFiles({ name: "how to find us.png", mimeType: "image/png", buffer: PIXEL });
  await expect(elena.getByRole("list", { name: "Goes along with your message" })).toContainText("how to find us.png");
  await elena.getByRole("button", { name: "Send", exact: true }).click();
  await expect(elena.getByRole("img", { name: "Picture: how to find us.png" })).toBeVisible();

  await elena.getByRole("button", { name: /^File to chart/ }).click();
  await expect(elena.getByRole("link", { name: /^Filed/ }).first()).toBeVisible();
  await inspect(elena, "a conversation of which something is filed", hasTouch);
  await elena.getByRole("link", { name: /^Filed/ }).first().click();
  await expect(elena.getByRole("main")).toContainText("please bring your insurance card");

  await elena.goto("/office/inbox");
  await elena.getByRole("searchbox", { name: "Search messages" }).fill("INSURANCE card");
  await elena.keyboard.press("Enter");
  await expect(elena.getByRole("status")).toContainText("Found in 1 conversation.");
  await inspect(elena, "what was found in the office", hasTouch);
  const maya = await newcomer();
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.goto("/messages");
  await maya.getByRole("searchbox", { name: "Search messages" }).fill("bring card");
  await maya.keyboard.press("Enter");
  await inspect(maya, "what was found", hasTouch);
  await maya.getByRole("link", { name: /Your first session/ }).click();
  await expect(maya.locator("#thread")).toContainText("Dear Maya");
});

test("files are sent ahead one by one, with their progress, and can be cancelled", async ({ house, newcomer, hasTouch, watch }) => {
  watch.expectsStatus(415);
  const maya = await newcomer();
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.goto("/messages");
  await maya.getByRole("link", { name: "Billing question" }).click();
  await isAwake(maya);
  const body = maya.getByRole("textbox", { name: "What is your question?" });
  await body.fill("Please send me my plan.");
  const going = maya.getByRole("list", { name: "Goes along with your message" });
  const sending = maya.getByRole("list", { name: "Being sent" });

  // The second is held on its way, until it is cancelled.
  let held = () => {};
  await maya.route("**/files*", async (route) => {
    if (route.request().postDataBuffer()?.includes("slow.png")) await new Promise<void>((go) => (held = go));
    await route.continue().catch(() => {});
  });
  await maya.getByLabel("Files to attach").setInputFiles([
    { name: "card.png", mimeType: "image/png", buffer: PIXEL },
    { name: "slow.png", mimeType: "image/png", buffer: PIXEL },
  ]);
  await expect(sending).toContainText("slow.png");
  await expect(sending.getByRole("progressbar", { name: "slow.png" })).toBeVisible();
  await maya.getByRole("button", { name: "Send", exact: true }).click();
  await expect(maya.getByText("Wait until your files have arrived, or cancel them.")).toBeVisible();
  await sending.getByRole("button", { name: /^Cancel.*slow/ }).click();
  held();
  await expect(going).toContainText("card.png");
  await expect(going).not.toContainText("slow.png");
  await maya.unroute("**/files*");

  // A picture that is pasted, a file that is dropped, and one that cannot go.
  await maya.evaluate((bytes) => {
    const put = (name: string, type: string, content: BlobPart) => {
      const data = new DataTransfer();
      data.items.add(new File([content], name, { type }));
      return data;
    };
    const box = document.querySelector("textarea");
    box?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: put("pasted.png", "image/png", new Uint8Array(bytes)), bubbles: true, cancelable: true }));
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: put("dropped.txt", "text/plain", "What I want to say"), bubbles: true, cancelable: true }));
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: put("page.html", "text/html", "<!doctype html><script>alert(1)</script>"), bubbles: true, cancelable: true }));
  }, [...PIXEL]);
  await expect(going).toContainText("pasted.png");
  await expect(going).toContainText("dropped.txt");
  await expect(sending).toContainText("page.html");
  await expect(sending.locator(".error")).toBeVisible();
  await sending.getByRole("button", { name: /^Close.*page/ }).click();
  await going.getByRole("button", { name: /^Remove.*pasted/ }).click();
  await expect(going).not.toContainText("pasted.png");
  await expect(body).toHaveValue("Please send me my plan.");
  await inspect(maya, "a request with files", hasTouch);
  await maya.getByRole("button", { name: "Send", exact: true }).click();
  await expect(maya.locator("#thread")).toContainText("Please send me my plan.");
  await expect(maya.locator("#thread")).toContainText("dropped.txt");
  await expect(maya.getByRole("img", { name: "Picture: card.png" })).toBeVisible();
});
