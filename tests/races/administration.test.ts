import { Administrator, idOf } from '../support/administrator.js';
import type { Device } from '../support/device.js';
import { type World, world } from '../support/world.js';

const TIMES = 16;

interface Answer {
  readonly errors: readonly { readonly code: string }[];
}

/** The same thing, sixteen times at once, by turns on two instances over one database. */
async function atOnce(here: World, act: (where: World, nth: number) => Promise<Answer>): Promise<string[]> {
  return together([here, await here.anotherInstance()], act);
}

/** The same on one instance, whose events are in the order in which they were written. */
function atOnceInOrder(here: World, act: (where: World, nth: number) => Promise<Answer>): Promise<string[]> {
  return together([here], act);
}

async function together(
  instances: readonly [World, ...World[]],
  act: (where: World, nth: number) => Promise<Answer>,
): Promise<string[]> {
  const answers = Array.from({ length: TIMES }, async (_, nth) => {
    try {
      const { errors } = await act(instances[nth % instances.length] ?? instances[0], nth);
      return errors[0]?.code ?? 'ok';
    } catch (error) {
      const { response } = error as { response?: { errors?: { extensions: { code: string } }[] } };
      return response?.errors?.[0]?.extensions.code ?? String(error);
    }
  });
  return (await Promise.all(answers)).sort();
}

/** The same administrator on another instance. */
function on(where: World, device: Device): Administrator {
  const elsewhere = where.person('Ada').device();
  elsewhere.tokens = device.tokens;
  return new Administrator(elsewhere);
}

/** Several, because what one does waits for what they did before. */
async function fourAdministrators(here: World): Promise<(nth: number) => Device> {
  const devices: Device[] = [];
  for (const name of ['Ada', 'Grace', 'Joan', 'Radia']) devices.push(await here.person(name).joinsAsAdmin());
  const [first] = devices;
  return (nth) => devices[nth % 4] ?? (first as Device);
}

async function administrators(here: World): Promise<Record<string, unknown>[]> {
  const rows = await (await here.inspect()).rows('users');
  return rows.filter(({ is_admin, suspended_at, deleted_at }) => is_admin && !suspended_at && !deleted_at);
}

describe('two administrators, sixteen times at once', () => {
  it.each([
    ['demote', (by: Administrator, userId: string) => by.updates({ userId, isAdmin: false })],
    ['suspend', (by: Administrator, userId: string) => by.suspends(userId)],
    ['delete', (by: Administrator, userId: string) => by.deletes(userId)],
  ])('who %s each other leave one of them', async (_name, act) => {
    const here = await world();
    const devices = [await here.person('Ada').joinsAsAdmin(), await here.person('Grace').joinsAsAdmin()] as const;
    const ids = [await idOf(devices[0]), await idOf(devices[1])] as const;

    const codes = await atOnce(here, (where, nth) => {
      const [actor, target] = nth % 4 < 2 ? ([0, 1] as const) : ([1, 0] as const);
      return act(on(where, devices[actor]), ids[target]);
    });

    expect(await administrators(here)).toHaveLength(1);
    expect(new Set(codes.filter((code) => code !== 'ok'))).toEqual(expectedRefusals(codes));
  });

  it('who leave leave one of them', async () => {
    const here = await world();
    const people = [here.person('Ada'), here.person('Grace')] as const;
    const devices = [await people[0].joinsAsAdmin(), await people[1].joinsAsAdmin()] as const;

    await atOnce(here, (where, nth) => {
      const which = nth % 4 < 2 ? 0 : 1;
      return on(where, devices[which]).device.deletesMe(people[which].password);
    });

    expect(await administrators(here)).toHaveLength(1);
  });

  it('of whom one leaves while the other demotes them leave one of them', async () => {
    const here = await world();
    const [ada, grace] = [here.person('Ada'), here.person('Grace')];
    const devices = [await ada.joinsAsAdmin(), await grace.joinsAsAdmin()] as const;
    const [adas, graces] = [await idOf(devices[0]), await idOf(devices[1])];

    await atOnce(here, (where, nth) => {
      if (nth % 4 < 2) return on(where, devices[0]).updates({ userId: graces, isAdmin: false });
      return nth % 8 < 4 ? on(where, devices[1]).suspends(adas) : on(where, devices[0]).device.deletesMe(ada.password);
    });

    expect(await administrators(here)).toHaveLength(1);
  });
});

/** Whoever lost is no administrator any more, or is nobody any more; nothing else goes wrong. */
function expectedRefusals(codes: readonly string[]): Set<string> {
  const known = ['FORBIDDEN', 'UNAUTHENTICATED', 'NOT_FOUND'];
  return new Set(codes.filter((code) => known.includes(code)));
}

describe('nothing is done by who has just lost the right to:', () => {
  it('a demoted administrator makes no other', async () => {
    const here = await world();
    const [ada, mallory] = [await here.person('Ada').joinsAsAdmin(), await here.person('Mallory').joinsAsAdmin()];
    const userId = await idOf(mallory);

    const codes = await atOnceInOrder(here, (where, nth) => {
      if (nth === 4) return on(where, ada).updates({ userId, isAdmin: false });
      return on(where, mallory).creates({ email: `m${nth}@example.com`, isAdmin: true });
    });

    expectRefused('FORBIDDEN', codes, await comesLate(here, mallory));
    expect(await namesFrom(here, 'admin_revoked')).not.toContain('admin_granted');
  });

  it('who lost a role makes no users', async () => {
    const here = await world();
    const ada = await here.person('Ada').joinsAsAdmin();
    const mallory = await here.person('Mallory').joinsWith('users:write');
    const userId = await idOf(mallory);

    const codes = await atOnceInOrder(here, (where, nth) =>
      nth === 4 ? on(where, ada).setsRoles(userId) : on(where, mallory).creates({ email: `m${nth}@example.com` }),
    );

    expectRefused('FORBIDDEN', codes, await comesLate(here, mallory));
    expect(await namesFrom(here, 'user_roles_changed')).not.toContain('user_registered');
  });

  it('a suspended user makes no users', async () => {
    const here = await world();
    const ada = await here.person('Ada').joinsAsAdmin();
    const mallory = await here.person('Mallory').joinsWith('users:write');
    const userId = await idOf(mallory);

    const codes = await atOnceInOrder(here, (where, nth) =>
      nth === 4 ? on(where, ada).suspends(userId) : on(where, mallory).creates({ email: `m${nth}@example.com` }),
    );

    expectRefused('UNAUTHENTICATED', codes, await comesLate(here, mallory));
    expect(await namesFrom(here, 'user_suspended')).not.toContain('user_registered');
  });
});

/** After the race. Within it, whoever takes the right away may be the last. */
function comesLate(here: World, device: Device): Promise<string[]> {
  return atOnceInOrder(here, (where) => on(where, device).creates({ email: 'late@example.com' }));
}

/** On a machine that stands still for seconds the database is given up on, which lets nobody through either. */
function expectRefused(code: string, meanwhile: readonly string[], late: readonly string[]): void {
  expect(new Set(late)).toEqual(new Set([code]));
  expect(meanwhile.filter((seen) => !['ok', code, 'SERVICE_UNAVAILABLE'].includes(seen))).toEqual([]);
}

/** What was recorded from the first of this name on. */
async function namesFrom(here: World, name: string): Promise<string[]> {
  const names = await (await here.inspect()).eventNames();
  expect(names).toContain(name);
  return names.slice(names.indexOf(name));
}

describe('of sixteen at once', () => {
  it('administrators who create one user, one does', async () => {
    const here = await world();
    const admin = await fourAdministrators(here);

    const codes = await atOnce(here, (where, nth) =>
      on(where, admin(nth)).creates({ email: nth % 2 ? 'new@example.com' : 'NEW@example.com' }),
    );

    expect(codes).toEqual([...Array.from({ length: TIMES - 1 }, () => 'EMAIL_TAKEN'), 'ok']);
    const mails = [...(await here.mailsTo('new@example.com')), ...(await here.mailsTo('NEW@example.com'))];
    expect(mails.map(({ kind }) => kind)).toEqual(['invitation']);
  });

  it('deleted accounts of one address and username, one is restored', async () => {
    const here = await world();
    const admin = await fourAdministrators(here);
    const ada = new Administrator(admin(0));
    const ids: string[] = [];
    for (let nth = 0; nth < TIMES; nth += 1) {
      const { user } = await ada.creates({ email: 'one@example.com', username: 'one', password: 'a fine passphrase' });
      ids.push(user?.id ?? '');
      await ada.deletes(user?.id ?? '');
    }

    const codes = await atOnce(here, (where, nth) => on(where, admin(nth)).restores(ids[nth] ?? ''));

    expect(codes).toEqual([...Array.from({ length: TIMES - 1 }, () => 'EMAIL_TAKEN'), 'ok']);
  });

  it('one restores a user whose address others register meanwhile, or comes too late', async () => {
    const here = await world({ emailVerification: 'optional', limits: { 'register.client': null } });
    const admin = await fourAdministrators(here);
    const ada = new Administrator(admin(0));
    const { user } = await ada.creates({ email: 'alice@example.com', password: 'a fine passphrase' });
    await ada.deletes(user?.id ?? '');

    const codes = await atOnce(here, (where, nth) =>
      nth % 4 === 0 ? on(where, admin(nth / 4)).restores(user?.id ?? '') : where.person('Alice').registers(),
    );

    const living = (await (await here.inspect()).rows('users')).filter(
      ({ email_key }) => email_key === 'alice@example.com',
    );
    expect(living).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['EMAIL_TAKEN', 'ok']));
  });

  it('roles of one name, one is made', async () => {
    const here = await world();
    const admin = await fourAdministrators(here);

    const codes = await atOnce(here, (where, nth) =>
      on(where, admin(nth)).createsRole({ name: 'editors', permissions: [] }),
    );

    expect(codes).toEqual([...Array.from({ length: TIMES - 1 }, () => 'ROLE_NAME_TAKEN'), 'ok']);
  });

  it('one gets a role that is being deleted, or it is gone', async () => {
    const here = await world();
    const admin = await fourAdministrators(here);
    const ada = new Administrator(admin(0));
    const userIds: string[] = [];
    for (let nth = 0; nth < TIMES; nth += 1)
      userIds.push((await ada.creates({ email: `u${nth}@example.com` })).user?.id ?? '');
    const { role } = await ada.createsRole({ name: 'editors', permissions: [] });

    const codes = await atOnce(here, (where, nth) =>
      nth % 4 === 3
        ? on(where, admin(nth)).deletesRole(role?.id ?? '')
        : on(where, admin(nth)).setsRoles(userIds[nth] ?? '', 'editors'),
    );

    expect(new Set(codes.filter((code) => code !== 'ok'))).toEqual(
      new Set(codes.filter((code) => code === 'ROLE_IN_USE' || code === 'NOT_FOUND')),
    );
    const left = (await ada.listsRoles()).filter(({ name }) => name === 'editors');
    const held = await (await here.inspect()).rows('user_roles');
    expect(held.length > 0).toBe(left.length > 0);
  });

  it('sign-ins against a suspension leave no session', async () => {
    const here = await world();
    const ada = new Administrator(await here.person('Ada').joinsAsAdmin());
    const alice = here.person('Alice');
    const userId = await idOf(await alice.joins());

    await atOnce(here, (where, nth) =>
      nth === 7 ? on(where, ada.device).suspends(userId) : where.person('Alice').triesToLogIn(),
    );

    const sessions = (await (await here.inspect()).rows('sessions')).filter(({ user_id }) => user_id === userId);
    expect(sessions.filter(({ ended_at }) => ended_at === null)).toEqual([]);
  });
});
