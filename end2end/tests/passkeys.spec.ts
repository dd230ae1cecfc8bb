// A passkey: made by the device, asked for instead of a code, and enough by itself.
import type { CDPSession, Page } from "@playwright/test";
import { inspect } from "../support/looks";
import { notice, signInAsStaff } from "../support/office";
import { isRefused, signIn, signOut, typeSignIn } from "../support/portal";
import { expect, test } from "../support/stage";

/** A device with a fingerprint reader, whose owner is there, or is not. */
async function withDevice(page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return { cdp, authenticatorId };
}

test("a client adds a passkey, and signs in with it, after the password and without", async ({ house, mail, watch, newcomer, hasTouch }) => {
  watch.expectsLogout();
  const maya = await newcomer();
  const who = house.client("Maya Lindqvist");
  const device = await withDevice(maya);
  const panel = maya.getByRole("region", { name: "Second step" });

  await test.step("the device makes one, and recovery codes come with it", async () => {
    await signIn(maya, who);
    await maya.goto("/security");
    await maya.getByRole("button", { name: "Add a passkey" }).click();
    await expect(notice(maya, "Your passkey is set up.")).toBeVisible();
    await expect(notice(maya, "Your recovery codes").getByRole("listitem")).toHaveCount(10);
    await expect(panel).toContainText(/Passkey, made with Chrome on (Linux|Android)/);
    expect((await mail.mailTo(who.email)).subject).toBe("Your sign-in settings were changed");
    await inspect(maya, "a passkey, added", hasTouch);
    await maya.goto("/security");
    await maya.getByRole("button", { name: "Add a passkey" }).click();
    await expect(maya.getByRole("status").filter({ hasText: "This device has a passkey for you already." })).toBeVisible();
    await signOut(maya);
  });

  await test.step("after the password it takes the place of a code", async () => {
    await maya.goto("/documents");
    await typeSignIn(maya, who);
    await expect(maya.getByRole("heading", { level: 1, name: "Your second step" })).toBeVisible();
    await inspect(maya, "the second step, with a passkey", hasTouch);
    await maya.getByRole("button", { name: "Use a passkey" }).click();
    await expect(maya.getByRole("heading", { level: 1, name: "My Documents" })).toBeVisible();
    await signOut(maya);
  });

  await test.step("by itself it is enough, and leads to where one was going", async () => {
    await maya.goto("/messages");
    await inspect(maya, "sign-in, with a passkey", hasTouch);
    await maya.getByRole("button", { name: "Use a passkey" }).click();
    await expect(maya.getByRole("heading", { level: 1, name: "Messages" })).toBeVisible();
    await signOut(maya);
  });

  await test.step("a device that does not know its owner gives nothing", async () => {
    await device.cdp.send("WebAuthn.setUserVerified", { authenticatorId: device.authenticatorId, isUserVerified: false });
    await maya.getByRole("button", { name: "Use a passkey" }).click();
    await expect(maya.getByRole("status").filter({ hasText: "Your device did not finish." })).toBeVisible();
    await device.cdp.send("WebAuthn.setUserVerified", { authenticatorId: device.authenticatorId, isUserVerified: true });
  });

  await test.step("removed, it opens nothing any more", async () => {
    await maya.getByRole("button", { name: "Use a passkey" }).click();
    await expect(maya.getByRole("heading", { level: 1, name: "Welcome back, Maya" })).toBeVisible();
    await maya.goto("/security");
    await panel.getByRole("button", { name: /^Remove/ }).click();
    await expect(notice(maya, "It is removed, and signs nobody in any more.")).toBeVisible();
    await signOut(maya);
    await maya.getByRole("button", { name: "Use a passkey" }).click();
    await expect(maya.getByRole("alert")).toContainText("This passkey opens nothing here. Use your e-mail and password.");
    await inspect(maya, "sign-in, a passkey refused", hasTouch);
    await typeSignIn(maya, who);
    await expect(maya.getByRole("heading", { level: 1, name: "Welcome back, Maya" })).toBeVisible();
  });
});

test("a passkey proves who one is before what matters", async ({ house, newcomer }) => {
  const elena = await newcomer();
  await withDevice(elena);
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  await elena.goto("/office/security");
  await elena.getByRole("button", { name: "Add a passkey" }).click();
  await expect(notice(elena, "Your passkey is set up.")).toBeVisible();
  await elena.goto("/office/prove?matter=access&next=/office/charts");
  await elena.getByLabel("Password", { exact: true }).fill("not the one");
  await elena.getByLabel("Code").fill("123456");
  await elena.getByRole("button", { name: "Continue" }).click();
  await isRefused(elena, "The password is not right. Try again.");
  await elena.getByRole("button", { name: "Use a passkey" }).click();
  await expect(elena.getByRole("heading", { level: 1, name: "Chart Room" })).toBeVisible();
});
