// Writers who create charts until the practice is gone, and what must be left of their work afterwards (R1).

/** Writes with several hands at once. `acknowledged` fills while they work; `finished` ends when the practice answers no more. */
export function write(practice, cookie, hands, mark) {
  const acknowledged = new Map();
  const hand = async (number) => {
    for (let count = 0; ; count++) {
      const name = `${mark}-${number}-${count}`;
      let id;
      try { id = await practice.createChart(cookie, name); } catch { return; }
      if (id) acknowledged.set(id.replaceAll("-", "").toUpperCase(), name);
    }
  };
  return { acknowledged, finished: Promise.all(Array.from({ length: hands }, (_, number) => hand(number))) };
}

/**
 * Looks at what is left. Every sentence in the answer is a broken promise.
 * `acknowledged`: names by id, of every round so far. `open`: so many requests may have been under way at each end.
 */
export function examine(practice, acknowledged, open) {
  const wrong = [];
  try {
    practice.run("verify-audit");
  } catch (error) {
    wrong.push(`verify-audit: ${(error.stdout || error.stderr || error.message).trim()}`);
  }
  let kept = 0;
  try {
    const sound = practice.sql("PRAGMA integrity_check");
    if (sound !== "ok") wrong.push(`integrity_check: ${sound.split("\n")[0]}`);
    const rows = practice.sql("SELECT hex(id) || ' ' || last_name FROM charts WHERE first_name = 'Trial'").split("\n").filter(Boolean);
    const found = new Map(rows.map((row) => row.split(" ")));
    for (const [id, name] of acknowledged) if (found.get(id) === name) kept++;
    if (kept < acknowledged.size) wrong.push(`${acknowledged.size - kept} of ${acknowledged.size} acknowledged charts are lost`);
    if (new Set(found.values()).size < found.size) wrong.push("a chart is there twice");
    if (found.size - acknowledged.size > open) wrong.push(`${found.size - acknowledged.size} charts are there that nobody was told of; at most ${open} can be`);
    const silent = practice.sql("SELECT count(*) FROM charts c WHERE first_name = 'Trial' AND (SELECT count(*) FROM audit a WHERE a.act = 'charts.created' AND c.id IN (a.chart_id, a.subject_id)) <> 1");
    if (silent !== "0") wrong.push(`${silent} charts without their one line in the audit trail`);
    const hollow = practice.sql("SELECT count(*) FROM audit a WHERE a.act = 'charts.created' AND NOT EXISTS (SELECT 1 FROM charts c WHERE c.id IN (a.chart_id, a.subject_id))");
    if (hollow !== "0") wrong.push(`${hollow} lines in the audit trail tell of charts that are not there`);
  } catch (error) {
    wrong.push(`the database cannot be read: ${(error.stderr || error.message).toString().trim().split("\n")[0]}`);
  }
  return { kept, wrong };
}
