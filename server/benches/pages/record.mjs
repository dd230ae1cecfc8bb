// Writes sql.json: every statement that three pages make, so that the bare handler makes the same. PostgreSQL tells them
// in its log; SQLite runs them as they are. Called by `script/bench --record`, whenever a measured page reads other rows.
import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Practice, scratch } from "../../../script/trials/practice.mjs";

const folder = scratch();
const cluster = join(folder, "cluster");
const log = join(cluster, "log");
const bin = `/usr/lib/postgresql/${readdirSync("/usr/lib/postgresql").sort((a, b) => b - a)[0]}/bin`;
const root = process.getuid() === 0;
const postgres = (command, ...args) => {
  const words = [join(bin, command), ...args];
  if (root) words.unshift("runuser", "-u", "postgres", "--");
  return execFileSync(words[0], words.slice(1), { cwd: "/", encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
};
const port = await new Promise((resolve) => { const probe = createServer().listen(0, "127.0.0.1", () => { const { port } = probe.address(); probe.close(() => resolve(port)); }); });

execFileSync("chmod", ["711", folder]);
mkdirSync(cluster);
if (root) chownSync(cluster, Number(execFileSync("id", ["-u", "postgres"])), Number(execFileSync("id", ["-g", "postgres"])));
postgres("initdb", "-D", join(cluster, "data"), "-U", "postgres", "-A", "trust", "--locale=C.UTF-8", "--no-sync");
postgres("pg_ctl", "-D", join(cluster, "data"), "-l", log, "-w", "-s", "start", "-o",
  `-p ${port} -k ${cluster} -c listen_addresses=127.0.0.1 -c fsync=off -c log_statement=all -c log_line_prefix='%p '`);
process.prependListener("exit", () => postgres("pg_ctl", "-D", join(cluster, "data"), "-m", "immediate", "-s", "stop"));

const ask = (sql) => postgres("psql", "-h", "127.0.0.1", "-p", String(port), "-U", "postgres", "-At", "-c", sql).trim().split("\n").filter(Boolean);
const practice = new Practice(join(folder, "data"), { ANTEROOM_DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/postgres` });
await practice.open();
const maya = practice.cast.accounts.find(({ name }) => name === "Maya Lindqvist");
const chart = maya.charts[0].id;
const cookies = [await practice.client(maya.name), await practice.staff("Reyes")].join("; ");

/** What each value stands for. The bare handler finds its own by the same questions. */
const names = new Map();
const supervisor = ask("SELECT id FROM staff WHERE last_name = 'Reyes'")[0];
const sessions = (side) => ask(`SELECT token_hash FROM sessions WHERE side = '${side}' ORDER BY started_at DESC LIMIT 1`)[0];
names.set(sessions("portal"), "portal_session").set(sessions("office"), "office_session").set(chart, "chart");
names.set(ask("SELECT id FROM accounts WHERE first_name = 'Maya'")[0], "account").set(supervisor, "staff");
for (const [name, sql] of [
  ["supervised", `SELECT supervisee_id FROM supervisions JOIN staff ON staff.id = supervisee_id WHERE supervisor_id = '${supervisor}' ORDER BY last_name`],
  ["grant", `SELECT id FROM grants WHERE chart_id = '${chart}' ORDER BY activated_at`],
  ["share", `SELECT id FROM shares WHERE chart_id = '${chart}' ORDER BY shared_at`],
  ["document", `SELECT id FROM documents WHERE chart_id = '${chart}' ORDER BY written_at`],
]) ask(sql).forEach((id, index) => names.set(id, `${name} ${index}`));

function meaning(value) {
  if (names.has(value)) return names.get(value);
  if (/^-?\d+$/.test(value)) return Number(value);
  if (/^\d{4}-\d\d-\d\d \d\d:/.test(value)) return "now";
  if (/^\\x|^[0-9a-f]{8}-/.test(value)) throw new Error(`nobody knows what ${value} stands for`);
  return `=${value}`;
}

/** The statements between two places of the log. */
function statements(text) {
  const found = [];
  const open = new Map(); // what each connection said last
  const writes = new Set();
  for (const line of text.split("\n")) {
    const [, connection, kind, words] = /^(\d+) (LOG|DETAIL): {2}(.*)$/.exec(line) ?? [];
    if (kind === "DETAIL") {
      const values = [...words.matchAll(/\$\d+ = (?:'((?:[^']|'')*)'|(NULL))/g)].map(([, value]) => value?.replaceAll("''", "'") ?? null);
      open.get(connection)?.values.push(...values.map((value) => (value === null ? null : meaning(value))));
      continue;
    }
    const sql = /^(?:statement|execute [^:]*): (.*)$/.exec(words ?? "")?.[1];
    if (!sql) continue;
    open.delete(connection);
    if (/^BEGIN/.test(sql)) writes.add(connection);
    else if (/^(COMMIT|ROLLBACK)/.test(sql)) writes.delete(connection);
    else if (writes.has(connection)) {
      // The one line of the audit trail: the bare handler writes its own.
      if (!/pg_advisory_xact_lock|FROM "audit"|INSERT INTO "audit"/.test(sql)) throw new Error(`this page writes more than its line in the trail: ${sql}`);
    } else {
      const statement = { sql, values: [] };
      found.push(statement);
      open.set(connection, statement);
    }
  }
  return found;
}

const pages = {};
for (const [name, path] of [["dashboard", "/"], ["my_documents", "/documents"], ["chart_documents", `/office/charts/${chart}/documents`]]) {
  await practice.send("GET", path, undefined, { cookie: cookies }); // the session's last use is noted now, and not next time
  const before = readFileSync(log, "utf8").length;
  const answer = await practice.send("GET", path, undefined, { cookie: cookies });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  await new Promise((resolve) => setTimeout(resolve, 500));
  pages[name] = statements(readFileSync(log, "utf8").slice(before));
  console.log(`  ${name}: ${pages[name].length} statements`);
}
await practice.kill("SIGTERM");
const lines = Object.entries(pages).map(([name, list]) => `"${name}": [\n${list.map((statement) => `  ${JSON.stringify(statement)}`).join(",\n")}\n]`);
writeFileSync(new URL("sql.json", import.meta.url), `{\n${lines.join(",\n")}\n}\n`);
