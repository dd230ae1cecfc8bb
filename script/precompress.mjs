// Writes pkg/assets.json from "logical name<TAB>file" lines on standard input, removes what no longer belongs there, puts a
// .br and a .gz next to every text-like file, prints the sizes and fails above a budget. Called by script/build.
// Bundles of a development build are packed quickly, and have no budget.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";

const [site, budgetFile, profile] = process.argv.slice(2);
const pkg = join(site, "pkg");
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

const lines = readFileSync(0, "utf8").split("\n").filter(Boolean);
const assets = Object.fromEntries(lines.map((line) => line.split("\t")).sort());
write(join(pkg, "assets.json"), JSON.stringify(assets, null, 1) + "\n");

const files = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));

const kept = new Set(["assets.json", ...Object.values(assets)]);
for (const file of files(pkg)) {
  const name = relative(pkg, file);
  if (!kept.has(name.replace(/\.(br|gz)$/, "")) && !name.startsWith("snippets/")) rmSync(file);
}

const compressed = {};
for (const file of files(site)) {
  if (!/\.(js|wasm|css|svg|json|webmanifest|txt)$/.test(file)) continue;
  const changed = statSync(file).mtimeMs;
  if (older(`${file}.br`, changed) || older(`${file}.gz`, changed)) {
    const raw = readFileSync(file);
    const quick = profile === "dev" && file.endsWith(".wasm");
    const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: quick ? 4 : 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: raw.length };
    const [br, gz] = await Promise.all([brotli(raw, { params }), gzip(raw, { level: quick ? 1 : 9 })]);
    writeFileSync(`${file}.br`, br);
    writeFileSync(`${file}.gz`, gz);
  }
  compressed[relative(pkg, file)] = statSync(`${file}.br`).size;
}

const row = (name, raw, br) => console.log(`  ${name.padEnd(44)} ${String(raw).padStart(9)} ${String(br).padStart(9)}`);
row("file", "bytes", "brotli");
for (const name of [...new Set(Object.values(assets))].sort()) row(name, statSync(join(pkg, name)).size, compressed[name] ?? "-");

const sum = (...logical) => [...new Set(logical.map((name) => assets[name]))].reduce((total, name) => total + compressed[name], 0);
const measured = {
  portal: sum("portal.js", "portal.wasm"),
  office: sum("office.js", "office.wasm"),
  css: sum("portal.css", "office.css"),
};
for (const line of readFileSync(budgetFile, "utf8").split("\n").filter(Boolean)) {
  const [name, limit] = line.split(" ");
  if (profile === "dev" && name !== "css") continue;
  const above = measured[name] > Number(limit);
  console.log(`  budget ${name}: ${measured[name]} of ${limit} bytes${above ? ": TOO LARGE" : ""}`);
  if (above) process.exitCode = 1;
}

function older(file, than) {
  try { return statSync(file).mtimeMs < than; } catch { return true; }
}

// Leaves an unchanged file alone, and with it its compressed twins.
function write(file, text) {
  try { if (readFileSync(file, "utf8") === text) return; } catch { /* not there yet */ }
  writeFileSync(file, text);
}
