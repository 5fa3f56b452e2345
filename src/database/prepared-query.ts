import type { Parameter, PreparedStatement, Scalar } from './prepared-statement.js';

type TextRow = readonly (string | null)[];

/** What is used of node-postgres' connection: one method for each message of PostgreSQL's extended query protocol. */
interface Connection {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Readonly<Record<string, string>>;
  parse(statement: { name: string; text: string }): void;
  bind(portal: { statement: string; values: readonly (string | null)[] }): void;
  execute(portal: object): void;
  sync(): void;
}

/**
 * A prepared statement in as few steps as PostgreSQL's protocol allows, as a query of its own kind for node-postgres
 * (`Submittable`). The driver's own asks with each execution to have all columns described, and builds an object of
 * their names: who reads columns by their place needs neither. That halves what a small read costs this process.
 */
export class PreparedQuery {
  readonly name: string;
  readonly text: string;
  /** Set by the driver, where there is none. */
  callback: ((error: Error | null, rows?: TextRow[]) => void) | undefined;
  private readonly rows: TextRow[] = [];

  constructor(
    { name, sql }: PreparedStatement,
    private readonly parameters: readonly Parameter[],
  ) {
    this.name = name;
    this.text = sql;
  }

  /** Each connection parses it once; the driver notes by name and text that it has. */
  submit(connection: Connection): null {
    const { name, text } = this;
    const values = this.parameters.map(asText);
    connection.stream.cork();
    if (connection.parsedStatements[name] === undefined) connection.parse({ name, text });
    connection.bind({ statement: name, values });
    connection.execute({});
    connection.sync();
    connection.stream.uncork();
    return null;
  }

  handleDataRow({ fields }: { readonly fields: TextRow }): void {
    this.rows.push(fields);
  }

  handleError(error: Error): void {
    this.callback?.(error);
  }

  handleReadyForQuery(): void {
    this.callback?.(null, this.rows);
  }

  handleCommandComplete(): void {}
}

function asText(parameter: Parameter): string | null {
  if (parameter === null) return null;
  if (parameter instanceof Date) return parameter.toISOString();
  return typeof parameter === 'object' ? `{${parameter.map(asElement).join(',')}}` : String(parameter);
}

/** Quoted, so that neither a comma nor the word NULL means anything within it. */
function asElement(element: Scalar): string {
  const text = asText(element);
  return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
