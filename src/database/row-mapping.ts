import type { EntityProperty, EntitySchema } from '@mikro-orm/sql';
import type { Database } from './database.js';

type Decode = (value: unknown) => unknown;
type Decoders = Readonly<Record<Column['type'], Decode>>;

interface Decoder {
  readonly property: string;
  readonly decode: Decode;
}

interface Column {
  readonly property: string;
  readonly name: string;
  readonly type: 'date' | 'boolean' | 'number' | 'json' | 'text';
}

/**
 * Makes an entity's plain data of what a prepared statement returned, as MikroORM would read it, without its identity
 * map: that costs more than the statement. Columns and types come from the entity, so that a new column is never missed.
 */
export class RowMapping<T> {
  private readonly dialect: Database['dialect'];
  private readonly columns: readonly Column[];
  private readonly decoders: readonly Decoder[];
  private readonly jsonDecoders: readonly Decoder[];
  /** Copied for each row: an object that grows by one property after the other costs several times as much memory. */
  private readonly empty: Readonly<Record<string, unknown>>;
  private readonly Lazy: new (row: readonly unknown[]) => object;

  constructor(database: Database, entity: EntitySchema<T>) {
    this.dialect = database.dialect;
    const { props } = database.orm.getMetadata().get(entity.meta.class);
    this.columns = props.filter(({ fieldNames }) => fieldNames?.length === 1).map(toColumn);
    const decoders = this.dialect === 'sqlite' ? fromSqlite : fromPostgresqlText;
    this.decoders = this.columns.map(({ property, type }) => ({ property, decode: decoders[type] }));
    this.jsonDecoders = this.columns.map(({ property, type }) => ({ property, decode: fromJson[type] }));
    this.empty = Object.fromEntries(this.columns.map(({ property }) => [property, null]));
    this.Lazy = lazyRow(this.columns, decoders);
  }

  /** How many columns `fromRow` reads. */
  get width(): number {
    return this.columns.length;
  }

  /** The columns in the order in which `fromRow` reads them. */
  select(alias: string): string {
    return this.columns.map(({ name }) => `${alias}.${name}`).join(', ');
  }

  /** One JSON array of the columns, for rows that are gathered into one value. */
  selectJson(alias: string): string {
    if (this.dialect === 'postgresql') return `json_build_array(${this.select(alias)})`;
    const values = this.columns.map(({ name, type }) =>
      type === 'json' ? `json(${alias}.${name})` : `${alias}.${name}`,
    );
    return `json_array(${values.join(', ')})`;
  }

  /** @param start where in the row the columns of this entity begin */
  fromRow(row: readonly unknown[], start: number): T {
    return this.read(row, start, this.decoders);
  }

  /** As `fromRow`, but each property is read where it is asked for, which of a list's rows most never are. */
  lazily(row: readonly unknown[]): T {
    return new this.Lazy(row) as T;
  }

  fromJson(values: readonly unknown[]): T {
    return this.read(values, 0, this.jsonDecoders);
  }

  /** A single instant, read apart from an entity. */
  instant(value: unknown): Date | null {
    if (value === null || value === undefined) return null;
    return (this.dialect === 'sqlite' ? fromSqlite : fromPostgresqlText).date(value) as Date;
  }

  private read(values: readonly unknown[], start: number, decoders: readonly Decoder[]): T {
    const data: Record<string, unknown> = { ...this.empty };
    let at = start;
    for (const { property, decode } of decoders) {
      const value = values[at] ?? null;
      if (value !== null) data[property] = decode(value);
      at += 1;
    }
    return data as T;
  }
}

function lazyRow(columns: readonly Column[], decoders: Decoders): new (row: readonly unknown[]) => object {
  class LazyRow {
    readonly #row: readonly unknown[];

    constructor(row: readonly unknown[]) {
      this.#row = row;
    }

    decoded(index: number, decode: Decode): unknown {
      const value = this.#row[index] ?? null;
      return value === null ? null : decode(value);
    }
  }
  for (const [index, { property, type }] of columns.entries()) {
    const get = function (this: LazyRow) {
      return this.decoded(index, decoders[type]);
    };
    Object.defineProperty(LazyRow.prototype, property, { get });
  }
  return LazyRow;
}

function toColumn({
  name,
  fieldNames,
  runtimeType,
  type,
}: Pick<EntityProperty, 'name' | 'fieldNames' | 'runtimeType' | 'type'>): Column {
  return {
    property: name,
    name: fieldNames[0] ?? name,
    type: type === 'JsonType' ? 'json' : (types[runtimeType] ?? 'text'),
  };
}

const types: Readonly<Record<string, Column['type']>> = { Date: 'date', boolean: 'boolean', number: 'number' };

const asItIs: Decode = (value) => value;

/** PostgreSQL's text format. */
const fromPostgresqlText: Decoders = {
  date: (value) => new Date(isoInstant(String(value))),
  boolean: (value) => value === 't',
  number: Number,
  json: (value) => JSON.parse(String(value)) as unknown,
  text: asItIs,
};

/** MikroORM stores instants as milliseconds there, and truth values as 0 and 1. */
const fromSqlite: Decoders = {
  date: (value) => new Date(Number(value)),
  boolean: Boolean,
  number: Number,
  json: (value) => JSON.parse(String(value)) as unknown,
  text: asItIs,
};

/** Both databases' JSON: PostgreSQL writes instants by ISO 8601, SQLite as it stores them. */
const fromJson: Decoders = {
  date: (value) => new Date(typeof value === 'number' ? value : String(value)),
  boolean: Boolean,
  number: Number,
  json: asItIs,
  text: asItIs,
};

/** `2026-11-21 08:30:00.123+00` → ISO 8601. */
function isoInstant(text: string): string {
  const iso = text.replace(' ', 'T');
  return iso.endsWith('+00') ? `${iso.slice(0, -3)}Z` : iso.replace(/([+-]\d\d)$/, '$1:00');
}
