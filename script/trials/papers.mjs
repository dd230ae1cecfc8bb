// T25, T27: while PDFs are made and handed out, the program opens no file but its own data, and connects to nobody.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Practice, scratch } from "./practice.mjs";

const folder = scratch();
const practice = new Practice(join(folder, "data"));
const log = join(folder, "calls");
// From its start: it lets nobody look at it later.
await practice.open({}, ["strace", "-D", "-f", "-qq", "-e", "trace=open,openat,openat2,connect,execve", "-o", log]);
const calls = () => (existsSync(log) ? readFileSync(log, "utf8") : "").split("\n").filter(Boolean);
const cookie = await practice.client("Maya Lindqvist");
const list = await practice.send("GET", "/documents", undefined, { cookie });
const documents = [...new Set([...list.text.matchAll(/href="(\/documents\/[0-9a-f-]{36}\/download[^"]*)"/g)].map(([, path]) => path))];
if (documents.length === 0) throw new Error("Maya has nothing to download");

const before = calls().length;
const wrong = [];
for (const path of [...documents, "/documents/..%2f..%2fetc%2fpasswd/download", "/pkg/..%2f..%2fetc%2fpasswd", "/pkg/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd"]) {
  const answer = await practice.send("GET", path.replaceAll("&amp;", "&"), undefined, { cookie });
  const wanted = documents.includes(path) ? 200 : 404;
  if (![wanted, 400].includes(answer.status)) wrong.push(`${path} answered ${answer.status}`);
  if (wanted === 200 && !answer.text.startsWith("%PDF-")) wrong.push(`${path} is no PDF`);
}
// So that silence means something: this one file has to be seen.
const style = /href="(\/pkg\/[^"]*\.css)"/.exec(list.text)[1];
await practice.send("GET", style);
// What it opens to close in good order is not looked at.
for (let tries = 0; tries < 100 && !calls().slice(before).some((call) => call.includes(style.split("/").at(-1))); tries++) {
  await new Promise((done) => setTimeout(done, 50));
}
const made = calls().slice(before);
await practice.kill("SIGTERM");

const opened = made.flatMap((call) => /\bopen(?:at2?)?\((?:AT_FDCWD, )?"([^"]*)"/.exec(call)?.[1] ?? []);
const site = resolve(process.env.ANTEROOM_TRIAL ?? "dist/anteroom", "../site");
const strange = opened.filter((path) => ![practice.data, site, "/sys/fs/cgroup", "/sys/devices/system/cpu/online", "/proc/self"].some((own) => path.startsWith(own)));
if (!opened.some((path) => path.endsWith(style.split("/").at(-1)) || path.includes(`${style.split("/").at(-1)}.`))) wrong.push("not even the stylesheet was seen to be opened");
wrong.push(...strange.map((path) => `it opened ${path}`), ...made.filter((call) => /\b(connect|execve)\(/.test(call)).map((call) => `it called ${call}`));
try { execFileSync("strace", ["-V"]); } catch { wrong.push("strace is missing"); }
for (const sentence of wrong) console.log(`  ✘ ${sentence}`);
console.log(wrong.length ? "\npapers: FAILED" : `\npapers: ${documents.length} PDFs made; ${opened.length} files opened, all of them its own; no connection, no other program.`);
process.exitCode = wrong.length ? 1 : 0;
