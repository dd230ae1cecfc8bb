// Staff who write to a client until the practice is gone, and what must be left afterwards: every message that was acknowledged, and a
// mail that tells of each (R1).

/** Each hand begins a conversation and writes once more in it, again and again. `told` holds what was acknowledged: words by conversation. */
export function send(practice, cookie, chart, hands, mark) {
  const told = new Map();
  const post = (door, fields) => practice.send("POST", `/api/staff/messages/${door}`, { page: "/office/inbox", ...fields }, { cookie });
  const hand = async (number) => {
    for (let count = 0; ; count++) {
      const words = [`${mark}-${number}-${count}-first`, `${mark}-${number}-${count}-second`];
      try {
        const begun = await post("start", { chart, audience: "clinical", subject: "Trial", body: words[0] });
        const id = /\/office\/inbox\/([0-9a-f-]{36})/.exec(begun.headers.location ?? "")?.[1];
        if (!id) throw new Error(`a conversation could not begin: ${begun.status} ${begun.headers.location ?? begun.text}`);
        told.set(id, [words[0]]);
        const went = await post("reply", { id, body: words[1] });
        if (went.status === 303 && !went.headers.location?.includes("refused")) told.get(id).push(words[1]);
      } catch { return; }
    }
  };
  return { told, finished: Promise.all(Array.from({ length: hands }, (_, number) => hand(number))) };
}

const HEX = (id) => `X'${id.replaceAll("-", "")}'`;
const MAIL = "SELECT count(*) FROM mails WHERE kind = 'new_message' AND conversation_id";

/** Of how many of these no mail has left: what the kill came between. Only while nobody serves. */
export const untold = (practice, told) => [...told.keys()].filter((id) => practice.sql(`${MAIL} = ${HEX(id)} AND state = 'sent'`) === "0").length;

/** Once it works again and had time: every sentence in the answer is a broken promise. `told`: of all rounds. */
export async function examineLetters(practice, told, open) {
  const wrong = [];
  await practice.open();
  // A mail that was being handed over is nobody else's for two minutes.
  const due = () => practice.sql("SELECT count(*) FROM mails WHERE state = 'queued' AND (leased_until IS NOT NULL OR next_try_at <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))");
  const until = Date.now() + 180_000;
  while (due() !== "0" && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 1_000));
  if (due() !== "0") wrong.push(`${due()} mails whose turn has come do not leave`);
  const cookie = await practice.staff("Reyes");
  let lost = 0;
  for (const [id, words] of told) {
    const page = await practice.send("GET", `/office/inbox/${id}`, undefined, { cookie });
    lost += words.filter((sentence) => page.text.split(`${sentence}<`).length !== 2).length;
  }
  if (lost) wrong.push(`${lost} acknowledged messages are not shown once`);
  await practice.kill("SIGTERM");
  const of = "JOIN conversations ON conversations.id = messages.conversation_id WHERE from_staff_id IS NOT NULL AND conversations.started_at >=";
  const since = `(SELECT min(started_at) FROM conversations WHERE id IN (${[...told.keys()].map(HEX).join(", ")}))`;
  const silent = practice.sql(`SELECT count(*) FROM messages ${of} ${since} AND NOT EXISTS (SELECT 1 FROM mails
    WHERE mails.conversation_id = messages.conversation_id AND kind = 'new_message' AND (state = 'queued' OR (state = 'sent' AND mails.sent_at >= messages.sent_at)))`);
  if (silent !== "0") wrong.push(`${silent} messages that no mail tells of`);
  const first = [...told.keys()].filter((id) => practice.sql(`${MAIL} = ${HEX(id)} AND state = 'sent'`) === "0").length;
  if (first) wrong.push(`${first} conversations began, and no mail has left`);
  const twice = practice.sql(`SELECT count(*) FROM (SELECT 1 FROM messages ${of} ${since} GROUP BY conversation_id HAVING count(*) <> max(number) OR count(*) > 2)`);
  if (twice !== "0") wrong.push(`${twice} conversations hold a message twice, or miss one`);
  const begun = Number(practice.sql(`SELECT count(*) FROM conversations WHERE started_at >= ${since}`));
  if (begun - told.size > open) wrong.push(`${begun - told.size} conversations are there that nobody was told of; at most ${open} can be`);
  return wrong;
}
