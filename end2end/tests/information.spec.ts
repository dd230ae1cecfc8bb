// My Information: a client on a phone asks for changes, staff accept one and decline the other, and the client sees both.
import { deflateSync } from "node:zlib";
import { inspect } from "../support/looks";
import { openChart, openChartTab, signInAsStaff } from "../support/office";
import { signIn } from "../support/portal";
import { busy as test, expect } from "../support/stage";

/** A picture of one colour. */
function picture(width = 60, height = 40): Buffer {
  const crc = (bytes: Buffer) => {
    let value = ~0;
    for (const byte of bytes) {
      value ^= byte;
      for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
    }
    return ~value >>> 0;
  };
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.concat(Array.from({ length: height }, () => Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 0x7a)])));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const PHONE = { width: 360, height: 740 };

test("a client asks for changes, staff accept one and decline the other", async ({ house, mail, newcomer }) => {
  const rosa = await newcomer({ viewport: PHONE });
  const samuel = await newcomer();
  const who = house.client("Rosa Delgado");
  await signIn(rosa, who);

  await test.step("Rosa changes her address", async () => {
    await rosa.getByRole("link", { name: /My Information/ }).click();
    await expect(rosa.getByRole("heading", { level: 1, name: "My Information" })).toBeVisible();
    await inspect(rosa, "My Information");
    await rosa.getByRole("link", { name: "Change phone and address" }).click();
    await rosa.getByLabel("Number", { exact: true }).first().fill("ask my sister");
    await rosa.getByLabel("Street address").fill("7 Canton Square");
    await rosa.getByLabel("City").fill("Baltimore");
    await rosa.getByLabel("It is safe to send letters to this address").check();
    await rosa.getByRole("button", { name: "Send for review" }).click();
    await expect(rosa.getByRole("alert").first()).toContainText("That is not a telephone number.");
    await expect(rosa.getByLabel("Street address")).toHaveValue("7 Canton Square");
    await inspect(rosa, "phone and address, refused");
    await rosa.getByLabel("Number", { exact: true }).first().fill("");
    await rosa.getByRole("button", { name: "Send for review" }).click();
    await expect(rosa.getByRole("status").first()).toContainText("Sent to the practice");
    await expect(rosa.getByText("Waits for review")).toBeVisible();
  });

  await test.step("and her insurance, with its card", async () => {
    await rosa.getByText("Insurance information").click();
    await rosa.getByRole("link", { name: "Change Patapsco Health" }).click();
    await rosa.getByLabel("Group (optional)").fill("GR-7");
    await rosa.getByLabel("Front").setInputFiles({ name: "large.png", mimeType: "image/png", buffer: Buffer.concat([picture(), Buffer.alloc(30 << 20)]) });
    await rosa.getByRole("button", { name: "Attach photos" }).click();
    await expect(rosa.getByRole("alert").first()).toContainText("A file can be up to 25 MB");
    await expect(rosa.getByLabel("Group (optional)")).toHaveValue("GR-7");
    await rosa.getByLabel("Front").setInputFiles({ name: "front.png", mimeType: "image/png", buffer: picture() });
    await rosa.getByLabel("Back").setInputFiles({ name: "back.png", mimeType: "image/png", buffer: picture() });
    await rosa.getByRole("button", { name: "Attach photos" }).click();
    await expect(rosa.getByText("Attached: front.png")).toBeVisible();
    await expect(rosa.getByText("Attached: back.png")).toBeVisible();
    await expect(rosa.getByLabel("Group (optional)")).toHaveValue("GR-7");
    await inspect(rosa, "an insurance with its card");
    await rosa.getByRole("button", { name: "Send for review" }).click();
    await expect(rosa.getByText("Waits for review")).toHaveCount(2);
    await inspect(rosa, "changes that wait");
    await rosa.goto("/");
    await expect(rosa.getByText("2 changes wait for review")).toBeVisible();
  });

  await test.step("Samuel answers from the To-do", async () => {
    await signInAsStaff(samuel, house.staff("Samuel Okafor"));
    await samuel.goto("/office");
    const row = samuel.getByRole("listitem").filter({ hasText: "Changes to look at" }).filter({ hasText: "Delgado" });
    await row.getByRole("link", { name: "Changes to look at" }).click();
    const panel = samuel.getByRole("region", { name: "Changes that the client asks for" });
    await expect(panel).toContainText("2 changes wait");
    await inspect(samuel, "proposals in Demographics");
    await panel.getByRole("radio", { name: /^Accept.*Address/ }).check();
    await panel.getByRole("radio", { name: /^Decline.*Patapsco Health/ }).check();
    await panel.getByRole("button", { name: "Save answers" }).click();
    await expect(samuel.getByRole("alert").first()).toContainText("Write why you decline.");
    await expect(panel.getByRole("radio", { name: /^Accept.*Address/ })).toBeChecked();
    await panel.getByRole("textbox", { name: /^Reason.*Patapsco Health/ }).fill("The card is too small to read. Please send a larger photo.");
    await panel.getByRole("button", { name: "Save answers" }).click();
    await expect(samuel.getByRole("status").first()).toContainText("Answered.");
    await expect(samuel.getByRole("region", { name: "Phone and address" })).toContainText("7 Canton Square");
    const told = await mail.mailTo(who.email);
    expect(told.html).not.toContain("Canton");
  });

  await test.step("Rosa sees both", async () => {
    await rosa.goto("/information");
    await expect(rosa.getByText("Accepted", { exact: true })).toBeVisible();
    await expect(rosa.getByText("The card is too small to read.")).toBeVisible();
    await expect(rosa.getByText("7 Canton Square").first()).toBeVisible();
    await inspect(rosa, "answered changes");
  });
});

test("without scripts a change is asked for, taken back, and staff write down people and insurances", async ({ house, newcomer }) => {
  const maya = await newcomer({ javaScriptEnabled: false, viewport: PHONE });
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.goto("/information");
  await maya.getByRole("link", { name: "Change name and birth date" }).click();
  await maya.getByLabel("Date of birth").fill("2030-01-01");
  await maya.getByRole("button", { name: "Send for review" }).click();
  await expect(maya.getByText("The date of birth lies in the future.").first()).toBeVisible();
  await maya.getByLabel("Date of birth").fill("1991-03-15");
  await maya.getByRole("button", { name: "Send for review" }).click();
  await expect(maya.getByText("March 15, 1991")).toBeVisible();
  await maya.getByRole("button", { name: "Take back Date of birth" }).click();
  await expect(maya.getByText("March 15, 1991")).toHaveCount(0);

  const elena = await newcomer({ javaScriptEnabled: false });
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await openChart(elena, "Lindqvist");
  await openChartTab(elena, "Demographics");
  await elena.getByRole("link", { name: "Edit Nils Lindqvist" }).click();
  await elena.getByRole("textbox", { name: "Phone" }).fill("410-555-0163");
  await elena.getByRole("button", { name: "Save Nils Lindqvist" }).click();
  await expect(elena.getByRole("region", { name: "Emergency contacts" })).toContainText("410-555-0163");
  await elena.getByRole("link", { name: "Edit Chesapeake Mutual" }).click();
  await elena.getByLabel("Group").fill("88211");
  await elena.getByRole("button", { name: "Save insurance" }).click();
  await expect(elena.getByRole("region", { name: "Insurance information" })).toContainText("88211");
});
