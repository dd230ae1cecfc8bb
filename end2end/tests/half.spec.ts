// F13: the page is there, its script is not: blocked, cut off on the way, or of a version that is gone.
import { signInAsStaff, openChart, openChartTab, shareToSign } from "../support/office";
import { documentLine, signIn } from "../support/portal";
import { expect, test } from "../support/stage";

const PLAN = "Recovery plan";

for (const [broken, how] of [
  ["blocked", (route: import("@playwright/test").Route) => route.abort()],
  ["cut off", (route: import("@playwright/test").Route) => route.fulfill({ contentType: "application/wasm", body: Buffer.from("\0asm") })],
  ["of a version that is gone", (route: import("@playwright/test").Route) => route.fulfill({ status: 404 })],
] as const) {
  test(`one signs in, reads and signs with the bundle ${broken}`, async ({ house, watch, newcomer }) => {
    const elena = await newcomer();
    const maya = await newcomer();
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    await openChart(elena, "Lindqvist, Maya");
    await openChartTab(elena, "Documents");
    await elena.getByRole("link", { name: "New note" }).click();
    await elena.getByLabel("Title").fill(PLAN);
    await elena.getByRole("group", { name: "Section 1" }).getByLabel("Text").fill("Walk every day.");
    await elena.getByRole("button", { name: "Save draft" }).click();
    await elena.getByRole("button", { name: "Sign note" }).click();
    await openChartTab(elena, "Documents");
    await shareToSign(elena, PLAN);

    await maya.route(/\/pkg\/.*\.wasm$/, how);
    watch.expects(/Failed to load resource|CompileError|WebAssembly|TypeError: Failed to fetch|page error/);
    await signIn(maya, house.client("Maya Lindqvist"));
    await maya.getByRole("link", { name: `Sign: ${PLAN}` }).click();
    await maya.getByRole("link", { name: "Add Signature" }).click();
    await maya.getByRole("checkbox", { name: /I agree to sign documents electronically/ }).check();
    await maya.getByRole("button", { name: "Agree and continue" }).click();
    await maya.getByLabel("Type your full name").fill("Maya Lindqvist");
    await maya.getByRole("checkbox", { name: /I have read this document/ }).check();
    await maya.getByRole("button", { name: "Sign Document" }).click();
    await expect(maya.getByRole("heading", { level: 1, name: "Thank you, it is signed" })).toBeVisible();
    await maya.getByRole("link", { name: "Back to My Documents" }).click();
    await expect(documentLine(maya, PLAN).getByText("Signed", { exact: true })).toBeVisible();
  });
}

test("the bundle is fetched once the page has loaded, and only where something comes alive", async ({ watch, newcomer }) => {
  const page = await newcomer();
  const fetched: string[] = [];
  page.on("request", (request) => { if (/\.(js|wasm)$/.test(request.url())) fetched.push(request.url()); });
  watch.expectsStatus(404);
  await page.goto("/nothing-here", { waitUntil: "networkidle" });
  expect(fetched).toEqual([]);
  await Promise.all([page.waitForRequest(/\.wasm$/), page.goto("/login")]);
  const [loaded, begun] = await page.evaluate(() => [
    (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming).loadEventStart,
    performance.getEntriesByType("resource").find(({ name }) => name.endsWith(".js"))?.startTime ?? 0,
  ]);
  expect(begun).toBeGreaterThan(loaded ?? Infinity);
});
