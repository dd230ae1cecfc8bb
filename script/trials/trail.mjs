// T45: an audit trail of a million rows is walked within 30 seconds, and a row changed in its middle is named.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { Practice, scratch } from "./practice.mjs";

const ROWS = 1_000_000;
const MOST = 30; // seconds
const CHUNK = 50_000;

const practice = new Practice(join(scratch(), "data"));
let [seq, previous] = practice.sql("SELECT seq || ' ' || hex(hash) FROM audit ORDER BY seq DESC LIMIT 1").split(" ");
seq = Number(seq);
previous = Buffer.from(previous, "hex");
const at = practice.sql("SELECT at FROM audit ORDER BY seq DESC LIMIT 1");
const stamp = `${new Date(at).toISOString()}`;
const none = Buffer.alloc(0);

/** The hash of a row, as backend/src/audit.rs makes it: each part behind its length. */
function hashed(parts) {
  const hash = createHash("sha256");
  for (const part of parts) {
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(part);
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(bytes.length));
    hash.update(length).update(bytes);
  }
  return hash.digest();
}

while (seq < ROWS) {
  const rows = [];
  for (let n = 0; n < CHUNK && seq < ROWS; n++) {
    seq++;
    const number = Buffer.alloc(8);
    number.writeBigInt64BE(BigInt(seq));
    const hash = hashed([previous, number, stamp, "charts.listed", "done", "staff", none, "Elena Reyes, PhD", none, none, "", "203.0.113.7", "Mozilla/5.0"]);
    rows.push(`(${seq},'${at}','charts.listed','done','staff',NULL,'Elena Reyes, PhD',NULL,NULL,'','203.0.113.7','Mozilla/5.0',x'${previous.toString("hex")}',x'${hash.toString("hex")}')`);
    previous = hash;
  }
  practice.forge(`BEGIN;\nINSERT INTO audit VALUES ${rows.join(",\n")};\nCOMMIT;`);
}
const walk = () => {
  const began = process.hrtime.bigint();
  let said;
  try { said = practice.run("verify-audit"); } catch (error) { said = error.stdout; }
  return { said: said.trim().split("\n")[0], seconds: Number(process.hrtime.bigint() - began) / 1e9 };
};
const whole = walk();
console.log(`  ${whole.said} ${whole.seconds.toFixed(1)} s`);
const middle = ROWS / 2;
practice.forge(`DROP TRIGGER audit_stays; UPDATE audit SET actor_name = 'Somebody Else' WHERE seq = ${middle};`);
const changed = walk();
console.log(`  ${changed.said} ${changed.seconds.toFixed(1)} s`);
const failed = !whole.said.includes(`${ROWS} rows`) || whole.seconds > MOST || !changed.said.includes(String(middle));
console.log(failed ? "\ntrail: FAILED" : `\ntrail: ${ROWS} rows walked in ${whole.seconds.toFixed(1)} s, a changed row in the middle is named.`);
process.exitCode = failed ? 1 : 0;
