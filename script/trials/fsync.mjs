// F3: the disk fails to keep what a commit gave it. strace lets one sync of the writer fail with EIO; the program must not give its
// word for that change, must end rather than go on, and must have everything that it gave its word for when it is started again.
import { join } from "node:path";
import { Practice, scratch } from "./practice.mjs";
import { examine } from "./writers.mjs";

// Which sync of a thread fails. Only the writer of the database comes that far.
const FAILING = [20, 27, 34, 41, 60];
const PATIENCE = 60_000;

const practice = new Practice(join(scratch(), "data"));
const acknowledged = new Map();
let failed = false;
let refused = 0;
for (const when of FAILING) {
  const wrong = [];
  const tracer = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", `inject=fsync,fdatasync:error=EIO:when=${when}`];
  await practice.open({}, tracer);
  const cookie = await practice.staff("Whitfield");
  const before = acknowledged.size;
  let answer;
  for (let count = 0; count < when * 3; count++) {
    const name = `Sync${when}-${count}`;
    const fields = { last_name: name, first_name: "Trial", birth_date: "1990-01-01", owner: "client" };
    // As a program, so that the answer is the true status.
    const headers = { cookie, accept: "application/json" };
    answer = await practice.send("POST", "/api/staff/charts/create", fields, headers).catch(() => undefined);
    const id = /\/office\/charts\/([0-9a-f-]{36})\/face/.exec(answer?.headers.location ?? "")?.[1];
    if (!id) break;
    acknowledged.set(id.replaceAll("-", "").toUpperCase(), name);
  }
  const ready = await practice.send("GET", "/readyz").catch(() => undefined);
  if (answer?.status !== 500) wrong.push(`the change whose sync failed was answered ${answer?.status ?? "with nothing"}, not 500`);
  else refused++;
  if (ready?.status === 200) wrong.push("it says that it is ready");
  if (acknowledged.size === before) wrong.push("nothing was acknowledged before, so nothing was tried");
  const ended = await Promise.race([practice.ended, new Promise((resolve) => setTimeout(resolve, PATIENCE, "not at all"))]);
  if (ended !== 1) wrong.push(`it ended: ${ended}, not by itself with 1`);
  if (!practice.said().includes("The disk failed while a change was written")) wrong.push("its last words do not tell why");
  await practice.kill();
  wrong.push(...examine(practice, acknowledged, refused).wrong);
  console.log(`  sync ${when} fails: ${acknowledged.size - before} acknowledged${wrong.map((sentence) => `\n    ✘ ${sentence}`).join("")}`);
  failed ||= wrong.length > 0;
}
await practice.open();
const cookie = await practice.staff("Whitfield");
if (!(await practice.createChart(cookie, "Afterwards"))) { console.log("  ✘ started again, it takes no chart"); failed = true; }
await practice.kill("SIGTERM");
console.log(failed
  ? "\nfsync: FAILED"
  : `\nfsync: ${FAILING.length} times a sync failed: the change was answered 500, the process said why and ended; ${acknowledged.size} acknowledged charts, 0 lost, database sound, audit trail whole.`);
process.exitCode = failed ? 1 : 0;
