// F4: the disk fills up while somebody works, again and again. What was acknowledged has to be there at the end, and once there is
// room the practice goes on by itself.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Practice, scratch } from "./practice.mjs";

const ROUNDS = 3;
const place = join(scratch(), "disk");
mkdirSync(place);
execFileSync("mount", ["-t", "tmpfs", "-o", "size=60m", "tmpfs", place]);
// Before the folder is taken away.
process.prependListener("exit", () => execFileSync("umount", [place]));

const fillers = Array.from({ length: 100 }, (_, number) => join(place, `filler${number}`));
/** Leaves no room at all. */
function fill() {
  for (const filler of fillers) {
    const { bavail, bsize } = statfsSync(place);
    if (!bavail) return;
    try { writeFileSync(filler, Buffer.alloc(Math.min(bavail * bsize, 1 << 20))); } catch { return; }
  }
}
const makeRoom = () => fillers.forEach((filler) => rmSync(filler, { force: true }));

const practice = new Practice(join(place, "data"));
await practice.open();
const cookie = await practice.staff("Reyes");
const charts = async (many, name) => {
  const taken = [];
  for (let number = 0; number < many; number++) {
    const id = await practice.createChart(cookie, `${name} ${number}`).catch(() => undefined);
    if (id) taken.push(id);
  }
  return taken;
};
const acknowledged = await charts(1, "Before");
const wrong = [];
for (let round = 1; round <= ROUNDS; round++) {
  fill();
  const without = await charts(12, `Full ${round}`);
  makeRoom();
  const after = await charts(3, `After ${round}`);
  console.log(`  round ${round}: ${without.length} of 12 charts were taken without room, ${after.length} of 3 afterwards`);
  if (after.length !== 3) wrong.push(`in round ${round} the practice did not go on by itself`);
  acknowledged.push(...without, ...after);
}
await practice.kill("SIGTERM");
const there = new Set(practice.sql("SELECT lower(hex(id)) FROM charts").split("\n"));
const lost = acknowledged.filter((id) => !there.has(id.replaceAll("-", "")));
if (lost.length) wrong.push(`${lost.length} of ${acknowledged.length} acknowledged charts are lost`);
if (practice.sql("PRAGMA integrity_check") !== "ok") wrong.push("the database is not whole");
try { practice.run("verify-audit"); } catch { wrong.push("the audit trail is broken"); }
for (const sentence of wrong) console.log(`  ✘ ${sentence}`);
console.log(wrong.length ? "\nfull: FAILED" : `\nfull: all of ${acknowledged.length} acknowledged charts are there.`);
process.exitCode = wrong.length ? 1 : 0;
