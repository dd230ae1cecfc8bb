// T25, T27: while PDFs are made and handed out, the program opens no file but its own data, and connects to nobody.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Practice, scratch } from "./practice.mjs";

const folder = scratch();
const practice = new Practice(join(folder, "data"));
await practice.open();
const cookie = await practice.client("Maya Lindqvist");
const list = await practice.send("GET", "/documents", undefined, { cookie });
const documents = [...new Set([...list.text.matchAll(/href="(\/documents\/[0-9a-f-]{36}\/download[^"]*)"/g)].map(([, path]) => path))];
if (documents.length === 0) throw new Error("Maya has nothing to download");

const log = join(folder, "calls");
const tracer = spawn("strace", ["-f", "-qq", "-e", "trace=open,openat,openat2,connect,execve", "-o", log, "-p", String(practice.process.pid)], { stdio: "ignore" });
for (let tries = 0; tries < 100 && !/TracerPid:\s+[1-9]/.test(readFileSync(`/proc/${practice.process.pid}/status`, "utf8")); tries++) {
  await new Promise((done) => setTimeout(done, 50));
}
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
tracer.kill("SIGINT");
await new Promise((done) => tracer.once("exit", done));
await practice.kill("SIGTERM");

const calls = existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(Boolean) : [];
const opened = calls.flatMap((call) => /\bopen(?:at2?)?\((?:AT_FDCWD, )?"([^"]*)"/.exec(call)?.[1] ?? []);
const site = resolve(process.env.ANTEROOM_TRIAL ?? "dist/anteroom", "../site");
const strange = opened.filter((path) => ![practice.data, site, "/sys/fs/cgroup", "/proc/self"].some((own) => path.startsWith(own)));
if (!opened.some((path) => path.endsWith(style.split("/").at(-1)) || path.includes(`${style.split("/").at(-1)}.`))) wrong.push("not even the stylesheet was seen to be opened");
wrong.push(...strange.map((path) => `it opened ${path}`), ...calls.filter((call) => /\b(connect|execve)\(/.test(call)).map((call) => `it called ${call}`));
try { execFileSync("strace", ["-V"]); } catch { wrong.push("strace is missing"); }
for (const sentence of wrong) console.log(`  ✘ ${sentence}`);
console.log(wrong.length ? "\npapers: FAILED" : `\npapers: ${documents.length} PDFs made; ${opened.length} files opened, all of them its own; no connection, no other program.`);
process.exitCode = wrong.length ? 1 : 0;
