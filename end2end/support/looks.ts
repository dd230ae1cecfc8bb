// How a page looks to those who cannot take it as it is: axe in light and dark, a narrow window, a finger.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** In the dark only the colours are others. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];
/** The narrowest window: 1280 pixels at 400 % (WCAG 1.4.10). */
const NARROWEST = 320;

/** What axe cannot decide by itself, and why it is right here. Everything else that it leaves open counts as a fault. */
const DECIDED: Record<string, string> = {
  "color-contrast": "where something lies over or under the words; script/contrast compares the same colours",
};

/** A mail is shown within a page that is not ours: these are that page's business. */
const OF_WHOLE_PAGES = ["landmark-one-main", "page-has-heading-one", "region", "bypass"];

/** No violation, in light and dark. */
export async function looksRight(page: Page, name: string, { isMail = false } = {}): Promise<void> {
  await test.step(`${name} looks right`, async () => {
    // What has just been scrolled half under the bar at the top is no smaller for it.
    await page.evaluate(() => window.scrollTo(0, 0));
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const axe = new AxeBuilder({ page }).setLegacyMode().options({
        runOnly: colorScheme === "light" ? { type: "tag", values: TAGS } : { type: "rule", values: OF_COLOURS },
        rules: { "target-size": { enabled: true }, ...Object.fromEntries(OF_WHOLE_PAGES.map((rule) => [rule, { enabled: !isMail }])) },
        resultTypes: ["violations", "incomplete"],
      });
      const { violations, incomplete } = await axe.analyze();
      const open = incomplete.filter((finding) => !(finding.id in DECIDED));
      const told = [...violations, ...open].map(
        (finding) => `${finding.id}: ${finding.help}\n${finding.nodes.map((node) => `  ${node.target.join(" ")}  ${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ""}`).join("\n")}`,
      );
      expect.soft(told, `axe on ${name}, ${colorScheme}`).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  });
}

/** Nothing has to be scrolled sideways in the narrowest window. */
export async function fitsNarrowWindow(page: Page, name: string): Promise<void> {
  await test.step(`${name} fits ${NARROWEST} px`, async () => {
    const before = page.viewportSize();
    await page.setViewportSize({ width: NARROWEST, height: 640 });
    const beyond = await page.evaluate((narrowest) => {
      if (document.documentElement.scrollWidth <= narrowest) return [];
      const wide = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > narrowest + 0.5);
      return [`${document.documentElement.scrollWidth} px wide`, ...wide.slice(0, 5).map((element) => `${element.tagName}.${element.getAttribute("class")}`)];
    }, NARROWEST);
    expect.soft(beyond, `${name} at ${NARROWEST} px`).toEqual([]);
    if (before) await page.setViewportSize(before);
  });
}

/** What one presses is large enough for a finger: 24 px for everything beside a sentence, 44 px for what a page is for. */
export async function suitsFingers(page: Page, name: string): Promise<void> {
  const small = await page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      // A name can be pressed anywhere in its row.
      const spread = getComputedStyle(element, "::after").position === "absolute" ? element.offsetParent : null;
      const pressed = spread ?? element.closest("label") ?? element;
      const { width, height, bottom } = pressed.getBoundingClientRect();
      const words = [...(element.parentElement?.childNodes ?? [])].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      const inSentence = element.tagName === "A" && words;
      if (bottom < 0 || width === 0 || inSentence) continue;
      const least = element.matches(".btn:not(.small), .bar a, .input, .row[href], .area") ? 44 : 24;
      if (width < least - 0.5 || height < least - 0.5) {
        found.push(`${element.tagName} “${(element.textContent || element.getAttribute("aria-label") || element.id).trim()}” ${Math.round(width)}×${Math.round(height)}, needs ${least}`);
      }
    }
    return found;
  });
  expect.soft(small, `targets on ${name}`).toEqual([]);
}

/** Everything of this file, for the page that is open. */
export async function inspect(page: Page, name: string, onPhone: boolean): Promise<void> {
  await expect(page).toHaveTitle(/\S/);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await looksRight(page, name);
  await fitsNarrowWindow(page, name);
  if (onPhone) await suitsFingers(page, name);
}
