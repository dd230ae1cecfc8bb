// T20: sqlmap at every parameter of every door, as somebody who may knock there. Each door gets a practice of its own, so that what
// one does is not in another's way. First a control: a page with a hole that it must find.
import { spawn } from "node:child_process";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Practice, scratch } from "./practice.mjs";

const LEVELS = ["--level=3", "--risk=2"];
const PATIENCE = 15 * 60; // seconds for one door
// Blind, by errors, by unions, stacked: what could be read or done. By time only one door is asked, since it waits for each try.
const WAYS = "--technique=BEUS";

const folder = scratch();
const only = process.env.ANTEROOM_DOORS ?? "";

/** Runs sqlmap. Answers with the parameters that it tried, those in which it found something, and whether it came to its end. */
function attack(url, more) {
  const words = ["-u", url, "--batch", "--disable-coloring", "--flush-session", "--ignore-redirects", "--threads=4", "--dbms=SQLite",
    ...LEVELS, `--output-dir=${join(folder, "sqlmap")}`, "--ignore-code=*", "-v", "1", ...more];
  return new Promise((resolve, reject) => {
    const child = spawn("sqlmap", words, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE * 1000);
    child.stdout.setEncoding("utf8").on("data", (text) => { said += text; });
    child.stderr.setEncoding("utf8").on("data", (text) => { said += text; });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearTimeout(late);
      const tested = new Set([...said.matchAll(/(?:parameter|header) '([^']+)' (?:does not seem|does not appear|is dynamic|is vulnerable|appears)/g)].map(([, name]) => name));
      const found = [...said.matchAll(/^Parameter: (.+)$/gm)].map(([, name]) => name);
      resolve({ said, tested, found, finished: code === 0 && !signal && /do not appear to be injectable|fetched data logged/.test(said) });
    });
  });
}

const hole = `
import sqlite3, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlparse
db = sqlite3.connect(":memory:"); db.execute("create table charts (name text)"); db.execute("insert into charts values ('Maya')")
class Page(BaseHTTPRequestHandler):
    def log_message(self, *_): pass
    def do_GET(self):
        asked = parse_qs(urlparse(self.path).query).get("search", [""])[0]
        try: rows = db.execute("select name from charts where name = '" + asked + "'").fetchall()
        except Exception as error: rows = [(str(error),)]
        self.send_response(200); self.end_headers(); self.wfile.write(repr(rows).encode())
server = HTTPServer(("127.0.0.1", 0), Page); print(server.server_port, flush=True); server.serve_forever()
`;
const holed = spawn("python3", ["-c", hole], { stdio: ["ignore", "pipe", "inherit"] });
process.on("exit", () => holed.kill("SIGKILL"));
const port = await new Promise((resolve) => holed.stdout.once("data", (text) => resolve(Number(text))));
const control = await attack(`http://127.0.0.1:${port}/?search=Maya`, [WAYS]);
holed.kill("SIGKILL");
if (!control.found.length) {
  console.log(control.said);
  throw new Error("the control has a hole, and sqlmap did not find it: nothing below would mean anything");
}
console.log(`  control: the hole was found (${control.found.join(", ")})`);

// What the doors name, of the demo practice: Maya's, where she has one, and else something of that form.
const seeded = new Practice(join(folder, "seeded"));
const id = (query) => {
  const hex = seeded.sql(`SELECT lower(hex(id)) FROM ${query} LIMIT 1`) || "0".repeat(32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};
const maya = seeded.sql("SELECT hex(id) FROM charts WHERE first_name = 'Maya'");
const things = { CHART: id(`charts WHERE first_name = 'Maya'`), CLINICIAN: id("staff WHERE last_name = 'Reyes'"), INTERN: id("staff WHERE last_name = 'Raman'"), CONTACT: id("contacts") };
for (const [name, table] of Object.entries({ DOCUMENT: "documents", EMAIL: "chart_emails", TASK: "tasks", GRANT: "grants", SHARE: "shares", CONVERSATION: "conversations" })) {
  things[name] = id(`${table} WHERE hex(chart_id) = '${maya}'`);
}
const fill = (text) => Object.entries(things).reduce((text, [name, id]) => text.replaceAll(name, id), text);
const schema = "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_master ORDER BY name)";
const drawn = seeded.sql(schema);

const doors = readFileSync(new URL("../../server/tests/doors.txt", import.meta.url), "utf8").split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => line.trim().split(/\s+/))
  .map(([marks, method, path, , , ...fields]) => ({ marks: [...marks], method, path, fields: fill(fields.join("&")).replace("SIDE", "office") }))
  .filter(({ path, fields }) => path.includes(only) && (fields || fill(path) !== path));
// Whose column of the table it is, and how they sign in: of the first of them to whom a door opens.
const people = [[0, async () => ""], [6, (practice) => practice.staff("Reyes")], [11, (practice) => practice.staff("Vidal")], [2, (practice) => practice.client("Maya Lindqvist")]];

let asked = 0;
const wrong = [];
for (const door of doors) {
  const data = join(folder, "practice");
  cpSync(join(folder, "seeded"), data, { recursive: true });
  const practice = new Practice(data, {}, seeded.cast);
  await practice.open();
  const [, signIn] = people.find(([column]) => "✔…".includes(door.marks[column])) ?? people[0];
  const cookie = await signIn(practice);
  const origin = `http://localhost:${practice.port}`;
  const headers = ["Accept: application/json", `Origin: ${origin}`, ...(cookie ? [`Cookie: ${cookie}`] : [])].join("\n");
  // A path's ids are marked by hand. Of the headers only the agent is kept anywhere: once, where people sign in.
  const marked = (text) => text.replace(/([0-9a-f]{8}-[0-9a-f-]{27})/g, "$1*");
  const url = origin + (door.method === "GET" ? marked(`${fill(door.path)}${door.fields && `?${door.fields}`}`) : door.path);
  const signsIn = door.path.endsWith("/sign_in");
  const { said, tested, found, finished } = await attack(url, [
    `--headers=${headers}`, signsIn ? "--technique=BEUST" : WAYS, `--skip=cookie,host,referer${signsIn ? "" : ",user-agent"}`,
    ...(door.method === "POST" ? [`--data=${door.fields}`] : []),
  ]);
  await practice.kill("SIGTERM");
  asked += tested.size;
  const whole = practice.sql("PRAGMA integrity_check") === "ok" && practice.sql(schema) === drawn;
  let chained = true;
  try { practice.run("verify-audit"); } catch { chained = false; }
  const amiss = [found.length && `found ${found.join(", ")}`, !finished && "did not finish", !whole && "the tables are not what they were", !chained && "the audit trail is broken"].filter(Boolean);
  console.log(`  ${amiss.length ? "✘" : "✔"} ${door.method} ${door.path}: ${[...tested].join(" ") || "nothing to try"}${amiss.length ? ` (${amiss.join("; ")})` : ""}`);
  if (amiss.length) { wrong.push(door.path); if (process.env.ANTEROOM_SAID) console.log(said); }
  rmSync(data, { recursive: true });
}
console.log(wrong.length ? `\nsqlmap: FAILED at ${wrong.join(", ")}` : `\nsqlmap: ${asked} parameters of ${doors.length} doors tried (${LEVELS.join(" ")}), 0 findings.`);
process.exitCode = wrong.length ? 1 : 0;
