// T32: 500 people sign in at the same moment. Do the others notice, and what does it cost in memory?
import { readFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { Practice, scratch } from "./practice.mjs";

const CROWD = 500;
const QUIET = 5_000; // milliseconds, before and while
const PAUSE = 40; // between two looks of the one who works on
const MOST_MEMORY = 256; // MB more than before
const SLOWER = 2;

const practice = new Practice(join(scratch(), "data"));
await practice.open({ ANTEROOM_TRUSTED_PROXIES: "127.0.0.1" });
const cookie = await practice.staff("Reyes");
const line = new http.Agent({ keepAlive: true, maxSockets: 1 });

const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${practice.process.pid}/status`, "utf8"))[1]) / 1024;
const p95 = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length * 0.95)];
const look = async () => {
  const answer = await practice.send("GET", "/office/charts", undefined, { cookie }, line);
  if (answer.status !== 200) throw new Error(`the Chart Room answered ${answer.status}`);
  return answer.milliseconds;
};

/** Opens the Chart Room again and again until `over`. */
async function work(over) {
  const times = [];
  while (!over()) {
    times.push(await look());
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return times;
}

for (let n = 0; n < 30; n++) await look();
const until = Date.now() + QUIET;
const alone = await work(() => Date.now() > until);
const before = memory();
let [arrived, highest] = [false, before];
const watching = setInterval(() => { highest = Math.max(highest, memory()); }, 20);
const began = Date.now();
const crowd = Promise.all(Array.from({ length: CROWD }, (_, n) =>
  practice.send("POST", "/api/visitor/sign_in", { email: `nobody${n}@example.com`, password: "Wrong-Otter_paints7", next: "" },
    { "x-forwarded-for": `10.0.${n >> 8}.${n & 255}` }, new http.Agent()))).finally(() => { arrived = true; });
const beside = await work(() => arrived);
const took = (Date.now() - began) / 1000;
const counts = new Map();
for (const { status } of await crowd) counts.set(status, (counts.get(status) ?? 0) + 1);
const statuses = [...counts].map(([status, count]) => `${count} × ${status}`);
clearInterval(watching);
await practice.kill("SIGTERM");

const more = highest - before;
console.log(`  ${CROWD} sign-ins at once: ${statuses.join(", ")}, done in ${took.toFixed(1)} s (${(CROWD / took).toFixed(0)} a second)`);
console.log(`  the Chart Room meanwhile: p95 ${p95(beside).toFixed(1)} ms of ${beside.length}, alone ${p95(alone).toFixed(1)} ms of ${alone.length}`);
console.log(`  memory: ${before.toFixed(0)} MB before, ${highest.toFixed(0)} MB at most`);
const wrong = [
  more > MOST_MEMORY && `it took ${more.toFixed(0)} MB more, ${MOST_MEMORY} are allowed`,
  p95(beside) > SLOWER * p95(alone) && `the others wait ${(p95(beside) / p95(alone)).toFixed(1)} times as long, ${SLOWER} are allowed`,
].filter(Boolean);
for (const sentence of wrong) console.log(`  ✘ ${sentence}`);
console.log(wrong.length ? "\nload: FAILED" : "\nload: the others do not notice.");
process.exitCode = wrong.length ? 1 : 0;
