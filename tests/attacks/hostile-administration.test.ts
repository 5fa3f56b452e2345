import { asks, type RawAnswer } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';

/** Texts that have broken other programs. */
const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'a\udfff',
  '\u202e',
  '%',
  '_',
  "' or 1=1 --",
  '"',
  '\\',
  '*',
  'x'.repeat(50_000),
];
const INSTANTS = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+23:59',
  '1969-12-31T12:00:00Z',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59-23:59',
];
const NOT_INSTANTS = ['2026-13-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-01-01', 'now', '', null];

async function adas(
  here: World,
): Promise<(query: string, variables: Readonly<Record<string, unknown>>) => Promise<RawAnswer>> {
  const { tokens } = await here.person('Ada').joinsAsAdmin();
  const headers = { authorization: `Bearer ${tokens?.accessToken}` };
  return (query, variables) => asks(here.url, query, variables, headers);
}

/** What the server says of itself where it breaks. */
function isBroken({ status, code }: RawAnswer): boolean {
  return status >= 500 || code === 'INTERNAL_SERVER_ERROR';
}

const AT_ONCE = 8;

/** Those of the cases that break the server. */
async function breaking<Case>(cases: readonly Case[], ask: (each: Case) => Promise<RawAnswer>): Promise<Case[]> {
  const broken: Case[] = [];
  for (let first = 0; first < cases.length; first += AT_ONCE) {
    const some = cases.slice(first, first + AT_ONCE);
    const answers = await Promise.all(some.map(ask));
    broken.push(...some.filter((_, nth) => answers.slice(nth, nth + 1).some(isBroken)));
  }
  return broken;
}

describe('no administrator breaks the server', () => {
  it('by a filter or a cursor of users', async () => {
    const here = await world();
    const ask = await adas(here);
    const query =
      'query ($filter: UserFilter, $after: String, $field: UserOrderField!) { adminUsers(filter: $filter, after: $after, orderBy: { field: $field }) { totalCount nodes { id } } }';
    const cursor = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
    const id = '01936f2e-7b1a-7000-8000-000000000009';
    const filters = [
      ...TEXTS.flatMap((text) => [{ search: text }, { role: text }]),
      ...INSTANTS.flatMap((at) => [
        { createdAfter: at },
        { createdBefore: at },
        { createdAfter: at, createdBefore: at },
      ]),
      ...NOT_INSTANTS.map((createdAfter) => ({ createdAfter })),
      { status: [] },
      { status: ['ACTIVE', 'ACTIVE', 'DELETED', 'SUSPENDED', 'PENDING_VERIFICATION'], includeDeleted: null },
    ];
    const cursors = [
      ...TEXTS,
      ...TEXTS.flatMap((text) => [
        cursor('EMAIL ASC', text, id),
        cursor('NAME ASC', text, id),
        cursor('NAME ASC', 'a', text),
      ]),
      ...[-1, 0.5, 1e300, 253_402_300_799_999, 253_402_300_800_000, '2026', null].flatMap((at) => [
        cursor('CREATED_AT ASC', at, id),
        cursor('LAST_LOGIN_AT ASC', true, at, id),
      ]),
      cursor('CREATED_AT ASC', 1, id.toUpperCase()),
      cursor('__proto__'),
      'bnVsbA',
    ];
    const fields = ['CREATED_AT', 'EMAIL', 'NAME', 'LAST_LOGIN_AT'];
    const cases = [
      ...filters.map((filter) => ({ filter, field: 'NAME' })),
      ...fields.flatMap((field) => cursors.map((after) => ({ after, field }))),
    ];

    expect(await breaking(cases, (variables) => ask(query, variables))).toEqual([]);
  });

  it('by a filter or a cursor of events, or a period of the figures', async () => {
    const here = await world();
    const ask = await adas(here);
    const events =
      'query ($filter: EventFilter, $after: String) { adminEvents(filter: $filter, after: $after) { nodes { id } } }';
    const stats = 'query ($from: DateTime!, $to: DateTime!) { adminStats(from: $from, to: $to) { days { date } } }';
    const filters = [
      ...TEXTS.flatMap((text) => [{ names: [text] }, { userId: text }, { actorId: text }]),
      ...INSTANTS.flatMap((at) => [{ createdAfter: at }, { createdBefore: at }]),
      { names: [] },
      { names: [null] },
      { names: Array.from({ length: 101 }, (_, nth) => `name_${nth}`) },
    ];
    const ends = [...INSTANTS, '1970-01-02T00:00:00Z', '0001-06-01T00:00:00Z'];
    const periods = [...INSTANTS, ...NOT_INSTANTS].flatMap((from) => ends.map((to) => ({ from, to })));

    expect(await breaking(filters, (filter) => ask(events, { filter }))).toEqual([]);
    expect(await breaking(TEXTS, (after) => ask(events, { after }))).toEqual([]);
    expect(await breaking(periods, (period) => ask(stats, period))).toEqual([]);
  });

  it('by what they write of users and roles', async () => {
    const here = await world();
    const ask = await adas(here);
    const me = (await ask('{ me { id } }', {})).json.data?.['me'] as { id: string };
    const user = 'errors { code path }';
    const many = Array.from({ length: 300 }, (_, nth) => `a${nth}:b`);
    const inputs: [string, string, object][] = TEXTS.flatMap((text): [string, string, object][] => [
      [
        'adminCreateUser',
        'AdminCreateUserInput',
        { email: text, username: text, name: text, phone: text, locale: text, password: text, roles: [text, text] },
      ],
      ['adminCreateUser', 'AdminCreateUserInput', { email: `${text.slice(0, 5)}@example.com`, roles: [text] }],
      [
        'adminUpdateUser',
        'AdminUpdateUserInput',
        { userId: me.id, email: text, username: text, name: text, phone: text, locale: text },
      ],
      ['adminUpdateUser', 'AdminUpdateUserInput', { userId: text, name: text }],
      ['adminSuspendUser', 'AdminSuspendUserInput', { userId: text, reason: text }],
      ['adminReinstateUser', 'AdminUserIdInput', { userId: text }],
      ['adminDeleteUser', 'AdminUserIdInput', { userId: text }],
      ['adminRestoreUser', 'AdminUserIdInput', { userId: text }],
      ['adminRevokeSessions', 'AdminUserIdInput', { userId: text }],
      ['adminSendPasswordReset', 'AdminUserIdInput', { userId: text }],
      ['adminSetUserRoles', 'AdminSetUserRolesInput', { userId: me.id, roles: [text, text] }],
      ['createRole', 'CreateRoleInput', { name: text, description: text, permissions: [text, text] }],
      [
        'createRole',
        'CreateRoleInput',
        { name: `r${Buffer.from(text.slice(0, 9)).toString('hex')}`, description: text, permissions: [] },
      ],
      ['updateRole', 'UpdateRoleInput', { roleId: text, name: text, description: text, permissions: [text] }],
      ['deleteRole', 'DeleteRoleInput', { roleId: text }],
    ]);
    inputs.push(
      ['adminSetUserRoles', 'AdminSetUserRolesInput', { userId: me.id, roles: [null] }],
      ['adminSetUserRoles', 'AdminSetUserRolesInput', { userId: me.id.toUpperCase(), roles: [] }],
      ['adminSetUserRoles', 'AdminSetUserRolesInput', { userId: me.id, roles: many }],
      ['createRole', 'CreateRoleInput', { name: 'many', permissions: many }],
      ['updateRole', 'UpdateRoleInput', { roleId: me.id, permissions: null, name: null }],
    );
    const written = breaking(inputs, ([field, type, input]) =>
      ask(`mutation ($input: ${type}!) { ${field}(input: $input) { ${user} } }`, { input }),
    );

    expect(await written).toEqual([]);
  });
});
