// The camera behind script/shots: a page at three widths, light and dark, and sheets of what was taken.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Locator, Page } from "@playwright/test";

const FOLDER = resolve(__dirname, "../../shots");
const WINDOWS = [
  { width: 360, height: 780 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];
const SCHEMES = ["light", "dark"] as const;

/** Takes pictures of the page that is open. They are numbered in the order in which they are taken. */
export class Camera {
  private taken = 0;

  constructor(private readonly side: string) {
    mkdirSync(FOLDER, { recursive: true });
  }

  async take(page: Page, name: string): Promise<void> {
    this.taken += 1;
    const number = String(this.taken).padStart(2, "0");
    const before = page.viewportSize();
    for (const window of WINDOWS) {
      await page.setViewportSize(window);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const path = join(FOLDER, `${this.side}-${number}-${name}-${window.width}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: true, animations: "disabled", caret: "hide" });
      }
    }
    if (before) await page.setViewportSize(before);
  }

  /** What stands in the window of a phone, for README: `shots/readme-NAME.png`. */
  async glance(page: Page, name: string, at?: Locator): Promise<void> {
    const before = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await at?.evaluate((element) => element.scrollIntoView({ block: "center" }));
    await page.screenshot({ path: join(FOLDER, `readme-${name}.png`), animations: "disabled", caret: "hide" });
    if (before) await page.setViewportSize(before);
  }

  /** Lays the pictures of each width out on sheets that can be looked at whole: light on the left, dark on the right. */
  async lay(browser: Browser): Promise<void> {
    const page = await browser.newPage();
    for (const { width } of WINDOWS) {
      const [shown, each] = width === 360 ? [240, 8] : width === 768 ? [340, 6] : [520, 6];
      const pictures = readdirSync(FOLDER).filter((file) => file.startsWith(`${this.side}-`) && file.endsWith(`-${width}-light.png`)).sort();
      const style = `body{margin:24px;background:#888;font:13px sans-serif;display:flex;flex-wrap:wrap;gap:20px;align-items:start}
        figure{margin:0}figcaption{padding:0 0 6px;color:#fff}div{display:flex;gap:6px}
        img{width:${shown}px;max-height:${Math.round(shown * 2.4)}px;object-fit:cover;object-position:top}`;
      for (let first = 0; first < pictures.length; first += each) {
        const figures = pictures.slice(first, first + each).map((light) => {
          const name = light.slice(this.side.length + 1, -`-${width}-light.png`.length);
          return `<figure><figcaption>${name}</figcaption><div><img src="${light}"><img src="${light.replace("-light.png", "-dark.png")}"></div></figure>`;
        });
        const sheet = join(FOLDER, `sheet-${this.side}-${width}-${String(first / each + 1).padStart(2, "0")}`);
        writeFileSync(`${sheet}.html`, `<!doctype html><meta charset="utf-8"><style>${style}</style>${figures.join("")}`);
        await page.setViewportSize({ width: 2200, height: 400 });
        await page.goto(pathToFileURL(`${sheet}.html`).href);
        await page.screenshot({ path: `${sheet}.png`, fullPage: true });
      }
    }
    await page.close();
  }
}
