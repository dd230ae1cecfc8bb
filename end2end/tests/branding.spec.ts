// What the practice looks like: chosen by the administrator, seen by clients at the sign-in, in the portal, in a mail and on paper. And
// settings that come many at once, and go back again.
import { type Page } from "@playwright/test";
import { inspect } from "../support/looks";
import { signInAsStaff } from "../support/office";
import { signIn } from "../support/portal";
import { busy, expect, test } from "../support/stage";

/** A logo, drawn by the browser. */
async function logo(page: Page): Promise<Buffer> {
  const drawn = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [300, 90];
    const pen = canvas.getContext("2d")!;
    pen.fillStyle = "#7a2048";
    pen.beginPath();
    pen.arc(45, 45, 40, 0, 7);
    pen.fill();
    pen.font = "bold 44px sans-serif";
    pen.fillText("HARBOR", 100, 62);
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  });
  return Buffer.from(drawn, "base64");
}

const accent = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim());

busy("a practice chooses its looks, and clients see no other name", async ({ house, mail, newcomer }) => {
  const tomas = await newcomer();
  const maya = await newcomer();
  const stranger = await newcomer();
  await signInAsStaff(tomas, house.staff("Tomás Vidal"));

  await test.step("a colour that nobody can read is refused, and the nearest is one press away", async () => {
    await tomas.goto("/office/settings");
    await tomas.getByRole("link", { name: "Branding" }).click();
    await inspect(tomas, "branding");
    await tomas.getByLabel("Colour", { exact: true }).fill("#f2b6cc");
    await expect(tomas.locator("#light-said")).toContainText("Too faint to read");
    await tomas.getByLabel("Last line").fill("Warmly, the team at Harbor Street");
    await tomas.getByRole("button", { name: "Save", exact: true }).click();
    await expect(tomas.getByRole("alert").first()).toContainText("4.5 to 1 is needed. The nearest that can be read is #");
    await expect(tomas.getByLabel("Last line")).toHaveValue("Warmly, the team at Harbor Street");
    await inspect(tomas, "branding, refused");
    await tomas.getByRole("button", { name: /^Use #[0-9a-f]{6} and save$/ }).click();
    await expect(tomas.getByRole("status").first()).toContainText("Saved. Clients see it from now on.");
    await tomas.getByLabel("Colour", { exact: true }).fill("#7a2048");
    await expect(tomas.locator("#light-said")).toContainText("Reads well");
    await tomas.getByLabel("A line beside the form").fill("Come in and sit down");
    await tomas.getByLabel("From", { exact: true }).fill("Harbor Street");
    await tomas.getByRole("button", { name: "Save", exact: true }).click();
    await expect(tomas.getByRole("status").first()).toContainText("Saved");
  });

  await test.step("a script is no logo, a picture is", async () => {
    const script = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
    await tomas.getByLabel("Picture").setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: script });
    await tomas.getByRole("button", { name: "Replace" }).click();
    await expect(tomas.locator("#logo-error")).toContainText("can hold scripts");
    await tomas.getByLabel("Picture").setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: await logo(tomas) });
    await tomas.getByRole("button", { name: "Replace" }).click();
    await expect(tomas.getByRole("status").first()).toContainText("That is your logo from now on.");
    await expect(tomas.getByAltText("Your logo now")).toBeVisible();
    await inspect(tomas, "branding with a logo");
  });

  await test.step("clients see it at the sign-in and in the portal", async () => {
    await stranger.goto("/login");
    expect(await accent(stranger)).toBe("#7a2048");
    await expect(stranger.locator("img.logo")).toBeVisible();
    await inspect(stranger, "the branded sign-in");
    await signIn(maya, house.client("Maya Lindqvist"));
    expect(await accent(maya)).toBe("#7a2048");
    await expect(maya.locator("img.logo")).toBeVisible();
    await inspect(maya, "the branded Dashboard");
    expect((await maya.content()).toLowerCase()).not.toContain("anteroom");
    await maya.emulateMedia({ colorScheme: "dark" });
    expect(await accent(maya)).not.toBe("#7a2048");
    expect(await accent(tomas), "the office looks as it comes").not.toBe("#7a2048");
  });

  await test.step("a mail and a paper carry it", async () => {
    await stranger.goto("/forgot");
    await stranger.getByLabel("Email").fill(house.client("Maya Lindqvist").email);
    await stranger.getByRole("main").getByRole("button").first().click();
    // What reminded her before it was branded may still lie there.
    let told = await mail.mailTo(house.client("Maya Lindqvist").email);
    while (!told.html.includes("/reset/")) told = await mail.mailTo(house.client("Maya Lindqvist").email);
    expect(told.html).toContain("#7a2048");
    expect(told.html).toContain("Warmly, the team at Harbor Street");
    expect(told.html.toLowerCase() + told.text.toLowerCase()).not.toContain("anteroom");
    await maya.goto("/account");
    const paper = maya.getByRole("link", { name: /^Invoice/ }).first();
    const pdf = (await (await maya.request.get((await paper.getAttribute("href")) ?? "")).body()).toString("latin1");
    expect(pdf.startsWith("%PDF-")).toBe(true);
    expect(pdf).toMatch(/\/Subtype ?\/Image/);
    expect(pdf.toLowerCase()).not.toContain("anteroom");
  });
});

test("what it would look like is seen before it is saved, without scripts too", async ({ house, newcomer }) => {
  const plain = await newcomer({ javaScriptEnabled: false });
  await signInAsStaff(plain, house.staff("Tomás Vidal"));
  await plain.goto("/office/settings/branding");
  await plain.getByLabel("Colour", { exact: true }).fill("#204a7a");
  await plain.getByLabel("Last line").fill("Until soon");
  await plain.getByRole("button", { name: "Preview" }).click();
  await expect(plain.locator(".look rect[fill='#204a7a']").first()).toBeVisible();
  await expect(plain.getByLabel("Last line")).toHaveValue("Until soon");
  await plain.goto("/login");
  await expect(plain.locator("link[href^='/brand/'][rel=stylesheet]")).toHaveCount(0);
});

test("a pattern shows what it would change, is applied, and taken back", async ({ house, newcomer }) => {
  const tomas = await newcomer({ javaScriptEnabled: false });
  await signInAsStaff(tomas, house.staff("Tomás Vidal"));
  await tomas.goto("/office/settings/patterns");
  await tomas.getByRole("link", { name: /Therapist/ }).click();
  const table = tomas.getByRole("table");
  await expect(table.getByRole("row", { name: /Automate portal invites Off On/ })).toBeVisible();
  await tomas.getByRole("button", { name: "Apply" }).click();
  await expect(tomas.getByRole("status").first()).toContainText("Applied. You can take it back below.");
  await tomas.goto("/office/settings/workflows");
  await expect(tomas.getByLabel(/Invite every new client/)).toBeChecked();
  await tomas.goto("/office/settings/patterns");
  await tomas.getByRole("button", { name: "Take it back" }).click();
  await expect(tomas.getByRole("status").first()).toContainText("Taken back. Everything is as it was before.");
  await tomas.goto("/office/settings/workflows");
  await expect(tomas.getByLabel(/Invite every new client/)).not.toBeChecked();
});
