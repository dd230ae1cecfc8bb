// F1: kill -9 at a random moment while four hands write, ten times over the same folder.
import { join } from "node:path";
import { Practice, scratch } from "./practice.mjs";
import { examine, write } from "./writers.mjs";

const ROUNDS = 10;
const HANDS = 4;

const practice = new Practice(join(scratch(), "data"));
const acknowledged = new Map();
let failed = false;
for (let round = 1; round <= ROUNDS; round++) {
  await practice.open();
  const cookie = await practice.staff("Whitfield");
  const work = write(practice, cookie, HANDS, `Round${round}`);
  await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 1700));
  await practice.kill();
  await work.finished;
  for (const [id, name] of work.acknowledged) acknowledged.set(id, name);
  const { wrong } = examine(practice, acknowledged, round * HANDS);
  if (work.acknowledged.size === 0) wrong.push("nothing was acknowledged, so nothing was tried");
  console.log(`  round ${round}: ${work.acknowledged.size} acknowledged${wrong.map((sentence) => `\n    ✘ ${sentence}`).join("")}`);
  failed ||= wrong.length > 0;
}
const rows = /\d+ rows/.exec(failed ? "" : practice.run("verify-audit"))?.[0];
console.log(failed
  ? "\nkill: FAILED"
  : `\nkill: ${ROUNDS} times kill -9, ${acknowledged.size} acknowledged charts, 0 lost, 0 doubled, database sound, audit trail whole (${rows}).`);
process.exitCode = failed ? 1 : 0;
