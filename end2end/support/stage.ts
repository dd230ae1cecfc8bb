// The stage of every story: a practice, its mail, its people's browsers, and somebody who listens to the consoles.
import { test as base, type BrowserContextOptions, expect, type Page } from "@playwright/test";
import { House, Seed } from "./house";
import { MailRoom } from "./mailroom";
import { Watch } from "./watch";

interface Stage {
  mail: MailRoom;
  house: House;
  watch: Watch;
  /** Somebody with a browser of their own, who has never been here. */
  newcomer: (options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<Stage, { seed: Seed }>({
  seed: [
    async ({}, use) => {
      const seed = await Seed.make();
      await use(seed);
      await seed.remove();
    },
    { scope: "worker", timeout: 300_000 },
  ],

  mail: async ({}, use) => {
    const mail = await MailRoom.open();
    await use(mail);
    await mail.close();
  },

  house: async ({ seed, mail }, use, info) => {
    const house = await House.open(seed, mail.port);
    await use(house);
    await house.close();
    if (info.status !== info.expectedStatus) {
      await info.attach("log", { body: house.log, contentType: "text/plain" });
      // What a report prints of an attachment is its beginning; what went wrong stands at its end.
      console.log(`the program's last words in "${info.title}":\n${house.log.split("\n").slice(-25).join("\n")}`);
    }
    expect(house.log, "the program's log").not.toContain("panicked");
  },

  watch: async ({ house }, use, info) => {
    const watch = new Watch(house.url);
    await use(watch);
    // A story that broke off has not heard everything that it expected.
    const complaints = watch.complaints();
    if (info.status === info.expectedStatus) expect(complaints, "what the browser complained about").toEqual([]);
    else await info.attach("complaints", { body: complaints.join("\n"), contentType: "text/plain" });
  },

  newcomer: async ({ browser, house, watch }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL: house.url, ...options });
      contexts.push(context);
      watch.follow(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

/** The same with a practice that has a past: conversations, and a fortnight of appointments. */
export const busy = test.extend<object, { seed: Seed }>({
  seed: [
    async ({}, use) => {
      const seed = await Seed.make("--demo");
      await use(seed);
      await seed.remove();
    },
    { scope: "worker", timeout: 300_000 },
  ],
});

export { expect };

/** Waits until the page's bundle is there, listens, and watches the time. */
export async function isAwake(page: Page): Promise<void> {
  await expect(page.locator("html[data-awake]")).toBeAttached();
}
