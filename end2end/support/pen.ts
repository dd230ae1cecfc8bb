// Signing on the pad, by mouse or by finger.
import type { Page } from "@playwright/test";

/** Places on the pad, from 0 to 1 across and down. */
export type Line = [number, number][];

export const DASH: Line = [[0.45, 0.5], [0.5, 0.52]];
/** A hand that goes up and down on its way to the right. */
export const NAME: Line = Array.from({ length: 40 }, (_, step) => [0.15 + step * 0.017, 0.5 + 0.28 * Math.sin(step * 0.8) * Math.cos(step * 0.13)]);

/** A signature as by hand, for pictures: letters that lean, and a line under them. */
export const SIGNATURE: Line[] = [
  Array.from({ length: 70 }, (_, step) => {
    const along = step / 69;
    const height = 0.22 * (1 - 0.6 * along) * Math.sin(along * 26);
    return [0.2 + 0.5 * along + 0.02 * Math.cos(along * 26), 0.5 - height];
  }),
  Array.from({ length: 24 }, (_, step) => [0.24 + 0.5 * (step / 23), 0.78 - 0.05 * Math.sin((step / 23) * 3)]),
];

export async function draw(page: Page, byFinger: boolean, line: Line): Promise<void> {
  const pad = page.getByRole("img", { name: /Draw your signature here|Your drawn signature/ });
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error("there is no pad");
  const places = line.map(([x, y]) => ({ x: box.x + x * box.width, y: box.y + y * box.height }));
  const [first, ...rest] = places;
  if (!first) return;
  if (byFinger) {
    const finger = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: { x: number; y: number }[]) =>
      finger.send("Input.dispatchTouchEvent", { type, touchPoints });
    await touch("touchStart", [first]);
    for (const place of rest) await touch("touchMove", [place]);
    await touch("touchEnd", []);
    await finger.detach();
  } else {
    await page.mouse.move(first.x, first.y);
    await page.mouse.down();
    for (const place of rest) await page.mouse.move(place.x, place.y);
    await page.mouse.up();
  }
}
