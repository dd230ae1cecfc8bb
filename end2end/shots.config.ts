import { defineConfig } from "@playwright/test";
import journeys from "./playwright.config";

// Pictures of every page (script/shots): no test, but told in the same way.
export default defineConfig({
  ...journeys,
  testDir: ".",
  testMatch: "shots.ts",
  timeout: 900_000,
  use: { ...journeys.use, trace: "off", screenshot: "off", actionTimeout: 30_000 },
  projects: [{ name: "pictures" }],
});
