import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDatabaseAway } from '../../src/database/database.js';
import { parseDatabaseUrl } from '../../src/database/database-url.js';
import { withDatabase } from '../support/tables.js';
import { freshPostgres, type TestDatabase } from '../support/test-database.js';
import { certificates, TlsDoor } from '../support/tls-door.js';

const opened: TestDatabase[] = [];

afterEach(async () => {
  for (const database of opened.splice(0)) await database.drop();
});

async function kept<T extends TestDatabase>(opening: Promise<T>): Promise<T> {
  const database = await opening;
  opened.push(database);
  return database;
}

/** The URL of the same database at another host, with these parameters. */
function at(host: string, { url }: TestDatabase, parameters: Readonly<Record<string, string>>): string {
  const other = Object.assign(new URL(url), { hostname: host });
  for (const [name, value] of Object.entries(parameters)) other.searchParams.set(name, value);
  return other.href;
}

/** Whether it can be asked something, by the ORM and by a prepared statement, or else counts as away. */
function answers(url: string): Promise<boolean> {
  return withDatabase(url, async (database) => {
    try {
      await database.reader().execute('select 1');
    } catch (error) {
      if (isDatabaseAway(error)) return false;
      throw error;
    }
    const rows = await database.prepared({ name: 'sum', sql: 'select $1::int + 1' }, [1]);
    return rows?.[0]?.[0] === '2';
  });
}

const { authority, anotherAuthority, own, ownKey } = certificates;

describe('a database that offers TLS', () => {
  it.each([
    { asks: 'for nothing', host: 'localhost', parameters: {}, how: 'plain' },
    { asks: 'for none', host: 'localhost', parameters: { sslmode: 'disable' }, how: 'plain' },
    { asks: 'for encryption', host: 'localhost', parameters: { sslmode: 'require' }, how: 'encrypted' },
    {
      asks: 'for an authority as well',
      host: '127.0.0.1',
      parameters: { sslmode: 'require', sslrootcert: authority },
      how: 'encrypted',
    },
    {
      asks: 'for an authority',
      host: '127.0.0.1',
      parameters: { sslmode: 'verify-ca', sslrootcert: authority },
      how: 'encrypted',
    },
    {
      asks: 'for this host',
      host: 'localhost',
      parameters: { sslmode: 'verify-full', sslrootcert: authority },
      how: 'encrypted',
    },
    {
      asks: 'for an authority, and no mode',
      host: 'localhost',
      parameters: { sslrootcert: authority },
      how: 'encrypted',
    },
  ])('takes in who asks $asks', async ({ host, parameters, how }) => {
    const door = await kept(TlsDoor.open());
    expect(await answers(at(host, door, parameters))).toBe(true);
    expect(new Set(door.entered)).toEqual(new Set([how]));
  });

  it.each([
    {
      asks: 'for this host, by an address',
      host: '127.0.0.1',
      parameters: { sslmode: 'verify-full', sslrootcert: authority },
    },
    { asks: 'for an authority that all know', host: 'localhost', parameters: { sslmode: 'verify-full' } },
    { asks: 'the system', host: 'localhost', parameters: { sslmode: 'verify-full', sslrootcert: 'system' } },
    {
      asks: 'for another authority',
      host: 'localhost',
      parameters: { sslmode: 'verify-ca', sslrootcert: anotherAuthority },
    },
    {
      asks: 'for another one, to encrypt',
      host: 'localhost',
      parameters: { sslmode: 'require', sslrootcert: anotherAuthority },
    },
  ])('is not believed by who asks $asks', async ({ host, parameters }) => {
    const door = await kept(TlsDoor.open());
    expect(await answers(at(host, door, parameters))).toBe(false);
    expect(door.entered).toEqual([]);
  });
});

test('a database that asks who comes is shown our certificate', async () => {
  const door = await kept(TlsDoor.open());
  expect(await answers(at('localhost', door, { sslmode: 'require', sslcert: own, sslkey: ownKey }))).toBe(true);
  expect(new Set(door.named)).toEqual(new Set(['localhost']));
});

test('where a database offers no TLS, who asks for it sends nothing in plain text', async () => {
  const database = await kept(freshPostgres());
  expect(await answers(at('127.0.0.1', database, { sslmode: 'require' }))).toBe(false);
  expect(await answers(at('127.0.0.1', database, {}))).toBe(true);
});

test('the files of certificates must be there', async () => {
  const database = await kept(freshPostgres());
  await expect(answers(at('localhost', database, { sslrootcert: '/nowhere/authority.pem' }))).rejects.toThrow('ENOENT');
});

test('what a URL leaves out comes from the environment', async () => {
  const database = await kept(freshPostgres());
  const { hostname, port, username, pathname } = new URL(database.url);
  const before = { ...process.env };
  Object.assign(process.env, { PGHOST: hostname, PGPORT: port, PGUSER: username });
  try {
    expect(await answers(`postgresql://${pathname}`)).toBe(true);
    expect(await answers(`postgresql://${username}@${pathname}`)).toBe(true);
    process.env['PGSSLMODE'] = 'require';
    expect(await answers(`postgresql://${pathname}`)).toBe(false);
    expect(await answers(`postgresql://${pathname}?sslmode=disable`)).toBe(true);
  } finally {
    process.env = before;
  }
});

const withSockets = process.platform === 'win32' ? test.skip : test;

withSockets('a database is found by its socket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'usergraph-socket-'));
  try {
    const door = await kept(TlsDoor.open(join(folder, '.s.PGSQL.5433')));
    const name = new URL(door.url).pathname;
    for (const url of [
      `postgresql://${name}?host=${folder}&port=5433&user=postgres&sslmode=require`,
      `postgresql://postgres@${name}?host=${folder}&port=5433`,
      `postgresql://postgres@${encodeURIComponent(folder)}:5433${name}`,
    ]) {
      expect({ url, answers: await answers(url) }).toEqual({ url, answers: true });
    }
    expect(new Set(door.entered)).toEqual(new Set(['plain']));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('a URL', () => {
  it.each([
    'postgresql://',
    'postgresql://host',
    'postgresql://host/?sslmode=require',
    'postgresql://host:port/name',
    'postgresql://host:99999/name',
    'postgresql://ho%zzst/name',
    'postgresql://host/name?sslmode=prefer',
    'postgresql://host/name?sslmode=allow',
    'postgresql://host/name?sslmode=verify',
    'postgresql://host/name?sslmode=verify-ca',
    'postgresql://host/name?sslmode=verify-ca&sslrootcert=system',
    'postgresql://host/name?sslmode=require&sslrootcert=system',
    'postgresql://host/name?sslcert=client.pem',
    'postgresql://host/name?port=a',
    'mysql://host/name',
  ])('%s is refused, since it can’t be done as it says', (url) => {
    expect(parseDatabaseUrl(url)).toBeNull();
  });
});
