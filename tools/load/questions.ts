import type { LoadedServer } from './loaded-server.js';

type Variables = (server: LoadedServer) => object | Promise<object>;

interface Question {
  readonly name: string;
  readonly document: string;
  readonly variables: Variables;
}

const userPage = `query ($filter: UserFilter, $orderBy: UserOrder, $first: Int, $after: String, $last: Int) {
  adminUsers(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last) {
    nodes { id email name roles { name } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;

const eventPage = `query ($filter: EventFilter, $after: String) {
  adminEvents(filter: $filter, after: $after) { nodes { id name userId createdAt } pageInfo { hasNextPage endCursor } }
}`;

const stats = `query ($from: DateTime!, $to: DateTime!) {
  adminStats(from: $from, to: $to) { days { date logins activeUsers } }
}`;

const users = (name: string, variables: Variables | object): Question => ({
  name: `users: ${name}`,
  document: userPage,
  variables: (server) => (typeof variables === 'function' ? (variables as Variables)(server) : variables),
});

const events = (name: string, variables: Variables | object): Question => ({
  name: `events: ${name}`,
  document: eventPage,
  variables: (server) => (typeof variables === 'function' ? (variables as Variables)(server) : variables),
});

/** A cursor to the middle of the list, as a page that ends there would have returned it. */
async function middleOfUsers(server: LoadedServer): Promise<object> {
  const half = '(select count(*) / 2 from users where deleted_at is null)';
  const row = await server.first<{ id: string; at: Date }>(
    `select id, created_at as at from users where deleted_at is null order by created_at desc, id desc offset ${half} limit 1`,
  );
  const place = ['CREATED_AT DESC', row?.at.getTime(), row?.id];
  return { after: Buffer.from(JSON.stringify(place)).toString('base64url') };
}

async function middleOfEvents(server: LoadedServer): Promise<object> {
  const row = await server.first<{ id: string }>(
    'select id from events order by id offset (select count(*) / 2 from events) limit 1',
  );
  return { after: Buffer.from(row?.id ?? '').toString('base64url') };
}

async function someUser(server: LoadedServer): Promise<string> {
  const row = await server.first<{ user_id: string }>(
    'select user_id from events where user_id is not null order by id desc offset 50 limit 1',
  );
  return row?.user_id ?? '';
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

export const questions: readonly Question[] = [
  users('first page', {}),
  users('deep page', middleOfUsers),
  users('last page', { last: 20 }),
  ...['EMAIL', 'NAME', 'LAST_LOGIN_AT'].map((field) => users(`by ${field}`, { orderBy: { field, direction: 'ASC' } })),
  users('ACTIVE', { filter: { status: ['ACTIVE'] } }),
  users('PENDING_VERIFICATION', { filter: { status: ['PENDING_VERIFICATION'] } }),
  users('SUSPENDED', { filter: { status: ['SUSPENDED'] } }),
  users('DELETED', { filter: { status: ['DELETED'] } }),
  users('deleted included', { filter: { includeDeleted: true } }),
  users('administrators', { filter: { isAdmin: true } }),
  users('a frequent role', { filter: { role: 'member' } }),
  users('a rare role', { filter: { role: 'rare' } }),
  users('a rare role, by name', { filter: { role: 'rare' }, orderBy: { field: 'NAME', direction: 'DESC' } }),
  users('unverified with a role, by e-mail', {
    filter: { emailVerified: false, role: 'member' },
    orderBy: { field: 'EMAIL', direction: 'ASC' },
  }),
  users('the last week, by name', () => ({
    filter: { createdAfter: daysAgo(7) },
    orderBy: { field: 'NAME', direction: 'ASC' },
  })),
  users('search, frequent term', { filter: { search: 'example' } }),
  users('search, one in 26', { filter: { search: 'schäfer' } }),
  users('search, one in 26, of a frequent role', { filter: { search: 'SCHÄFER', role: 'member' } }),
  users('search, one in 700', { filter: { search: 'zoe schäfer' } }),
  users('search, rare term', { filter: { search: 'load@tests' } }),
  users('search, no hit', { filter: { search: 'nobody at all' } }),
  users('search, no hit, of frequent letters', { filter: { search: 'example.example' } }),
  users('search, two letters', { filter: { search: 'zo' } }),
  users('search, two letters, no hit', { filter: { search: 'q%' } }),
  events('first page', {}),
  events('deep page', middleOfEvents),
  events('a frequent name', { filter: { names: ['protected_route_accessed'] } }),
  events('a rare name', { filter: { names: ['user_suspended'] } }),
  events('an unknown name', { filter: { names: ['nothing_like_it'] } }),
  events('three names', { filter: { names: ['user_suspended', 'user_registered', 'user_login_failure'] } }),
  events('of a user', async (server) => ({ filter: { userId: await someUser(server) } })),
  events('of a user, one name', async (server) => ({
    filter: { userId: await someUser(server), names: ['user_suspended'] },
  })),
  events('by an administrator', async (server) => ({
    filter: {
      actorId: (
        await server.first<{ id: string }>('select actor_id as id from events where actor_id is not null limit 1')
      )?.id,
    },
  })),
  events('of a week', { filter: { createdAfter: daysAgo(107), createdBefore: daysAgo(100) } }),
  { name: 'statistics of 30 days', document: stats, variables: () => ({ from: daysAgo(30), to: daysAgo(0) }) },
  { name: 'statistics of a year', document: stats, variables: () => ({ from: daysAgo(366), to: daysAgo(0) }) },
  {
    name: 'totals',
    document: stats.replace('days { date logins activeUsers }', 'totalUsers verifiedUsers activeSessions'),
    variables: () => ({ from: daysAgo(1), to: daysAgo(0) }),
  },
  {
    name: 'totalCount of all users',
    document: '{ adminUsers(first: 1) { totalCount } }',
    variables: () => ({}),
  },
];
