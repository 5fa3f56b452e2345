import type { World } from '../support/world.js';

/** A page as a person and a browser get it. */
export class VisitedPage {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly source: string,
  ) {}

  get heading(): string {
    return textOf(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(this.source)?.[1] ?? '');
  }

  /** What stands below the heading, without markup. */
  get text(): string {
    return textOf(/<main>([\s\S]*?)<\/main>/.exec(this.source)?.[1] ?? '');
  }

  get language(): string {
    return /<html lang="([^"]*)">/.exec(this.source)?.[1] ?? '';
  }

  /** The value of a form's field; undefined where there is none. */
  field(name: string): string | undefined {
    const input = (this.source.match(/<input\s[^>]*>/g) ?? []).find((tag) => new RegExp(`\\sname="${name}"`).test(tag));
    return input === undefined ? undefined : unescaped(/\svalue="([^"]*)"/.exec(input)?.[1] ?? '');
  }

  get action(): string | undefined {
    return /<form [^>]*action="([^"]*)"/.exec(this.source)?.[1];
  }
}

/** Somebody with a browser that runs no scripts. */
export class Visitor {
  constructor(
    private readonly world: World,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  opens(path: string, method = 'GET'): Promise<VisitedPage> {
    return this.asks(path, { method });
  }

  submits(path: string, fields: Readonly<Record<string, string>>): Promise<VisitedPage> {
    return this.asks(path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Presses the button of a page, with some fields filled in. */
  presses(page: VisitedPage, filledIn: Readonly<Record<string, string>> = {}): Promise<VisitedPage> {
    const names = ['token', 'lang', 'email', 'newPassword'].filter((name) => page.field(name) !== undefined);
    const fields = Object.fromEntries(names.map((name) => [name, filledIn[name] ?? page.field(name) ?? '']));
    return this.submits(`/${page.action}`, fields);
  }

  async asks(
    path: string,
    { headers, ...request }: RequestInit & { headers?: Readonly<Record<string, string>> },
  ): Promise<VisitedPage> {
    const answer = await fetch(this.world.url + path, {
      redirect: 'error',
      headers: { ...this.headers, ...headers },
      ...request,
    });
    return new VisitedPage(answer.status, answer.headers, await answer.text());
  }
}

function textOf(markup: string): string {
  return unescaped(markup.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
