import { randomUUID } from 'node:crypto';
import { EventEntity } from '../../src/events/event.entity.js';
import { minutes } from '../../src/kernel/duration.js';
import { UuidV7 } from '../../src/kernel/ids.js';
import {
  AdminEventsDocument,
  type AdminEventsQuery,
  type AdminEventsQueryVariables,
} from '../operations/operations.js';
import { type Device, refusal } from '../support/device.js';
import { world, type World } from '../support/world.js';

type Page = AdminEventsQuery['adminEvents'];

async function list(admin: Device, filter: AdminEventsQueryVariables['filter'] = null, page = {}): Promise<Page> {
  return (await admin.asks(AdminEventsDocument, { filter: filter ?? null, ...page })).adminEvents;
}

async function names(admin: Device, filter: AdminEventsQueryVariables['filter']): Promise<string[]> {
  return (await list(admin, filter, { first: 100 })).nodes.map(({ name }) => name);
}

const [ann, ben, boss] = [randomUUID(), randomUUID(), randomUUID()];

/** One event a minute: a0 and b0 at the beginning, a1 and b1 a minute later, and so on; the boss did each third. */
async function past(here: World, length = 6): Promise<Date> {
  const ids = new UuidV7(here.clock);
  const beginning = here.clock.now();
  const em = (await here.inspect()).database.reader();
  for (let minute = 0; minute < length; minute += 1) {
    await em.insertMany(
      EventEntity,
      [ann, ben].map((userId, index) => ({
        id: ids.next(),
        name: `${'ab'[index] ?? ''}${minute}`,
        userId,
        actorId: minute % 3 === 0 ? boss : null,
        ip: null,
        userAgent: null,
        metadata: {},
        createdAt: here.clock.now(),
      })),
    );
    here.clock.passes(minutes(1));
  }
  return beginning;
}

describe('adminEvents', () => {
  it('lists what happened to everybody, newest first', async () => {
    const here = await world();
    const admin = await here.person('Ada').joinsAsAdmin();
    await here.person('Bob').joins();

    const { nodes } = await list(admin);

    expect(nodes.map(({ name }) => name)).toEqual([
      'user_login_success',
      'email_verified',
      'user_registered',
      'user_login_success',
      'email_verified',
      'user_registered',
    ]);
    expect(nodes[0]).toMatchObject({ ip: '127.0.0.2', actorId: null, createdAt: here.clock.now().toISOString() });
  });

  it('filters by each argument and by several together', async () => {
    const here = await world();
    const admin = await here.person('Ada').joinsAsAdmin();
    const beginning = await past(here);
    const at = (minute: number) => new Date(beginning.getTime() + minutes(minute)).toISOString();

    expect(await names(admin, { userId: ann })).toEqual(['a5', 'a4', 'a3', 'a2', 'a1', 'a0']);
    expect(await names(admin, { actorId: boss })).toEqual(['b3', 'a3', 'b0', 'a0']);
    expect(await names(admin, { names: ['a1', 'b4', 'a1', 'unknown'] })).toEqual(['b4', 'a1']);
    expect(await names(admin, { createdAfter: at(4) })).toEqual(['b5', 'a5', 'b4', 'a4']);
    expect(await names(admin, { createdAfter: at(1), createdBefore: at(2) })).toEqual(['b1', 'a1']);
    expect(await names(admin, { userId: ben, actorId: boss })).toEqual(['b3', 'b0']);
    expect(await names(admin, { userId: ben, actorId: boss, names: ['b0', 'a3'], createdAfter: at(0) })).toEqual([
      'b0',
    ]);
    expect(await names(admin, { createdAfter: at(2), createdBefore: at(2) })).toEqual([]);
    expect(await names(admin, { createdAfter: '9999-12-31T23:59:59.999Z' })).toEqual([]);
    expect(await names(admin, { userId: ann, createdAfter: '0001-01-01T00:00:00.000Z' })).toHaveLength(6);
  });

  it('finds nothing where nothing can be', async () => {
    const here = await world();
    const admin = await here.person('Ada').joinsAsAdmin();
    const nothing = [
      { names: [] },
      { names: ['nothing_like_it', "' or 1=1 -- ", 'a\0b'] },
      { userId: randomUUID() },
      { userId: 'nonsense' },
      { actorId: "'" },
      { userId: '' },
    ];
    for (const filter of nothing) expect([filter, await names(admin, filter)]).toEqual([filter, []]);
  });

  it('is read page by page, though more happens meanwhile', async () => {
    const here = await world();
    const admin = await here.person('Ada').joinsAsAdmin();
    await past(here);
    const filter = { names: ['a0', 'a1', 'a2', 'b0', 'b1', 'b2'] };

    const first = await list(admin, filter, { first: 4 });
    await past(here, 3);
    const second = await list(admin, filter, { first: 4, after: first.pageInfo.endCursor });

    expect(first.nodes.map(({ name }) => name)).toEqual(['b2', 'a2', 'b1', 'a1']);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(second.nodes.map(({ name }) => name)).toEqual(['b0', 'a0']);
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('takes 1 to 100 at once, its own cursors, and 100 names', async () => {
    const here = await world();
    const admin = await here.person('Ada').joinsAsAdmin();

    for (const page of [{ first: 0 }, { first: 101 }, { after: 'nonsense' }, { after: '' }]) {
      expect(await refusal(list(admin, null, page))).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    const many = Array.from({ length: 101 }, (_, index) => `name${index}`);
    expect(await refusal(names(admin, { names: many }))).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await names(admin, { names: many.slice(1) })).toEqual([]);
  });

  it('is for who may read events', async () => {
    const here = await world();
    const device = await here.person('Eve').joinsWith('users:read');

    expect(await refusal(list(device))).toMatchObject({ code: 'FORBIDDEN', extensions: { permission: 'events:read' } });
    expect((await list(await here.person('Eli').joinsWith('events:read'))).nodes).toHaveLength(6);
  });
});
