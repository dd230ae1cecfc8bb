// T1: does a refused sign-in tell, by its time or its words, whether the address is known? One try after another, the
// classes in an order that chance decides, each try from an address and for an account of its own, so that the throttle (T4)
// has no part in it.
import http from "node:http";
import { join } from "node:path";
import { Practice, median, scratch } from "./practice.mjs";

const TRIES = 400;
const WARM = 20; // of each class first, not counted
const FEW = 2; // milliseconds
const SHARE = 0.05;
const WRONG = "Wrong-Otter_paints7";

const practice = new Practice(join(scratch(), "data"));
const { password } = practice.cast.accounts[0];
const many = TRIES + WARM;
// Charts with an address and no account: people who are in care here, and have not been invited.
practice.run("seed", "--scale", String(many));
const charted = practice.sql(`SELECT address FROM chart_emails WHERE address LIKE '%.%.%@example.com' LIMIT ${many}`).split("\n");
if (charted.length < many) throw new Error(`only ${charted.length} charts have an address`);
// Accounts that all have the cast's password; half of them were disabled.
const copy = (name, disabled) => `
  WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < ${many - 1})
  INSERT INTO accounts (id, email, email_key, password_hash, first_name, last_name, registered_at, last_sign_in_at, disabled_at)
  SELECT randomblob(16), '${name}' || n || '@example.com', '${name}' || n || '@example.com', password_hash, first_name, last_name, registered_at, NULL,
    ${disabled ? "registered_at" : "NULL"}
  FROM number, (SELECT * FROM accounts LIMIT 1);`;
practice.forge(copy("known", false) + copy("disabled", true) + copy("barred", true));

const classes = {
  "nobody": (n) => [`nobody${n}@example.com`, WRONG],
  "in care, no account": (n) => [charted[n], WRONG],
  "known, wrong password": (n) => [`known${n}@example.com`, WRONG],
  "disabled, wrong password": (n) => [`disabled${n}@example.com`, WRONG],
  "disabled, right password": (n) => [`barred${n}@example.com`, password],
};

await practice.open({ ANTEROOM_TRUSTED_PROXIES: "127.0.0.1" });
const line = new http.Agent({ keepAlive: true, maxSockets: 1 });
const times = Object.fromEntries(Object.keys(classes).map((name) => [name, []]));
const looks = new Map();
let caller = 0;
for (let n = 0; n < many; n++) {
  for (const name of shuffled(Object.keys(classes))) {
    const [email, word] = classes[name](n);
    caller++;
    const from = `10.${(caller >> 16) & 255}.${(caller >> 8) & 255}.${caller & 255}`;
    const headers = { "x-forwarded-for": from };
    const answer = await practice.send("POST", "/api/visitor/sign_in", { email, password: word, next: "", page: "/login" }, headers, line);
    if (n >= WARM) times[name].push(answer.milliseconds);
    const look = appearance(answer);
    if (!looks.has(look)) looks.set(look, new Set());
    looks.get(look).add(name);
  }
}
await practice.kill("SIGTERM");

function shuffled(names) {
  const drawn = names.map((name) => [Math.random(), name]);
  return drawn.sort(([one], [other]) => one - other).map(([, name]) => name);
}

/** Everything that comes back, but what is random by nature. */
function appearance({ status, headers, text }) {
  const masked = Object.entries(headers).map(([name, value]) => {
    if (name === "date" || name === "x-request-id") return `${name}: …`;
    if (name === "set-cookie") return `${name}: ${value.map((cookie) => cookie.replace(/=[^;]*/, "=…"))}`;
    return `${name}: ${String(value).replace(/'nonce-[^']*'/, "'nonce-…'")}`;
  });
  return [status, ...masked, text].join("\n");
}

const medians = Object.entries(times).map(([name, list]) => [name, median(list)]);
const values = medians.map(([, value]) => value);
const [fastest, slowest] = [Math.min(...values), Math.max(...values)];
const apart = slowest - fastest;
const allowed = Math.max(FEW, SHARE * fastest);
console.log(`  | who tries | tries | median |\n  |---|---:|---:|`);
for (const [name, value] of medians) console.log(`  | ${name} | ${times[name].length} | ${value.toFixed(2)} ms |`);
let failed = apart > allowed;
if (looks.size > 1) {
  failed = true;
  console.log(`  ✘ ${looks.size} different answers:`);
  for (const [look, names] of looks) console.log(`--- ${[...names].join(", ")}\n${look}\n`);
}
console.log(`\ntiming: ${failed ? "FAILED: " : ""}medians ${apart.toFixed(2)} ms apart (${((100 * apart) / fastest).toFixed(1)} %; allowed ${allowed.toFixed(2)} ms), ${looks.size === 1 ? "one answer for all" : `${looks.size} different answers`}.`);
process.exitCode = failed ? 1 : 0;
