import { days, hours, before } from '../../src/kernel/duration.js';
import {
  AdminUserDocument,
  AdminUsersDocument,
  type AdminUsersQuery,
  type AdminUsersQueryVariables,
  CountUsersDocument,
  NewestUsersDocument,
  UsersWithAllDocument,
} from '../operations/operations.js';
import { type Device, refusal } from '../support/device.js';
import { statementsOf } from '../support/statements.js';
import { world, type World } from '../support/world.js';
import { populate, type Resident } from './population.js';

type Page = AdminUsersQuery['adminUsers'];

async function list(admin: Device, variables: AdminUsersQueryVariables = {}): Promise<Page> {
  return (await admin.asks(AdminUsersDocument, variables)).adminUsers;
}

async function emails(admin: Device, filter: AdminUsersQueryVariables['filter'], variables = {}): Promise<string[]> {
  return (await list(admin, { filter: filter ?? null, first: 100, ...variables })).nodes.map(({ email }) => email);
}

/** Every page, from the start or from the end. */
async function walk(
  admin: Device,
  query: AdminUsersQueryVariables,
  direction: 'forwards' | 'backwards',
): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = null; ;) {
    const size = 4;
    const window = direction === 'forwards' ? { first: size, after: cursor } : { last: size, before: cursor };
    const { nodes, pageInfo } = await list(admin, { ...query, ...window });
    const ids = nodes.map(({ id }) => id);
    seen.splice(direction === 'forwards' ? seen.length : 0, 0, ...ids);
    const more = direction === 'forwards' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
    expect(direction === 'forwards' ? pageInfo.hasPreviousPage : pageInfo.hasNextPage).toBe(cursor !== null);
    if (!more) return seen;
    cursor = direction === 'forwards' ? pageInfo.endCursor : pageInfo.startCursor;
  }
}

async function mixedTown(): Promise<{ here: World; admin: Device; residents: Resident[] }> {
  const here = await world();
  const admin = await here.person('Ada').joinsAsAdmin();
  const now = here.clock.now();
  const residents = await populate(
    here,
    Array.from({ length: 21 }, (_, index) => ({
      email: `${index % 2 === 0 ? 'Z' : 'a'}${index}@example.com`,
      name: index % 3 === 0 ? null : (['Émile', 'anna', 'Anna', 'ぜろ', 'Bob'][index % 5] ?? null),
      createdAt: before(now, hours(index % 4)),
      lastLoginAt: index % 4 === 0 ? null : before(now, hours(index % 3)),
    })),
  );
  return { here, admin, residents };
}

describe('adminUsers', () => {
  it.each(['CREATED_AT', 'EMAIL', 'NAME', 'LAST_LOGIN_AT'] as const)(
    'by %s gives everybody exactly once, forwards and backwards, and each direction is the reverse of the other',
    async (field) => {
      const { admin, residents } = await mixedTown();
      const [ascending, descending] = (['ASC', 'DESC'] as const).map((direction) => ({
        orderBy: { field, direction },
      }));

      const forwards = await walk(admin, ascending ?? {}, 'forwards');

      expect(new Set(forwards).size).toBe(residents.length + 1);
      expect(forwards).toHaveLength(residents.length + 1);
      expect(await walk(admin, ascending ?? {}, 'backwards')).toEqual(forwards);
      expect(await walk(admin, descending ?? {}, 'forwards')).toEqual(forwards.toReversed());
      expect(await walk(admin, descending ?? {}, 'backwards')).toEqual(forwards.toReversed());
    },
  );

  it('puts who has no name, or never signed in, before all others, and does not mind the case of addresses', async () => {
    const here = await world();
    const admin = await here.person('Mia').joinsAsAdmin();
    await populate(here, [
      { email: 'B@example.com', name: 'Zoe' },
      { email: 'a@example.com', name: 'ann' },
      { email: 'C@example.com', name: 'Bo', lastLoginAt: before(here.clock.now(), days(1)) },
    ]);
    const by = (field: 'EMAIL' | 'NAME' | 'LAST_LOGIN_AT') => emails(admin, null, { orderBy: { field } });

    expect(await by('EMAIL')).toEqual(['a@example.com', 'B@example.com', 'C@example.com', 'mia@example.com']);
    expect(await by('NAME')).toEqual(['mia@example.com', 'a@example.com', 'C@example.com', 'B@example.com']);
    expect(await by('LAST_LOGIN_AT')).toEqual(['B@example.com', 'a@example.com', 'C@example.com', 'mia@example.com']);
  });

  it('begins with the newest, twenty at once', async () => {
    const { admin } = await mixedTown();

    const { adminUsers } = await admin.asks(NewestUsersDocument, {});

    expect(adminUsers.nodes).toHaveLength(20);
    expect(adminUsers.nodes[0]?.email).toBe('Z20@example.com');
  });

  it('neither repeats nor leaves out anybody while others come and go', async () => {
    const { here, admin, residents } = await mixedTown();
    const orderBy = { field: 'EMAIL', direction: 'ASC' } as const;
    const all = await walk(admin, { orderBy }, 'forwards');
    const first = await list(admin, { orderBy, first: 5 });
    await populate(here, [{ email: 'a0000@example.com' }]);
    const inspector = await here.inspect();
    await inspector.run(`update users set deleted_at = created_at where id = '${first.nodes[4]?.id}'`);
    await inspector.run(`delete from users where id = '${first.nodes[1]?.id}'`);

    const second = await list(admin, { orderBy, first: 100, after: first.pageInfo.endCursor });

    expect(second.nodes.map(({ id }) => id)).toEqual(all.slice(5));
    expect(second.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    expect(residents).toHaveLength(21);
  });

  it('reads what lies between two cursors, and knows what lies outside of them', async () => {
    const { admin } = await mixedTown();
    const all = await list(admin, { first: 100 });
    const between = { after: all.edges[3]?.cursor ?? null, before: all.edges[9]?.cursor ?? null };
    const ids = all.nodes.map(({ id }) => id);

    const whole = await list(admin, { ...between, first: 10 });
    expect(whole.nodes.map(({ id }) => id)).toEqual(ids.slice(4, 9));
    expect(whole.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
    const end = await list(admin, { ...between, last: 2 });
    expect(end.nodes.map(({ id }) => id)).toEqual(ids.slice(7, 9));
    const beyond = await list(admin, { after: all.pageInfo.endCursor });
    expect(beyond).toMatchObject({
      nodes: [],
      pageInfo: { hasPreviousPage: true, hasNextPage: false, endCursor: null },
    });
  });

  it('refuses impossible sizes, and cursors of another order or none at all', async () => {
    const { admin } = await mixedTown();
    const { pageInfo } = await list(admin);
    const hostile = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const id = '00000000-0000-7000-8000-000000000000';
    const wrong: AdminUsersQueryVariables[] = [
      { first: 0 },
      { first: 101 },
      { last: 0 },
      { last: -1 },
      { first: 1, last: 1 },
      { after: pageInfo.endCursor, orderBy: { field: 'CREATED_AT', direction: 'ASC' } },
      { before: pageInfo.endCursor, orderBy: { field: 'EMAIL', direction: 'DESC' } },
      ...['nonsense', '', 'e30', '💥', 'a'.repeat(10_000)].map((after) => ({ after })),
      ...[
        null,
        ['CREATED_AT DESC'],
        ['CREATED_AT DESC', 1, 'no id'],
        ['CREATED_AT DESC', 1.5, id],
        ['CREATED_AT DESC', 1e300, id],
        ['CREATED_AT DESC', '1', id],
        ['CREATED_AT DESC', { toISOString: 1 }, id],
        ['CREATED_AT DESC', 1, id, id],
      ].map((value) => ({ after: hostile(value) })),
      { after: hostile(['NAME ASC', 'a\0b', id]), orderBy: { field: 'NAME', direction: 'ASC' } },
      { after: hostile(['NAME ASC', '\ud800', id]).slice(0, -1), orderBy: { field: 'NAME', direction: 'ASC' } },
    ];
    for (const variables of wrong) {
      expect([variables, await refusal(list(admin, variables))]).toMatchObject([{}, { code: 'BAD_USER_INPUT' }]);
    }
    const quoted = hostile(['NAME ASC', "'; drop table users; -- \\' ? ", id]);
    expect((await list(admin, { after: quoted, orderBy: { field: 'NAME', direction: 'ASC' } })).nodes).not.toEqual([]);
  });

  it('filters by state, role, right and time, alone and together', async () => {
    const here = await world();
    const admin = await here.person('Ada').joinsAsAdmin();
    const now = here.clock.now();
    const yesterday = before(now, days(1));
    await here.person('Sam').joinsWith('invoices:write');
    await populate(here, [
      { email: 'new@example.com', emailVerifiedAt: null, createdAt: yesterday },
      { email: 'bad@example.com', suspendedAt: now, emailVerifiedAt: null },
      { email: 'gone@example.com', deletedAt: now, suspendedAt: now },
    ]);
    const alphabetically = { orderBy: { field: 'EMAIL' } };
    const found = (filter: AdminUsersQueryVariables['filter']) =>
      emails(admin, filter, alphabetically).then((list) => list.map((email) => email.split('@')[0]));

    expect(await found({})).toEqual(['ada', 'bad', 'new', 'sam']);
    expect(await found({ includeDeleted: true })).toEqual(['ada', 'bad', 'gone', 'new', 'sam']);
    expect(await found({ status: ['ACTIVE'] })).toEqual(['ada', 'sam']);
    expect(await found({ status: ['ACTIVE'], includeDeleted: true })).toEqual(['ada', 'sam']);
    expect(await found({ status: ['DELETED'] })).toEqual(['gone']);
    expect(await found({ status: ['SUSPENDED'] })).toEqual(['bad']);
    expect(await found({ status: ['PENDING_VERIFICATION', 'DELETED'] })).toEqual(['gone', 'new']);
    expect(await found({ status: ['PENDING_VERIFICATION', 'SUSPENDED', 'ACTIVE'] })).toEqual([
      'ada',
      'bad',
      'new',
      'sam',
    ]);
    expect(await found({ status: [] })).toEqual([]);
    expect(await found({ role: 'sams-role' })).toEqual(['sam']);
    expect(await found({ role: 'nonsense' })).toEqual([]);
    expect(await found({ role: "' or 1=1\0" })).toEqual([]);
    expect(await found({ isAdmin: true })).toEqual(['ada']);
    expect(await found({ isAdmin: false })).toEqual(['bad', 'new', 'sam']);
    expect(await found({ emailVerified: false })).toEqual(['bad', 'new']);
    expect(await found({ emailVerified: true, includeDeleted: true })).toEqual(['ada', 'gone', 'sam']);
    expect(await found({ createdBefore: now.toISOString() })).toEqual(['new']);
    expect(await found({ createdAfter: now.toISOString() })).toEqual(['ada', 'bad', 'sam']);
    const period = { createdAfter: yesterday.toISOString(), createdBefore: now.toISOString() };
    expect(await found(period)).toEqual(['new']);
    expect(await emails(admin, period)).toEqual(['new@example.com']);
    expect(await found({ search: 'a', isAdmin: true, status: ['ACTIVE'] })).toEqual(['ada']);
    expect(await found({ search: 'gone', isAdmin: true, includeDeleted: true })).toEqual([]);
  });

  it('counts all who match, and only where that is asked for', async () => {
    const { here, admin } = await mixedTown();
    const count = async (filter: AdminUsersQueryVariables['filter']) =>
      (await admin.asks(CountUsersDocument, { filter: filter ?? null })).adminUsers.totalCount;

    expect(await count(null)).toBe(22);
    expect(await count({ search: 'EXAMPLE' })).toBe(22);
    expect(await count({ search: 'anna', emailVerified: true })).toBe((await emails(admin, { search: 'anna' })).length);
    expect(await count({ status: [] })).toBe(0);
    const counting = (statement: string) => statement.includes('count(*) as count');
    expect((await statementsOf(here, () => list(admin))).filter(counting)).toEqual([]);
    expect((await statementsOf(here, () => count(null))).filter(counting)).toHaveLength(1);
  });

  it('reads roles, rights, sessions and events of all users of a page by one query each', async () => {
    const here = await world();
    const admin = await here.person('Ada').joinsAsAdmin();
    for (const name of ['Ben', 'Cem', 'Dan']) await here.person(name).joinsWith('invoices:read');
    const createdAt = before(here.clock.now(), days(1));
    await populate(
      here,
      Array.from({ length: 60 }, (_, index) => ({ isAdmin: index % 5 === 0, createdAt })),
    );
    const ask = (first: number) => admin.asks(UsersWithAllDocument, { first });

    await ask(1);
    const few = await statementsOf(here, () => ask(5));
    const many = await statementsOf(here, () => ask(64));

    expect(many).toHaveLength(few.length);
    const { nodes } = (await ask(64)).adminUsers;
    const [ben] = nodes.filter(({ roles }) => roles.some(({ name }) => name === 'bens-role'));
    expect(ben).toMatchObject({
      permissions: ['invoices:read'],
      sessions: [{ current: false }],
      events: { nodes: [{}, {}, {}], pageInfo: { hasNextPage: false } },
    });
    expect(nodes.filter(({ sessions }) => sessions.some(({ current }) => current))).toHaveLength(1);
  });

  it('is for who may read users', async () => {
    const here = await world();
    const device = await here.person('Eve').joinsWith('events:read');

    const forbidden = { code: 'FORBIDDEN', extensions: { permission: 'users:read' } };
    expect(await refusal(list(device))).toMatchObject(forbidden);
    expect(await refusal(device.asks(AdminUserDocument, { id: 'x' }))).toMatchObject(forbidden);
    expect(await emails(await here.person('Sue').joinsWith('users:read'), null)).toHaveLength(2);
  });
});

describe('adminUser', () => {
  it('finds anybody, deleted ones too, and nobody by an unknown id', async () => {
    const here = await world();
    const admin = await here.person('Ada').joinsAsAdmin();
    const [gone] = await populate(here, [{ email: 'gone@example.com', deletedAt: here.clock.now() }]);

    expect((await admin.asks(AdminUserDocument, { id: gone?.id ?? '' })).adminUser).toEqual({
      id: gone?.id,
      email: 'gone@example.com',
    });
    for (const id of ['00000000-0000-7000-8000-000000000000', 'nonsense', '', "'", '\0']) {
      expect((await admin.asks(AdminUserDocument, { id })).adminUser).toBeNull();
    }
  });
});
