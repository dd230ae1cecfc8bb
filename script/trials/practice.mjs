// A practice for one trial: the built program in a folder of its own, spoken to over loopback as a browser would.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.ANTEROOM_TRIAL ?? "dist/anteroom";

/** A folder that is gone when the trial ends, however it ends. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), "anteroom-trial-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  return folder;
}

const freePort = () => new Promise((resolve, reject) => {
  const probe = createServer().on("error", reject);
  probe.listen(0, "127.0.0.1", () => { const { port } = probe.address(); probe.close(() => resolve(port)); });
});

export class Practice {
  /** Fills a new folder with the cast, or takes one in which `cast` lives already. */
  constructor(data, environment = {}, cast = undefined) {
    this.data = data;
    // The shell's own settings would lead the trial elsewhere: to another database, or to real mail.
    this.environment = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("ANTEROOM_"))), ...environment };
    const run = (...args) => execFileSync(program, [...args, "--data", data], { env: this.environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 26 });
    this.run = run;
    this.cast = cast ?? JSON.parse(run("seed", "--demo", "--json"));
    this.agent = new http.Agent({ keepAlive: true });
  }

  /** Serves, until `kill` or its own end. `tracer`: a command that runs it, and leaves it this process' child. */
  async open(environment = {}, tracer = []) {
    this.port = await freePort();
    const env = { ...this.environment, ...environment };
    const [command, ...words] = [...tracer, program, "serve", "--data", this.data, "--listen", `127.0.0.1:${this.port}`];
    this.process = spawn(command, words, { env, stdio: ["ignore", "ignore", "pipe"] });
    const last = [];
    this.said = () => last.join("");
    this.process.stderr.setEncoding("utf8").on("data", (text) => { last.push(text); if (last.length > 20) last.shift(); });
    this.ended = new Promise((resolve) => this.process.once("exit", resolve));
    const orphan = () => this.process.kill("SIGKILL");
    process.once("exit", orphan);
    this.ended.then(() => process.off("exit", orphan));
    for (let tries = 0; tries < 300; tries++) {
      if (this.process.exitCode !== null) break;
      const ready = await this.send("GET", "/readyz").catch(() => undefined);
      if (ready?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the practice does not open:\n${this.said()}`);
  }

  async kill(signal = "SIGKILL") {
    if (!this.process) return;
    this.process.kill(signal);
    await this.ended;
    this.agent.destroy();
    this.agent = new http.Agent({ keepAlive: true });
  }

  /** One request, as a browser without scripts sends it. */
  send(method, path, fields, headers = {}, agent = this.agent) {
    const body = fields ? new URLSearchParams(fields).toString() : "";
    const origin = `http://localhost:${this.port}`;
    const usual = { host: `localhost:${this.port}`, accept: "text/html", "user-agent": "trial" };
    if (method === "POST") Object.assign(usual, { origin, "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) });
    return new Promise((resolve, reject) => {
      const began = process.hrtime.bigint();
      const request = http.request({ host: "127.0.0.1", port: this.port, method, path, agent, headers: { ...usual, ...headers } }, (answer) => {
        const parts = [];
        answer.on("data", (part) => parts.push(part)).on("error", reject);
        answer.on("end", () => resolve({
          status: answer.statusCode,
          headers: answer.headers,
          text: Buffer.concat(parts).toString("utf8"),
          milliseconds: Number(process.hrtime.bigint() - began) / 1e6,
        }));
      });
      request.on("error", reject).end(body);
    });
  }

  /** Signs a member of the cast in to the office, and answers with the cookie. */
  staff(lastName) {
    return this.signIn("/api/visitor/sign_in_staff", "anteroom-office", this.cast.staff.find(({ name }) => name.endsWith(lastName)));
  }

  /** The same, for a client in the portal. */
  client(fullName) {
    return this.signIn("/api/visitor/sign_in", "anteroom", this.cast.accounts.find(({ name }) => name === fullName));
  }

  async signIn(door, name, { email, password }) {
    const answer = await this.send("POST", door, { email, password, next: "" });
    const cookie = (answer.headers["set-cookie"] ?? []).find((line) => line.startsWith(`${name}=`));
    if (!cookie) throw new Error(`${email} could not sign in: ${answer.status} ${answer.headers.location ?? ""}`);
    return cookie.split(";")[0];
  }

  /** Creates a chart. Its id is the practice's word that it is kept; nothing, if the practice did not give its word. */
  async createChart(cookie, lastName) {
    const fields = { last_name: lastName, first_name: "Trial", birth_date: "1990-01-01", owner: "client", page: "/office/charts/new" };
    const answer = await this.send("POST", "/api/staff/charts/create", fields, { cookie });
    return /\/office\/charts\/([0-9a-f-]{36})\/face/.exec(answer.headers.location ?? "")?.[1];
  }

  /** Asks the database past every door. Only while nobody serves. */
  sql(query) {
    return execFileSync("sqlite3", ["-readonly", join(this.data, "anteroom.db"), query], { encoding: "utf8", maxBuffer: 1 << 26 }).trim();
  }

  /** Changes it past every door. */
  forge(statements) {
    execFileSync("sqlite3", [join(this.data, "anteroom.db")], { input: `.bail on\n${statements}`, encoding: "utf8" });
  }
}

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
