// A real mail server: what the practice sends arrives here, and is read once.
import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** As it came over the wire. */
  raw: string;
}

const LONGEST_WAIT = 60_000;
const UNKNOWN = "nobody.lives.here@example.com";

export class MailRoom {
  private readonly unread: Mail[] = [];
  private arrived: () => void = () => undefined;

  /** Mail to here is refused for good. */
  readonly unknownMailbox = UNKNOWN;

  private constructor(private readonly server: SMTPServer) {}

  static async open(): Promise<MailRoom> {
    let room: MailRoom | undefined;
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["AUTH", "STARTTLS"],
      disableReverseLookup: true,
      onRcptTo(address, _session, done) {
        if (address.address === UNKNOWN) done(Object.assign(new Error("No such mailbox"), { responseCode: 550 }));
        else done();
      },
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const to = session.envelope.rcptTo.map((recipient) => recipient.address);
          void room?.take(Buffer.concat(chunks), to).then(() => done(), done);
        });
      },
    });
    room = new MailRoom(server);
    await new Promise<void>((done, failed) => {
      server.once("error", failed);
      server.listen(0, "127.0.0.1", () => done());
    });
    return room;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  /** The oldest mail to this address that nobody has read yet. Waits for it. */
  async mailTo(address: string): Promise<Mail> {
    const until = Date.now() + LONGEST_WAIT;
    for (;;) {
      const at = this.unread.findIndex((mail) => mail.to === address);
      const [mail] = at < 0 ? [] : this.unread.splice(at, 1);
      if (mail) return mail;
      const left = until - Date.now();
      if (left <= 0) throw new Error(`No mail to ${address} came. Unread: ${this.addressesOfUnread().join(", ") || "none"}`);
      await new Promise<void>((done) => {
        const late = setTimeout(done, left);
        this.arrived = () => {
          clearTimeout(late);
          done();
        };
      });
    }
  }

  addressesOfUnread(): string[] {
    return this.unread.map((mail) => mail.to);
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
    });
  }

  private async take(raw: Buffer, to: string[]): Promise<void> {
    const read = await PostalMime.parse(raw);
    const { subject = "", text = "", html = "" } = read;
    for (const address of to) {
      this.unread.push({ from: read.from?.address ?? "", to: address, subject, text, html, raw: raw.toString() });
    }
    this.arrived();
  }
}
