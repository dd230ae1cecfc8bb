// T21: what people type is shown as typed, wherever it is shown, and never runs.
import type { Page } from "@playwright/test";
import { CORPUS } from "../support/corpus";
import type { House } from "../support/house";
import { signInAsStaff } from "../support/office";
import { openMail, signIn } from "../support/portal";
import { expect, test } from "../support/stage";

const TITLE = `Words ${CORPUS[0]}`;

test("what people type never runs, on any page that shows it", async ({ house, mail, newcomer }) => {
  const elena = await newcomer();
  const tomas = await newcomer();
  const maya = await newcomer();
  const chart = house.chart("Maya Lindqvist").id;
  let document = "";

  await test.step("the practice itself is called so", async () => {
    await signInAsStaff(tomas, house.staff("Tomás Vidal"));
    const words = CORPUS[18] ?? "";
    await send(tomas, house, "staff/settings/change", {
      name: words.slice(0, 100), zone: "America/New_York", phone: "555-0100", text: "", help_email: "", chat_url: "", faq_url: "", video_url: "",
      crisis: `Call 988 ${words}`, messages: "true", documents: "true", downloads: "true",
    });
    await looksInert(tomas, "/office/settings");
  });

  await test.step("charts, contacts and a note, all with such names", async () => {
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    for (const [index, words] of CORPUS.entries()) {
      const there = await send(elena, house, "staff/charts/create", {
        last_name: words, first_name: words, birth_date: "2000-01-01", owner: "client", primary_clinician: "", email: "", another: "true",
      });
      expect(there, words).toContain("/office/charts/");
      await send(elena, house, "staff/charts/add_contact", { chart, first_name: words, last_name: `Contact ${index}`, relationship: words, phone: words, email: "" });
    }
    const sections = CORPUS.flatMap((words, index) => {
      const end = index === 0 ? "" : `_${index + 1}`;
      return [[`heading${end}`, words], [`text${end}`, `${words}\n\n- ${words}`]] as const;
    });
    document = await send(elena, house, "staff/documents/write", { chart, kind: "progress_note", title: TITLE, ...Object.fromEntries(sections) });
    const id = new URL(document, house.url).pathname.split("/").at(-1) ?? "";
    await looksInert(elena, document);
    await looksInert(elena, `${document.split("?")[0]}?edit=note`);
    await send(elena, house, "staff/documents/finish", { chart, document: id, version: "1" });
    await send(elena, house, "staff/documents/share", { chart, document: id, action: "share_to_sign" });
  });

  await test.step("the office shows them as typed", async () => {
    for (const tab of ["face", "demographics", "demographics?edit=owner", "communications", "documents"]) await looksInert(elena, `/office/charts/${chart}/${tab}`);
    await looksInert(elena, "/office");
    for (let page = 1; page <= 2; page += 1) await looksInert(elena, `/office/charts?page=${page}`);
    for (const words of CORPUS.filter((_, index) => index % 6 === 0)) await looksInert(elena, `/office/charts?q=${encodeURIComponent(words)}`);
    await elena.goto(document);
    const shown = await elena.getByRole("article").innerText();
    // A tab is drawn as four blanks.
    for (const words of CORPUS) expect(shown).toContain(words.replace("\t", "    "));
  });

  await test.step("so do the mail and the portal", async () => {
    for (const letter of [await mail.mailTo(house.client("Maya Lindqvist").email)]) {
      await openMail(maya, letter);
      await isInert(maya, "the mail");
    }
    await signIn(maya, house.client("Maya Lindqvist"));
    for (const page of ["/", "/messages", "/documents", "/more", "/login"]) await looksInert(maya, page);
    await maya.goto("/documents");
    await maya.getByRole("link", { name: TITLE, exact: true }).click();
    const shown = await maya.getByRole("article").innerText();
    // A tab is drawn as four blanks.
    for (const words of CORPUS) expect(shown).toContain(words.replace("\t", "    "));
    const read = maya.url();
    for (const below of ["/sign", "/decline"]) await looksInert(maya, read.replace(/(\?|$)/, `${below}$1`));
    await maya.goto("/messages");
    await maya.getByRole("link", { name: /Documents from your clinician/ }).first().click();
    await isInert(maya, "the conversation");
    const id = new URL(read).pathname.split("/").at(-1) ?? "";
    await send(maya, house, "client/documents/decline", { id, reason: CORPUS.slice(0, 12).join(" ") });
    await looksInert(elena, "/office");
    await looksInert(elena, document);
  });
});

/** Sends a form as its page would, and says where that leads. */
async function send(page: Page, house: House, door: string, form: Record<string, string>): Promise<string> {
  const answer = await page.request.post(`/api/${door}`, { form, maxRedirects: 0, headers: { origin: house.url, accept: "text/html" } });
  expect(answer.status(), `${door}: ${await answer.text()}`).toBe(303);
  const there = answer.headers().location ?? "";
  expect(there, door).not.toMatch(/refused|incident|login/);
  return there;
}

async function looksInert(page: Page, address: string): Promise<void> {
  const answer = await page.goto(address);
  expect(answer?.status(), address).toBe(200);
  await isInert(page, address);
}

/** Nothing ran, and nothing of what was typed became a part of the page. Dialogs and the policy's reports are heard by `watch`. */
async function isInert(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: "__xss" in window,
    parts: [...document.querySelectorAll("iframe, object, embed, base, marquee, math, audio, video, meta[http-equiv=refresh], [onerror], [onload], [onfocus], [style*=javascript], a[href^='javascript:']")].map((part) => part.outerHTML),
  }));
  expect(found, where).toEqual({ ran: false, parts: [] });
}
