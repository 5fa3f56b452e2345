import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { World } from './world.js';

export interface Answer<Result> {
  readonly data: Result | null;
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
  /** What the answer asked to be stored, as it stands in the header. */
  readonly setCookies: readonly string[];
}

/** A page in a browser: keeps cookies as a browser does, and says where it is from. */
export class BrowserTab {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly world: World,
    private readonly origin: string | null = 'https://app.example.com',
  ) {}

  async asks<Result, Variables>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
    bearer?: string,
  ): Promise<Answer<Result>> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
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
    for (const header of setCookies) this.keep(header);
    const { data = null, errors = [] } = (await response.json()) as {
      data?: Result;
      errors?: Answer<Result>['errors'];
    };
    return { data, errors, setCookies };
  }

  private keep(header: string): void {
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const expires = attributes.find((attribute) => attribute.startsWith('Expires='))?.slice('Expires='.length);
    if (expires && new Date(expires).getTime() <= 0) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
