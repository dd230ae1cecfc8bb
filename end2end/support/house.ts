// A practice of one's own: made-up people in a fresh folder, the built program over it, gone afterwards.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

/** `dist/anteroom`, or the program that ANTEROOM_PROGRAM names. */
const PROGRAM = process.env.ANTEROOM_PROGRAM ?? resolve(__dirname, "../../dist/anteroom");
/** A program that is not ready after this long never will be. */
const LONGEST_START = 120_000;
const LONGEST_STOP = 40_000;

/** What `anteroom seed --cast --json` tells about the people in it. */
export interface Cast {
  staff: { name: string; roles: string[]; email: string; password: string }[];
  accounts: { name: string; email: string; password: string; charts: { id: string; name: string; birth_date: string }[] }[];
  charts: { id: string; last_name: string; first_name: string; birth_date: string; email: string | null; portal_status: string }[];
}

/** Somebody who can sign in. */
export interface Login {
  name: string;
  email: string;
  password: string;
}

/** A filled practice that nobody has opened yet: made once, copied for each story. */
export class Seed {
  private constructor(private readonly folder: string, readonly cast: Cast) {}

  static async make(what: "--cast" | "--demo" = "--cast"): Promise<Seed> {
    const folder = await mkdtemp(join(tmpdir(), "anteroom-seed-"));
    const data = join(folder, "data");
    const told = await promisify(execFile)(PROGRAM, ["seed", what, "--json", "--data", data], { env: environment(), maxBuffer: 2 ** 24 });
    return new Seed(folder, JSON.parse(told.stdout) as Cast);
  }

  copyTo(data: string): Promise<void> {
    return cp(join(this.folder, "data"), data, { recursive: true });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

export class House {
  private said = "";
  private program!: ChildProcess;

  private constructor(private readonly folder: string, private readonly port: number, private readonly smtpPort: number, readonly cast: Cast) {}

  static async open(seed: Seed, smtpPort: number): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), "anteroom-house-"));
    await seed.copyTo(join(folder, "data"));
    const house = new House(folder, await freePort(), smtpPort, seed.cast);
    await house.begin();
    return house;
  }

  /**
   * The program's clock goes wrong, or time passes: "+8d", "-1h" against the true time. Its jobs run as they do when it starts. The
   * browsers keep the true time.
   */
  async live(time: string): Promise<void> {
    await this.end();
    await writeFile(this.clock, time);
    await this.begin({ LD_PRELOAD: await libfaketime(), FAKETIME_DONT_FAKE_MONOTONIC: "1", FAKETIME_NO_CACHE: "1", FAKETIME_TIMESTAMP_FILE: this.clock });
  }

  /** Time passes while the program runs. After `live`. */
  async pass(time: string): Promise<void> {
    await writeFile(this.clock, time);
  }

  private get clock(): string {
    return join(this.folder, "clock");
  }

  private async begin(more: NodeJS.ProcessEnv = {}): Promise<void> {
    const program = spawn(PROGRAM, ["serve", "--data", join(this.folder, "data"), "--listen", `127.0.0.1:${this.port}`], {
      env: { ...environment(), ANTEROOM_PUBLIC_URL: this.url, ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${this.smtpPort}`, ...more },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const listen = (chunk: Buffer) => {
      this.said += chunk.toString();
    };
    program.stdout?.on("data", listen);
    program.stderr?.on("data", listen);
    this.program = program;
    try {
      await this.ready();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** What people type to get here. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Everything that the program has written so far. */
  get log(): string {
    return this.said;
  }

  staff(name: string): Login {
    return one(this.cast.staff, name);
  }

  client(name: string): Login & { charts: { id: string; name: string; birth_date: string }[] } {
    return one(this.cast.accounts, name);
  }

  chart(name: string): Cast["charts"][number] {
    return one(this.cast.charts.map((chart) => ({ ...chart, name: `${chart.first_name} ${chart.last_name}` })), name);
  }

  async close(): Promise<void> {
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async end(): Promise<void> {
    if (this.program.exitCode === null && this.program.signalCode === null) {
      const gone = new Promise<void>((done) => this.program.once("exit", () => done()));
      this.program.kill("SIGTERM");
      const late = setTimeout(() => this.program.kill("SIGKILL"), LONGEST_STOP);
      await gone;
      clearTimeout(late);
    }
  }

  private async ready(): Promise<void> {
    const until = Date.now() + LONGEST_START;
    while (Date.now() < until) {
      if (this.program.exitCode !== null) break;
      const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
      if (answer?.ok) return;
      await pause(50);
    }
    throw new Error(`dist/anteroom serve did not get ready:\n${this.said}`);
  }
}

/** Debian keeps it in a folder that is named for the machine. */
async function libfaketime(): Promise<string> {
  const places = (await readdir("/usr/lib")).map((machine) => `/usr/lib/${machine}/faketime/libfaketimeMT.so.1`);
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error("libfaketime is missing: script/bootstrap installs it");
  return found;
}

/** Nothing of this machine's own settings reaches the program. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("ANTEROOM_")));
}

function one<T extends { name: string }>(people: T[], name: string): T {
  const found = people.find((person) => person.name === name);
  if (!found) throw new Error(`${name} is not in the cast: ${people.map((person) => person.name).join(", ")}`);
  return found;
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}
