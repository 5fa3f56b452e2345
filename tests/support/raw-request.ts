export interface GraphQLProblem {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** An answer as it came over the wire. */
export class RawAnswer {
  private constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly text: string,
  ) {}

  static async of(response: Response): Promise<RawAnswer> {
    return new RawAnswer(response.status, response.headers, await response.text());
  }

  get json(): {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly GraphQLProblem[];
  } {
    return JSON.parse(this.text) as RawAnswer['json'];
  }

  /** The first error's code; undefined where there is none. */
  get code(): unknown {
    return this.json.errors?.[0]?.extensions['code'];
  }

  get message(): string {
    return this.json.errors?.[0]?.message ?? '';
  }
}

/** What somebody sends who does not use a GraphQL client: any body, any headers. */
export async function sends(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  return RawAnswer.of(
    await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    }),
  );
}

export function asks(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  return sends(url, JSON.stringify({ query, variables }), headers);
}

export async function gets(url: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
  return RawAnswer.of(await fetch(url, { headers, redirect: 'manual' }));
}
