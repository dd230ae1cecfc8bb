// F1: kill -9 at a random moment while four hands create charts and two write to a client, ten times over the same folder. What was
// acknowledged is there, and a mail tells of each message, also where the kill came between message and mail.
import { join } from "node:path";
import { examineLetters, send, untold } from "./letters.mjs";
import { Practice, scratch } from "./practice.mjs";
import { examine, write } from "./writers.mjs";

const ROUNDS = 10;
const HANDS = 4;
const PENS = 2;

const practice = new Practice(join(scratch(), "data"));
const maya = practice.cast.accounts.find(({ name }) => name === "Maya Lindqvist").charts[0].id;
const acknowledged = new Map();
const told = new Map();
let between = 0;
let failed = false;
for (let round = 1; round <= ROUNDS; round++) {
  await practice.open();
  const cookie = await practice.staff("Whitfield");
  const work = write(practice, cookie, HANDS, `Round${round}`);
  const letters = send(practice, await practice.staff("Reyes"), maya, PENS, `Round${round}`);
  await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 1700));
  await practice.kill();
  await Promise.all([work.finished, letters.finished]);
  for (const [id, name] of work.acknowledged) acknowledged.set(id, name);
  for (const [id, words] of letters.told) told.set(id, words);
  between += untold(practice, letters.told);
  const { wrong } = examine(practice, acknowledged, round * HANDS);
  if (work.acknowledged.size === 0) wrong.push("nothing was acknowledged, so nothing was tried");
  console.log(`  round ${round}: ${work.acknowledged.size} charts and ${letters.told.size} conversations acknowledged${wrong.map((sentence) => `\n    ✘ ${sentence}`).join("")}`);
  failed ||= wrong.length > 0;
}
const wrong = await examineLetters(practice, told, ROUNDS * PENS);
if (between === 0) wrong.push("no kill came between a message and its mail, so that was not tried");
for (const sentence of wrong) console.log(`    ✘ ${sentence}`);
failed ||= wrong.length > 0;
const messages = [...told.values()].flat().length;
const rows = /\d+ rows/.exec(failed ? "" : practice.run("verify-audit"))?.[0];
console.log(failed
  ? "\nkill: FAILED"
  : `\nkill: ${ROUNDS} times kill -9, ${acknowledged.size} acknowledged charts and ${messages} messages, 0 lost, 0 doubled; ${between} times between a message and its mail, each told of by a mail; database sound, audit trail whole (${rows}).`);
process.exitCode = failed ? 1 : 0;
