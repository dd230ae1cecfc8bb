// Billing: a client pays on a phone with a new and a saved card, is declined, and cancels; a biller charges, invoices and gives back.
import { inspect } from "../support/looks";
import { notice, openChart, openChartTab, signInAsStaff } from "../support/office";
import { signIn } from "../support/portal";
import { busy as test, expect } from "../support/stage";

const PHONE = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };

for (const javaScriptEnabled of [true, false]) {
  test(`a client pays on a phone, with scripts ${javaScriptEnabled ? "on" : "off"}`, async ({ house, newcomer }) => {
    const maya = await newcomer({ ...PHONE, javaScriptEnabled });
    const main = maya.getByRole("main");
    await signIn(maya, house.client("Maya Lindqvist"));

    await test.step("My Account", async () => {
      await maya.goto("/account");
      await expect(maya.getByRole("region", { name: "Client Balance" })).toContainText("$40.00");
      if (javaScriptEnabled) await inspect(maya, "My Account", true);
    });

    await test.step("Cancel: nothing is charged", async () => {
      await main.getByRole("link", { name: "Pay Now" }).click();
      await expect(main).toContainText("Pay Now, step 1 of 3");
      await main.getByRole("button", { name: "Continue" }).click();
      await main.getByRole("link", { name: /Visa ending in 4242/ }).click();
      await expect(maya.getByRole("heading", { level: 1, name: "Review Payment" })).toBeVisible();
      if (javaScriptEnabled) await inspect(maya, "Review Payment", true);
      await main.getByRole("link", { name: "Cancel" }).click();
      await expect(maya.getByRole("region", { name: "Client Balance" })).toContainText("$40.00");
    });

    await test.step("A custom amount that is too high, and then one that is declined", async () => {
      await maya.goto("/account/pay");
      await main.getByRole("radio", { name: /^Custom Amount/ }).check();
      await main.getByRole("textbox", { name: "Custom amount in dollars" }).fill("1,000.00");
      await main.getByRole("button", { name: "Continue" }).click();
      await expect(main).toContainText("Write the amount without a comma");
      await expect(main.getByRole("textbox", { name: "Custom amount in dollars" })).toHaveValue("1,000.00");
      await main.getByRole("textbox", { name: "Custom amount in dollars" }).fill("15");
      await main.getByRole("button", { name: "Continue" }).click();
      await main.getByLabel(/Visa 0002/).check();
      await main.getByRole("button", { name: "Continue" }).click();
      await main.getByRole("button", { name: "Pay $15.00" }).click();
      await expect(maya.getByRole("heading", { level: 1, name: "It was not charged" })).toBeVisible();
      await expect(main).toContainText("Nothing was charged");
    });

    await test.step("Another card, for the same amount", async () => {
      await main.getByRole("link", { name: "Try another card" }).click();
      await main.getByLabel(/Mastercard 4444/).check();
      await main.getByLabel("Save this card for future payments").check();
      await main.getByRole("button", { name: "Continue" }).click();
      await expect(main).toContainText("Mastercard ending in 4444");
      await main.getByRole("button", { name: "Pay $15.00" }).click();
      await expect(maya.getByRole("heading", { level: 1, name: "Thank you, it is paid" })).toBeVisible();
      await expect(maya.getByRole("region", { name: "Receipt" })).toContainText("$15.00");
      if (javaScriptEnabled) await inspect(maya, "a receipt", true);
    });

    await test.step("The rest, with a saved card", async () => {
      await maya.goto("/account/pay?pay=total");
      await main.getByRole("link", { name: /Mastercard ending in 4444/ }).click();
      await main.getByRole("button", { name: "Pay $25.00" }).click();
      await expect(maya.getByRole("heading", { level: 1, name: "Thank you, it is paid" })).toBeVisible();
      await maya.goto("/account");
      await expect(maya.getByRole("region", { name: "Client Balance" })).toContainText("$0.00");
      await expect(main.getByRole("link", { name: "Pay Now" })).toHaveCount(0);
    });
  });
}

test("a biller's day", async ({ house, newcomer }) => {
  const walter = await newcomer();
  await signInAsStaff(walter, house.staff("Walter Brandt"));
  await walter.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Billing" }).click();
  await expect(walter.getByRole("heading", { level: 1, name: "Billing" })).toBeVisible();
  await inspect(walter, "what is open", false);

  await openChart(walter, "Lindqvist, Maya");
  await openChartTab(walter, "Billing");
  await inspect(walter, "a chart's billing", false);
  await walter.getByRole("button", { name: /^Charge \$/ }).first().click();
  await expect(notice(walter, "Charged. The client sees it once it is invoiced.")).toBeVisible();
  await walter.getByRole("button", { name: "Invoice", exact: true }).click();
  await expect(notice(walter, "Invoiced. The client sees it in My Account now.")).toBeVisible();

  await walter.getByRole("link", { name: "Record a payment" }).click();
  await walter.getByLabel("How it was paid").selectOption("cash");
  await walter.getByLabel("Amount in dollars").fill("20");
  await walter.getByRole("button", { name: "Record", exact: true }).click();
  await expect(notice(walter, "The payment is recorded.")).toBeVisible();

  await walter.getByRole("link", { name: /^Refund/ }).first().click();
  await walter.getByLabel("Amount in dollars").fill("5.00");
  await walter.getByLabel("Why").fill("A coin too much.");
  await walter.getByRole("button", { name: "Give back" }).click();
  await expect(notice(walter, "The money is given back.")).toBeVisible();
});
