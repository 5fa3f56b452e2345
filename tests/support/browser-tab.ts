import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { type Cookie, CookieJar } from 'tough-cookie';
import type { World } from './world.js';

export interface Answer<Result> {
  readonly data: Result | null;
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
  /** What the answer asked to be stored, as it stands in the header. */
  readonly setCookies: readonly string[];
}

/** Where a way through redirects ended. */
export interface Visit {
  readonly url: URL;
  /** 0 at the frontend, which is not there. */
  readonly status: number;
  readonly page: string;
  /** Every URL on the way. */
  readonly passed: readonly string[];
}

/** A page in a browser: keeps cookies as a browser does, and says where it is from. */
export class BrowserTab {
  private readonly jar = new CookieJar();
  /** Where the server is, as the browser sees it: over https it sends cookies that http would never see. */
  private readonly site: string;

  constructor(
    private readonly world: World,
    private readonly origin: string | null = 'https://app.example.com',
  ) {
    this.site = world.publicUrl;
  }

  async asks<Result, Variables>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
    bearer?: string,
  ): Promise<Answer<Result>> {
    const cookie = (await this.living()).map((living) => living.cookieString()).join('; ');
    const response = await fetch(`${this.world.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.origin !== null && { origin: this.origin }),
        ...(cookie && { cookie }),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const setCookies = response.headers.getSetCookie();
    for (const header of setCookies) await this.jar.setCookie(header, `${this.site}/graphql`);
    const { data = null, errors = [] } = (await response.json()) as {
      data?: Result;
      errors?: Answer<Result>['errors'];
    };
    return { data, errors, setCookies };
  }

  /**
   * Opens a URL as a click on a link elsewhere does, and goes where it is redirected, until there is a page or the way
   * leads to the frontend, which is not there.
   */
  async opens(url: string, form?: URLSearchParams): Promise<Visit> {
    let next: { url: string; form?: URLSearchParams } = { url, ...(form && { form }) };
    const passed: string[] = [];
    for (;;) {
      passed.push(next.url);
      if (next.url.startsWith('https://app.example.com'))
        return { url: new URL(next.url), status: 0, page: '', passed };
      const answer = await this.navigates(next.url, next.form);
      const location = answer.headers.get('location');
      if (location === null)
        return { url: new URL(next.url), status: answer.status, page: await answer.text(), passed };
      next = { url: new URL(location, next.url).href };
    }
  }

  /** Fills in the form of a page and sends it. */
  async submits({ url, page }: Visit, fields: Readonly<Record<string, string>>): Promise<Visit> {
    const action = /<form[^>]* action="([^"]*)"/.exec(page)?.[1] ?? '';
    const hidden = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const given = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]));
    return this.opens(new URL(action, url).href, new URLSearchParams({ ...given, ...fields }));
  }

  private async navigates(url: string, form?: URLSearchParams): Promise<Response> {
    // From another site: what is SameSite=Strict stays at home.
    const cookies = await this.jar.getCookies(url, { expire: false, sameSiteContext: 'lax' });
    const cookie = this.alive(cookies)
      .map((living) => living.cookieString())
      .join('; ');
    const response = await fetch(url.replace(this.site, this.world.url), {
      redirect: 'manual',
      headers: { ...(cookie && { cookie }) },
      ...(form && { method: 'POST', body: form }),
    });
    for (const header of response.headers.getSetCookie()) await this.jar.setCookie(header, url);
    return response;
  }

  /** The values of its cookies by name. */
  async cookies(): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries((await this.living()).map(({ key, value }) => [key, value]));
  }

  /** By the clock of this world, not by that of the machine. */
  private async living(): Promise<Cookie[]> {
    const all = await this.jar.getCookies(`${this.site}/graphql`, { expire: false });
    return this.alive(all);
  }

  private alive(cookies: readonly Cookie[]): Cookie[] {
    const now = this.world.clock.now();
    return cookies.filter(({ expires }) => !(expires instanceof Date) || expires > now);
  }

  async puts(name: string, value: string): Promise<void> {
    await this.jar.setCookie(`${name}=${value}; Path=/`, `${this.site}/graphql`);
  }
}
