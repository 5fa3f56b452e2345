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

  /** The values of its cookies by name. */
  async cookies(): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries((await this.living()).map(({ key, value }) => [key, value]));
  }

  /** By the clock of this world, not by that of the machine. */
  private async living(): Promise<Cookie[]> {
    const all = await this.jar.getCookies(`${this.site}/graphql`, { expire: false });
    return all.filter(({ expires }) => !(expires instanceof Date) || expires > this.world.clock.now());
  }

  async puts(name: string, value: string): Promise<void> {
    await this.jar.setCookie(`${name}=${value}; Path=/`, `${this.site}/graphql`);
  }
}
