import { defineConfig } from "@playwright/test";

// People's stories against dist/anteroom (script/build), in Debian's Chromium or the one named by CHROMIUM.
export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  reporter: "list",
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: !!process.env.CI,
  // Stories wait for what they need. These end only what will never come, also on a machine that is busy with something else.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: "chromium",
    locale: "en-US",
    timezoneId: "America/New_York",
    screenshot: "only-on-failure",
    trace: "off", // slow; when something fails: --trace on
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desk", use: { viewport: { width: 1280, height: 800 } } },
    // Stories that do not depend on the size of the window are told once.
    { name: "phone", testMatch: /\/(journey|pages|linked|passkeys)\.spec/, use: { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true } },
  ],
});
