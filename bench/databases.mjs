// A PostgreSQL of its own for one run of the bench, and the same people for both servers.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { argon2id, hash } from 'argon2';
import pg from 'pg';
import { startPostgres } from '../tests/support/postgres.mjs';

export const PASSWORD = 'correct horse battery staple';
/** As in src/passwords/password-hasher.ts. */
export const HASHING = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const migrateScript = fileURLToPath(new URL('./migrate.mjs', import.meta.url));

export async function openDatabases() {
  // With autovacuum, as everybody runs it: statements are planned by what the tables hold.
  const postgres = await startPostgres({ autovacuum: 'on', autovacuum_naptime: '5s' });
  const folder = mkdtempSync(join(tmpdir(), 'usergraph-bench-'));
  const passwordHash = await hash(PASSWORD, HASHING);
  let made = 0;
  return {
    folder,
    /** @returns the URL of a new PostgreSQL database with that many people, for ours or for the baseline */
    async postgresql(kind, people) {
      made += 1;
      const name = `${kind}_${people}_${made}`;
      await run(postgres.url, [`create database ${name}`]);
      const url = Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
      if (kind === 'ours') migrate(url);
      await run(url, kind === 'ours' ? ourRows(people, passwordHash) : baselineRows(people, passwordHash));
      return url;
    },
    sqlite(people) {
      const path = join(folder, `ours_${people}.sqlite`);
      migrate(`sqlite:${path}`);
      const database = new DatabaseSync(path);
      for (const statement of sqliteRows(people, passwordHash)) database.exec(statement);
      database.close();
      return `sqlite:${path}`;
    },
    run: (url, statements) => run(url, statements),
    async close() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const emailOf = (number) => `person${number}@example.com`;

async function run(url, statements) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const results = [];
    for (const statement of statements) results.push(await client.query(statement));
    return results;
  } finally {
    await client.end();
  }
}

function migrate(url) {
  execFileSync(process.execPath, [migrateScript, url], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Version 7 by their looks, ascending with `n`. */
const PG_ID = `('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
const SQLITE_ID = `'01900000-0000-7000-8000-' || printf('%012x', n)`;
/** Of the token that is good for somebody's session, which the bench leaves alone. */
const PG_DIGEST = `left(encode(sha256(id::text::bytea), 'hex'), 43)`;

const roleRows = (cast) => `insert into roles (id, name, description, permissions, built_in) values
  ('01800000-0000-7000-8000-000000000001', 'bench-reader', null, '["reports:read","users:read"]'${cast}, false),
  ('01800000-0000-7000-8000-000000000002', 'bench-writer', null, '["reports:write"]'${cast}, false)`;

const ROLE_OF_ALL = '01800000-0000-7000-8000-000000000001';
const ROLE_OF_SOME = '01800000-0000-7000-8000-000000000002';

function ourRows(people, passwordHash) {
  const at = `timestamptz '2025-01-01' + n * interval '20 seconds'`;
  return [
    roleRows('::jsonb'),
    // What the triggers and the index on terms do row by row takes a minute for a million; at once it is the same.
    'alter table users disable trigger user',
    'drop index user_search_grams',
    `insert into users (id, email, email_key, email_verified_at, username, username_key, name, password_hash, is_admin,
       failed_login_count, created_at, updated_at)
     select ${PG_ID}, 'person' || n || '@example.com', 'person' || n || '@example.com', ${at}, 'person' || n,
       'person' || n, 'Person ' || n, '${passwordHash}', false, 0, ${at}, ${at} from generate_series(1, ${people}) n`,
    'insert into user_search select id, usergraph_search_text(email, username, name) from users',
    `set maintenance_work_mem = '512MB'`,
    'create index user_search_grams on user_search using gin (usergraph_grams(text))',
    'alter table users enable trigger user',
    `insert into user_roles (user_id, role_id) select id, '${ROLE_OF_ALL}'::uuid from users`,
    `insert into user_roles (user_id, role_id)
     select ${PG_ID}, '${ROLE_OF_SOME}'::uuid from generate_series(1, ${people}, 3) n`,
    // Everybody is signed in, and has refreshed once.
    `insert into sessions (id, user_id, device_name, ip, created_at, last_used_at, expires_at, ends_at, token_digest)
     select id, id, 'Firefox on Linux', '127.0.0.1', now(), now(), now() + interval '7 days', now() + interval '90 days',
       ${PG_DIGEST} from users`,
    `insert into used_refresh_tokens (session_id, digest, rotated_at, salt)
     select id, ${PG_DIGEST}, now(), ${PG_DIGEST} from users`,
    'vacuum analyze',
  ];
}

function baselineRows(people, passwordHash) {
  return [
    `create table users (id uuid primary key, email text not null unique, name text, password_hash text not null,
       created_at timestamptz not null)`,
    'create index on users (created_at desc, id desc)',
    'create table roles (id uuid primary key, name text not null unique)',
    `create table user_roles (user_id uuid not null references users, role_id uuid not null references roles,
       primary key (user_id, role_id))`,
    `create table refresh_tokens (digest text primary key, user_id uuid not null references users,
       expires_at timestamptz not null)`,
    `insert into roles values ('${ROLE_OF_ALL}', 'bench-reader'), ('${ROLE_OF_SOME}', 'bench-writer')`,
    `insert into users select ${PG_ID}, 'person' || n || '@example.com', 'Person ' || n, '${passwordHash}',
       timestamptz '2025-01-01' + n * interval '20 seconds' from generate_series(1, ${people}) n`,
    `insert into user_roles select id, '${ROLE_OF_ALL}'::uuid from users`,
    `insert into user_roles select ${PG_ID}, '${ROLE_OF_SOME}'::uuid from generate_series(1, ${people}, 3) n`,
    `insert into refresh_tokens select ${PG_DIGEST}, id, now() + interval '7 days' from users`,
    'vacuum analyze',
  ];
}

function sqliteRows(people, passwordHash) {
  const numbers = `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${people})`;
  const at = '1735689600000 + n * 20000';
  return [
    roleRows(''),
    `${numbers} insert into users (id, email, email_key, email_verified_at, username, username_key, name, password_hash,
       is_admin, failed_login_count, created_at, updated_at)
     select ${SQLITE_ID}, 'person' || n || '@example.com', 'person' || n || '@example.com', ${at}, 'person' || n,
       'person' || n, 'Person ' || n, '${passwordHash}', 0, 0, ${at}, ${at} from numbers`,
    `insert into user_roles (user_id, role_id) select id, '${ROLE_OF_ALL}' from users`,
    `${numbers} insert into user_roles (user_id, role_id) select ${SQLITE_ID}, '${ROLE_OF_SOME}' from numbers where n % 3 = 1`,
    `insert into sessions (id, user_id, device_name, ip, created_at, last_used_at, expires_at, ends_at, token_digest)
     select id, id, 'Firefox on Linux', '127.0.0.1', created_at, created_at, 4102444800000, 4102444800000, id from users`,
    'analyze',
  ];
}
