// The codes of an authenticator app (RFC 6238), from the key that a page shows.
import { createHmac } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** A code holds for so many seconds. */
const STEP = 30;

/** The code now, or `ahead` steps from now: each is taken once, and one ahead is taken already. */
export function codeOf(key: string, ahead = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / STEP) + ahead));
  const mac = createHmac("sha1", bytesOf(key)).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Six digits that are no code of this key at this time. */
export function wrongCode(key: string): string {
  const right = [-2, -1, 0, 1, 2].map((ahead) => codeOf(key, ahead));
  return ["000000", "111111", "222222", "333333", "444444", "555555"].find((code) => !right.includes(code)) ?? "666666";
}

/** Base32, as pages and apps write keys: blanks do not count. */
function bytesOf(key: string): Buffer {
  const bits = [...key.replace(/\s/g, "").toUpperCase()].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
