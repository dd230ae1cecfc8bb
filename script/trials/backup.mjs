// F1 for backups: kill -9 in the middle of a backup and in the middle of a restore, twenty times each, while four hands write.
// A killed backup has no name and the next one is made; a killed restore leaves nothing that opens, and the next one brings all back.
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Practice, scratch } from "./practice.mjs";
import { write } from "./writers.mjs";

const ROUNDS = 20;
const program = process.env.ANTEROOM_TRIAL;
const folder = scratch();
const backups = join(folder, "backups");
const key = join(folder, "backup.key");
mkdirSync(backups);
const practice = new Practice(join(folder, "data"));
practice.run("seed", "--scale", "2000");
// Files enough that a kill falls among them.
mkdirSync(join(practice.data, "files"));
for (let number = 0; number < 400; number++) writeFileSync(join(practice.data, "files", crypto.randomUUID()), Buffer.alloc(100_000, number));
const closing = /ANTEROOM_BACKUP_KEY=(\S+)/.exec(practice.run("backup", "--new-key", key))[1];
const env = { ...practice.environment, ANTEROOM_BACKUP_KEY: closing };
const started = (...words) => spawn(program, words, { env, stdio: "ignore" });
const run = (...words) => execFileSync(program, words, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const refuses = (...words) => { try { run(...words); return false; } catch { return true; } };
const ended = (child) => new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal === "SIGKILL")));
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const named = () => readdirSync(backups).filter((name) => name.endsWith(".backup"));
const wrong = [];

async function killed(words, longest) {
  const child = started(...words);
  const end = ended(child);
  await pause(5 + Math.random() * longest);
  child.kill("SIGKILL");
  return end;
}

await practice.open();
const cookie = await practice.staff("Whitfield");
const work = write(practice, cookie, 4, "Backup");
const makes = ["backup", "--to", backups, "--data", practice.data];
let began = Date.now();
run(...makes);
const made = Date.now() - began;
let cuts = 0;
for (let round = 1; round <= ROUNDS; round++) {
  const before = named();
  if (await killed(makes, made)) cuts++;
  for (const name of named().filter((name) => !before.includes(name))) {
    try { run("backup", "--verify", join(backups, name), "--key", key, "--data", practice.data); } catch { wrong.push(`${name} has its name and is not whole`); }
  }
}
console.log(`  ${cuts} of ${ROUNDS} backups killed in the middle; a whole one takes ${made} ms beside four writers`);
await pause(1100);
run(...makes);
const left = readdirSync(backups).filter((name) => !name.endsWith(".backup"));
if (left.length > 0) wrong.push(`left beside the backups: ${left}`);
if (existsSync(join(practice.data, "backing-up"))) wrong.push("the copy of the database was left");
await practice.kill("SIGTERM");
await work.finished;

const backup = join(backups, named().sort().at(-1));
const target = join(folder, "restored");
const restores = ["restore", "--from", backup, "--key", key, "--data", target];
const fresh = () => {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { mode: 0o700 });
  copyFileSync(join(practice.data, "master.key"), join(target, "master.key"));
};
fresh();
began = Date.now();
run(...restores);
const brought = Date.now() - began;
console.log(`  a whole restore takes ${brought} ms`);
let whole = 0;
let half = 0;
for (let round = 1; round <= ROUNDS; round++) {
  fresh();
  await killed(restores, brought);
  if (existsSync(join(target, "anteroom.db"))) {
    // It has come to its end, as far as the practice goes.
    whole++;
    try { run("verify-audit", "--data", target); } catch { wrong.push(`round ${round}: what has its name is not whole`); }
    if (readdirSync(join(target, "files")).length !== 400) wrong.push(`round ${round}: files are missing`);
    continue;
  }
  if (existsSync(join(target, "restoring"))) {
    half++;
    if (!refuses("migrate", "--data", target)) wrong.push(`round ${round}: a half restored folder opened as a practice`);
  }
  try { run(...restores); } catch (error) { wrong.push(`round ${round}: cannot be restored again: ${error.stderr}`); }
}
console.log(`  ${ROUNDS} restores killed: ${half} half, ${whole} whole; a whole one takes ${brought} ms`);
for (const sentence of wrong) console.log(`    ✘ ${sentence}`);
console.log(wrong.length > 0
  ? "\nbackup: FAILED"
  : `\nbackup: ${cuts} backups of ${ROUNDS} killed in the middle (a whole one takes ${made} ms beside four writers), none with a name that was not whole; ` +
    `${ROUNDS} restores killed (a whole one takes ${brought} ms): ${half} half, none of which opened, ${whole} whole, all restored again.`);
process.exitCode = wrong.length > 0 ? 1 : 0;
