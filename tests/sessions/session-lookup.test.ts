import { RoleCatalogue } from '../../src/roles/role-catalogue.js';
import { definitionsIn } from '../../src/roles/role-definitions.js';
import { Roles } from '../../src/roles/roles.service.js';
import { UsersWithRights } from '../../src/roles/users-with-rights.js';
import { SessionLookup } from '../../src/sessions/session-lookup.js';
import { SignInLookup } from '../../src/sign-in/sign-in-lookup.js';
import type { World } from '../support/world.js';
import type { Device } from '../support/device.js';
import { world } from '../support/world.js';

async function lookups(here: World): Promise<{ sessions: SessionLookup; signIns: SignInLookup; ids: string[] }> {
  const inspector = await here.inspect();
  const { database } = inspector;
  const users = new UsersWithRights(database, new RoleCatalogue(definitionsIn(database)));
  return {
    sessions: new SessionLookup(database, here.clock, new Roles(), users),
    signIns: new SignInLookup(database, here.clock),
    ids: (await inspector.rows('sessions')).map(({ id }) => String(id)),
  };
}

/** Both as plain data: an entity of MikroORM carries more than its columns. */
function same(quick: object | null | undefined, plain: object | null | undefined): void {
  expect(Boolean(quick)).toBe(Boolean(plain));
  const columns = Object.keys(quick ?? {});
  const picked = Object.fromEntries(columns.map((column) => [column, (plain as Record<string, unknown>)?.[column]]));
  expect(quick ?? {}).toEqual(picked);
}

async function expectSame(here: World): Promise<number> {
  const { sessions, ids } = await lookups(here);
  for (const id of ids) {
    const [quick, plain] = await Promise.all([sessions.find(id), sessions.plainly(id)]);
    expect(quick?.accessRecordedAt).toEqual(plain?.accessRecordedAt);
    same(quick?.holder.user, plain?.holder.user);
    expect(quick?.holder.rights).toEqual(plain?.holder.rights);
    expect(quick?.holder.roles.length).toBe(plain?.holder.roles.length);
    for (const [index, role] of (quick?.holder.roles ?? []).entries()) same(role, plain?.holder.roles[index]);
  }
  return ids.length;
}

describe('the quick read of who asks', () => {
  it('finds what MikroORM finds, for everybody', async () => {
    const here = await world();
    await here.person('Alice').joins();
    await here.person('Sam').joinsWith('invoices:write', 'users:read');
    const several = `select u.id, r.id from users u, roles r where u.email = 'sam@example.com' and r.name = 'support'`;
    await (await here.inspect()).run(`insert into user_roles (user_id, role_id) ${several}`);
    await here.person('Ada').joinsAsAdmin();
    const full = await here
      .person('Zoë')
      .joins({
        email: 'zoe@example.com',
        username: 'Zo.e',
        name: 'Zoë "Z" \\ O’Hara 😀',
        phone: '+98 917 106 4369',
        locale: 'pt-BR',
      })
      .catch(() => null);
    await full?.updatesMe({ name: 'Zoë' });
    await here.users.recordAccess();

    expect(await expectSame(here)).toBeGreaterThanOrEqual(3);
  });

  it('finds what MikroORM finds of a suspended, a deleted and a signed-out user', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    await here.person('Bob').joins();
    await here.person('Cem').joins();
    await laptop.logsOut();
    const inspector = await here.inspect();
    await inspector.run(
      `update users set suspended_at = created_at, suspension_reason = 'x' where email = 'bob@example.com'`,
    );
    await inspector.run(`update users set deleted_at = created_at where email = 'cem@example.com'`);

    expect(await expectSame(here)).toBe(3);
  });

  it('answers each of many at once for itself', async () => {
    const here = await world();
    const people: Device[] = [];
    for (const name of ['Alice', 'Bob', 'Cem']) people.push(await here.person(name).joins());

    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_unused, index) => (await people[index % 3]?.asksMe())?.email),
    );

    const expected = ['alice@example.com', 'bob@example.com', 'cem@example.com'];
    expect(answers).toEqual(answers.map((_unused, index) => expected[index % 3]));
  });
});

describe('the quick search for who signs in', () => {
  it('finds what MikroORM finds, by address and by username', async () => {
    const here = await world();
    await here.person('Alice').joins({ username: 'Alice.A' });
    await here.person('Bob').registers({ username: 'bob' });
    const { signIns } = await lookups(here);

    for (const identifier of [
      'alice@example.com',
      'ALICE@example.com',
      'alice.a',
      'bob@example.com',
      'BOB',
      'nobody',
      '',
    ]) {
      const [quick, plain] = await Promise.all([signIns.find(identifier), signIns.plainly(identifier)]);
      same(quick.user, plain.user);
      same(quick.pending, plain.pending);
    }
  });
});
