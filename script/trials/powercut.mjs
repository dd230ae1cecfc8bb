// F2: the power goes while four hands write. The data lies on an ext4 of its own, whose shutdown call drops everything that
// had not reached the disk. A control run, in which fsync does nothing, must lose what was acknowledged: else this trial
// would prove nothing.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Practice, scratch } from "./practice.mjs";
import { examine, write } from "./writers.mjs";

const HANDS = 4;
const ENOUGH = 200;
const LONGEST = 60_000;
// EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH: not even the journal in memory is written any more.
const CUT = "my $how = pack('I', 2); sysopen(my $place, $ARGV[0], 0) or die $!; ioctl($place, 0x8004587d, $how) or die $!;";
const EMPTY_FSYNC = "int fsync(int file) { return 0; }\nint fdatasync(int file) { return 0; }\n";

const folder = scratch();
const run = (command, ...args) => execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });

async function cutPower(name, environment) {
  const [image, place] = [join(folder, `${name}.img`), join(folder, name)];
  mkdirSync(place);
  run("truncate", "-s", "256M", image);
  run("mkfs.ext4", "-q", "-F", image);
  run("mount", "-o", "loop", image, place);
  let practice;
  try {
    practice = new Practice(join(place, "data"));
    run("sync");
    await practice.open(environment);
    const work = write(practice, await practice.staff("Whitfield"), HANDS, name);
    const began = Date.now();
    while (work.acknowledged.size < ENOUGH && Date.now() - began < LONGEST) await new Promise((resolve) => setTimeout(resolve, 5));
    run("perl", "-e", CUT, place);
    await practice.kill();
    await work.finished;
    run("umount", place);
    run("mount", "-o", "loop", image, place);
    const { kept, wrong } = examine(practice, work.acknowledged, HANDS);
    return { acknowledged: work.acknowledged.size, kept, wrong };
  } finally {
    await practice?.kill();
    run("umount", place);
  }
}

const library = join(folder, "empty-fsync.so");
writeFileSync(join(folder, "empty-fsync.c"), EMPTY_FSYNC);
run("cc", "-shared", "-fPIC", "-o", library, join(folder, "empty-fsync.c"));

const say = (name, { acknowledged, kept, wrong }) =>
  console.log(`  ${name}: ${acknowledged} acknowledged, ${kept} kept${wrong.map((sentence) => `\n    · ${sentence}`).join("")}`);
const real = await cutPower("real", {});
say("as it is built", real);
const control = await cutPower("control", { LD_PRELOAD: library });
say("control, fsync does nothing", control);

const tried = real.acknowledged >= ENOUGH && control.acknowledged >= ENOUGH;
if (!tried) console.log(`\npowercut: FAILED: fewer than ${ENOUGH} charts were acknowledged, so nothing was tried.`);
else if (real.wrong.length > 0) console.log("\npowercut: FAILED: acknowledged work was lost or damaged.");
else if (control.wrong.length === 0) console.log("\npowercut: FAILED: the control run lost nothing, so the trial cannot see a loss.");
else console.log(`\npowercut: ${real.kept} of ${real.acknowledged} acknowledged charts kept, database sound, audit trail whole; control: ${control.kept} of ${control.acknowledged} kept.`);
process.exitCode = tried && real.wrong.length === 0 && control.wrong.length > 0 ? 0 : 1;
