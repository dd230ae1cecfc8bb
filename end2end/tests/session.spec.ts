// Before a session ends by itself: a warning, one key to stay, and nothing that was typed is lost.
import type { Page } from "@playwright/test";
import { inspect } from "../support/looks";
import { signIn, typeSignIn } from "../support/portal";
import { expect, isAwake, test } from "../support/stage";

const MINUTE = 60_000;

function warning(page: Page) {
  return page.getByRole("alertdialog", { name: "Are you still there?" });
}

test("two minutes before the end one is asked, and one key is enough to stay", async ({ house, newcomer, hasTouch }) => {
  const maya = await newcomer();
  await maya.clock.install();
  await signIn(maya, house.client("Maya Lindqvist"));
  await maya.goto("/security");
  await expect(warning(maya)).toBeHidden();
  await isAwake(maya);
  await maya.clock.runFor(17 * MINUTE);
  await expect(warning(maya)).toBeHidden();
  await maya.clock.runFor(MINUTE + 1_000);
  await expect(warning(maya)).toBeVisible();
  await expect(warning(maya)).toContainText(/You are signed out in 1:5\d/);
  await inspect(maya, "the warning before the end", hasTouch);
  await expect(warning(maya).getByRole("button", { name: "Stay signed in" })).toBeFocused();
  const stayed = maya.waitForResponse(/own\/session\/stay/);
  await maya.keyboard.press("Enter");
  expect((await stayed).status()).toBe(200);
  await expect(warning(maya)).toBeHidden();
  await maya.clock.runFor(17 * MINUTE);
  await expect(warning(maya)).toBeHidden();
  await maya.clock.runFor(2 * MINUTE);
  await expect(warning(maya)).toBeVisible();
});

test("what was typed is there again after signing in anew", async ({ house, newcomer }) => {
  const who = house.client("Maya Lindqvist");
  const maya = await newcomer();
  const elsewhere = await newcomer();
  await maya.clock.install();
  await signIn(maya, who);
  await maya.goto("/security");
  await maya.getByLabel("New address").fill("maya.l@example.com");
  // Her session ends on the server too, as it does when nobody acts for twenty minutes.
  await signIn(elsewhere, who);
  await elsewhere.goto("/security");
  await elsewhere.getByRole("button", { name: "Sign out everywhere else" }).click();
  await isAwake(maya);
  await maya.clock.runFor(21 * MINUTE);
  await expect(maya.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await typeSignIn(maya, who);
  await expect(maya.getByRole("heading", { level: 1, name: "Sign-in and security" })).toBeVisible();
  await expect(maya.getByLabel("New address")).toHaveValue("maya.l@example.com");
});
