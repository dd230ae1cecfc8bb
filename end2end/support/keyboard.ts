// A person without a mouse: whatever a pointer does is swallowed, and every stop of the Tab key has to be seen.
import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";

/** Nothing on a page is further away than this many stops. */
const FARTHEST = 90;

/** Takes mouse, pen and finger away from a browser. */
export async function withoutMouse(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    for (const kind of ["pointerdown", "pointerup", "mousedown", "mouseup", "touchstart", "touchend", "dblclick", "contextmenu", "wheel"]) {
      window.addEventListener(
        kind,
        (event) => {
          event.preventDefault();
          event.stopImmediatePropagation();
          console.error(`a ${kind} where there is no mouse`);
        },
        { capture: true, passive: false },
      );
    }
  });
}

export class Keyboard {
  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Moves on with Tab until `target` has focus, looking at every stop on the way. */
  async reach(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    const handle = await target.elementHandle();
    if (!handle) throw new Error("what should be reached is gone");
    const hasFocus = () => handle.evaluate((element) => element === document.activeElement);
    let stuck = 0;
    for (let stop = 0; !(await hasFocus()); stop += 1) {
      if (stop > FARTHEST) throw new Error(`${target.toString()} is not reached with Tab`);
      const before = await this.page.evaluateHandle(() => document.activeElement);
      await this.press("Tab");
      const moved = await before.evaluate((element) => element !== document.activeElement);
      stuck = moved ? 0 : stuck + 1;
      // A date is four stops in one field: month, day, year, calendar.
      if (stuck > 4) throw new Error(`a trap for the keyboard on the way to ${target.toString()}`);
      await this.seesFocus();
    }
    await this.seesFocus();
  }

  /** Reaches it and presses Enter. */
  async enter(target: Locator): Promise<void> {
    await this.reach(target);
    await this.press("Enter");
  }

  /** Reaches a field, and writes over what stands in it. */
  async fill(field: Locator, text: string): Promise<void> {
    await this.reach(field);
    await this.press("ControlOrMeta+a");
    await this.type(text);
  }

  /** Focus has an outline of 2 px or more (WCAG 2.4.7, 2.4.13), and nothing hides it (2.4.11). */
  async seesFocus(): Promise<void> {
    await expect
      .poll(() =>
        this.page.evaluate(() => {
          const at = document.activeElement;
          if (!at || at === document.body || at === document.documentElement) return "";
          const name = `${at.tagName} “${(at.textContent || at.getAttribute("aria-label") || at.id).trim().slice(0, 60)}”`;
          const outlined = (element: Element | null, depth: number): boolean => {
            if (!element || depth > 3) return false;
            const style = getComputedStyle(element);
            const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            const lit = element.matches(".command-find") && style.boxShadow !== "none";
            // The button within a field for a date or a time has the browser's own ring.
            const calendar = element.matches(":is(input[type=date], input[type=time]):not(:focus-visible)");
            return ring || lit || calendar || outlined(element.parentElement, depth + 1);
          };
          if (!outlined(at, 0)) return `${name} shows no focus`;
          const shape = at.closest("label") ?? at;
          const box = shape.getBoundingClientRect();
          const places = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.15, 0.85].map((y) => [box.left + box.width * x, box.top + box.height * y] as const));
          const seen = places.some(([x, y]) => {
            const there = document.elementFromPoint(x, y);
            return there !== null && (shape.contains(there) || there.contains(shape));
          });
          return seen ? "" : `${name} has focus where nobody sees it`;
        }),
      )
      .toBe("");
  }
}
