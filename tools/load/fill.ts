import pg from 'pg';

export interface Size {
  readonly users: number;
  readonly events: number;
}

/** Writes users of two years and events of 400 days, up to now. Indexes are made at the end, as for any bulk load. */
export async function fill(url: string, size: Size): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set maintenance_work_mem = '512MB'");
    await client.query(uuidV7);
    await withoutIndexes(client, ['users', 'user_search'], async () => {
      await client.query('alter table users disable trigger user');
      await client.query(users, [size.users]);
      await client.query('alter table users enable trigger user');
      await client.query(searchTexts);
    });
    await client.query(roles);
    await client.query(heldRoles, [size.users]);
    await withoutIndexes(client, ['events'], () => client.query(events, [size.events, size.users]));
    await client.query('vacuum (analyze)');
  } finally {
    await client.end();
  }
}

async function withoutIndexes(
  client: pg.Client,
  tables: readonly string[],
  work: () => Promise<unknown>,
): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where tablename = any($1) and indexname not like '%_pkey' and indexname not like '%_unique'`,
    [tables],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  await work();
  for (const { definition } of rows) await client.query(definition);
}

/** As kernel/ids.ts makes them. */
const uuidV7 = `create function load_id(at timestamptz, n bigint) returns uuid language sql immutable as $$
  select (substr(h, 1, 8) || '-' || substr(h, 9) || '-7' || lpad(to_hex(n % 4096), 3, '0') || '-8000-' || lpad(to_hex(n), 12, '0'))::uuid
  from (select lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')) as hex(h)
$$`;

const firstNames =
  'Ada Bob Cem Dan Eva Fay Gil Hal Ida Jan Kim Leo Mia Ned Ola Pia Quy Ray Sue Tom Uma Val Wim Xan Yma Zoe';
const lastNames =
  'Adams Baker Çelik Dubois Evans Fischer García Hansen Ivanov Jansen Kaya López Meyer Nguyen Okafor Peters Quinn Rossi Schäfer Tanaka Ueda Vogel Wagner Xu Yılmaz Zhang';

const users = `
  insert into users (id, email, email_key, email_verified_at, username, username_key, name, locale, is_admin,
    failed_login_count, last_login_at, suspended_at, deleted_at, created_at, updated_at)
  select load_id(at, n), first || '.' || n || '@' || domain, case when n % 97 = 5 then null else lower(first || '.' || n || '@' || domain) end,
    case when luck % 20 = 3 then null else at end,
    case when n % 2 = 0 then first || n end, case when n % 2 = 0 and n % 97 <> 5 then lower(first) || n end,
    case when luck % 9 = 4 then null else first || ' ' || last end, 'en', n % greatest($1::int / 5, 1) = 7, 0,
    case when luck % 6 = 2 then null else at + (now() - at) * (luck % 1000) / 1000 end,
    case when luck % 251 = 9 then at end, case when n % 97 = 5 then at end, at, at
  from (
    select n, hashint4(n) & 1073741823 as luck,
      date_trunc('milliseconds', now() - interval '2 years' + interval '2 years' * (n::float8 / $1::int)) as at,
      (string_to_array('${firstNames}', ' '))[1 + n % 26] as first,
      (string_to_array('${lastNames}', ' '))[1 + (n / 26) % 26] as last,
      case when n % 40 = 11 then 'kinder.example' else 'example.com' end as domain
    from generate_series(1, $1::int) n
  ) people`;

const searchTexts = `insert into user_search select id, usergraph_search_text(email, username, name) from users
  on conflict do nothing`;

const roles = `insert into roles (id, name, permissions, built_in)
  select gen_random_uuid(), name, '["reports:read"]', false from unnest(array['member', 'rare']) name`;

/** Three in ten are members, twenty in all have the rare role. */
const heldRoles = `insert into user_roles (user_id, role_id)
  select u.id, r.id from roles r cross join
    (select id, row_number() over (order by id) as n from users where deleted_at is null) u
  where (r.name = 'member' and u.n % 10 < 3) or (r.name = 'rare' and u.n % greatest($1::int / 20, 1) = 1)`;

/** Of every hundred: 55 accesses, 25 refreshed tokens, 12 sign-ins, 5 failures, 1 registration; an administrator did one in 500. */
const events = `
  insert into events (id, name, user_id, actor_id, ip, user_agent, metadata, created_at)
  select load_id(at, n), name, user_id, case when n % 500 = 0 then (select id from users where is_admin order by id limit 1) end,
    '192.0.2.' || n % 256, 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', '{}', at
  from (
    select n, date_trunc('milliseconds', now() - interval '400 days' + interval '400 days' * (n::float8 / $1::int)) as at,
      load_id(date_trunc('milliseconds', now() - interval '2 years' + interval '2 years' * (u::float8 / $2::int)), u) as user_id,
      case when n % 1000 = 500 then 'user_suspended' when n % 100 < 55 then 'protected_route_accessed'
        when n % 100 < 80 then 'token_refreshed' when n % 100 < 92 then 'user_login_success'
        when n % 100 < 97 then 'user_login_failure' when n % 100 < 98 then 'user_registered' else 'profile_updated' end as name
    from (select n, 1 + (n * 7919) % $2::bigint as u from generate_series(1, $1::bigint) n) numbers
  ) happened`;
