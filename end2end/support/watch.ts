// Listens to everything that the browser complains about. A story says beforehand what it expects to hear.
import type { BrowserContext } from "@playwright/test";

interface Declared {
  pattern: RegExp;
  heard: boolean;
}

export class Watch {
  private readonly heard: string[] = [];
  private readonly declared: Declared[] = [];

  /** @param home The only origin that a page may talk to. */
  constructor(private readonly home: string) {}

  follow(context: BrowserContext): void {
    context.on("console", (message) => this.hear(`${message.type()}: ${message.text()} (${message.location().url})`));
    context.on("weberror", (error) => this.hear(`page error: ${error.error().stack ?? error.error().message}`));
    context.on("dialog", (dialog) => {
      this.hear(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    context.on("request", (request) => {
      const url = new URL(request.url());
      const inside = ["data:", "blob:", "about:"].includes(url.protocol) || url.origin === this.home;
      if (!inside) this.heard.push(`a request left the house: ${request.method()} ${request.url()}`);
    });
  }

  /** Chromium says this for every page with such a status. */
  expectsStatus(...statuses: number[]): void {
    for (const status of statuses) this.expects(new RegExp(`^error: Failed to load resource: .* status of ${status} `));
  }

  /** Chromium says how it cleared away what it held of the site (T29). */
  expectsLogout(): void {
    this.expects(/^info: Clear-Site-Data header on .*Cleared data types: "storage"/);
  }

  expects(pattern: RegExp): void {
    this.declared.push({ pattern, heard: false });
  }

  /** What was heard without having been declared, and what was declared without having been heard. */
  complaints(): string[] {
    const silent = this.declared.filter((declared) => !declared.heard).map((declared) => `expected, but never heard: ${declared.pattern}`);
    return [...this.heard, ...silent];
  }

  private hear(message: string): void {
    // What an open page hears when the session of its stream has ended, or the program was stopped.
    if (/^error: Failed to load resource: .*(status of (401|503)|ERR_[A-Z_]+).*\/events\?after=/.test(message)) return;
    // Chromium asks for a page's picture when it likes, also while the program starts anew.
    if (/^error: Failed to load resource: net::ERR_CONNECTION_REFUSED .*\/favicon\.svg/.test(message)) return;
    const declared = this.declared.find((each) => each.pattern.test(message));
    if (declared) declared.heard = true;
    else this.heard.push(message);
  }
}
