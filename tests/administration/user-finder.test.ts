import { PlainList } from '../../src/administration/plain-list.js';
import { placeOf } from '../../src/administration/user-cursor.js';
import { scopesOf, type UserFilter } from '../../src/administration/user-filter.js';
import { type Bound, type Effort, UserFinder } from '../../src/administration/user-finder.js';
import { RowMapping } from '../../src/database/row-mapping.js';
import { before, hours } from '../../src/kernel/duration.js';
import { type User, UserEntity } from '../../src/users/user.entity.js';
import { UserOrderField } from '../../src/users/user-order.js';
import { UserStatus } from '../../src/users/user-status.js';
import { statementsOf } from '../support/statements.js';
import { world } from '../support/world.js';
import { populate } from './population.js';

/** Enough to see everybody at the first step. */
const ENDLESS: Effort = { shortWalk: 1_000, longWalk: 1_000, few: 1_000 };

/** So little that each of the later steps has its turn. */
const SMALL: readonly Effort[] = [
  { shortWalk: 2, longWalk: 5, few: 100 },
  { shortWalk: 2, longWalk: 5, few: 0 },
  { shortWalk: 5, longWalk: 40, few: 3 },
  { shortWalk: 12, longWalk: 13, few: 6 },
];

async function town() {
  const here = await world();
  const ada = here.person('Ada');
  await ada.joinsWith('invoices:read');
  const now = here.clock.now();
  await populate(
    here,
    Array.from({ length: 60 }, (_, index) => ({
      name: index % 3 === 0 ? null : `Name ${index % 7}`,
      isAdmin: index % 11 === 4,
      createdAt: before(now, hours(index % 13)),
      emailVerifiedAt: index % 5 === 1 ? null : now,
      suspendedAt: index % 8 === 3 ? now : null,
      deletedAt: index % 6 === 5 ? now : null,
      lastLoginAt: index % 4 === 2 ? now : null,
    })),
  );
  const inspector = await here.inspect();
  await inspector.run(
    "insert into user_roles (user_id, role_id) select u.id, r.id from users u cross join roles r where r.name = 'adas-role' and u.email like '%3@%'",
  );
  return { here, database: inspector.database };
}

const fields = Object.values(UserOrderField);
const now = new Date('2026-11-21T08:30:00.000Z');
const filters: readonly UserFilter[] = [
  {},
  { includeDeleted: true },
  { search: 'name 4' },
  { search: '2@', includeDeleted: true },
  { search: 'e 5', emailVerified: true },
  { search: 'nobody' },
  { role: 'adas-role' },
  { role: 'adas-role', emailVerified: false, includeDeleted: true },
  { isAdmin: true },
  { isAdmin: true, role: 'adas-role' },
  { isAdmin: false, status: [UserStatus.SUSPENDED] },
  { status: [UserStatus.SUSPENDED, UserStatus.PENDING_VERIFICATION] },
  { status: [UserStatus.SUSPENDED, UserStatus.DELETED], search: 'name' },
  { status: [UserStatus.PENDING_VERIFICATION, UserStatus.DELETED] },
  { status: [UserStatus.ACTIVE], createdBefore: before(now, hours(8)) },
  { createdAfter: before(now, hours(3)), includeDeleted: true },
  { createdAfter: before(now, hours(10)), createdBefore: before(now, hours(4)), search: 'resident', isAdmin: true },
];

describe('finding users', () => {
  it('gives the same page whichever way it was found', async () => {
    const { database } = await town();
    const em = database.reader();
    for (const [index, filter] of filters.entries()) {
      const scopes = scopesOf(filter, database.dialect);
      for (const field of [fields[index % 4], fields[(index + 1) % 4]].flatMap((found) => found ?? [])) {
        const wanted = {
          scopes,
          order: { field, descending: true },
          bounds: [],
          fromEnd: field === UserOrderField.EMAIL,
          limit: 7,
        };
        const all = await new UserFinder(database.dialect, ENDLESS).find(em, { ...wanted, limit: 100 });
        const middle = all[Math.floor(all.length / 2)];
        const user = middle === undefined ? null : await em.findOneOrFail(UserEntity, { id: middle });
        const place = user && placeOf(user, field);
        const half = place ? [wanted.fromEnd ? { before: place } : { after: place }] : [];
        const from = place ? Math.floor(all.length / 2) + 1 : 0;
        for (const effort of SMALL) {
          const finder = new UserFinder(database.dialect, effort);
          expect([filter, field, effort, await finder.find(em, wanted)]).toEqual([
            filter,
            field,
            effort,
            all.slice(0, 7),
          ]);
          expect(await finder.find(em, { ...wanted, bounds: half })).toEqual(all.slice(from, from + 7));
        }
      }
      expect(await new UserFinder(database.dialect).count(em, scopes)).toBe(
        (
          await new UserFinder(database.dialect, ENDLESS).find(em, {
            scopes,
            order: { field: UserOrderField.NAME, descending: false },
            bounds: [],
            fromEnd: false,
            limit: 100,
          })
        ).length,
      );
    }
  });

  it('takes each of its ways', async () => {
    const { here, database } = await town();
    const scopes = scopesOf({ search: 'name 4' }, database.dialect);
    const order = { field: UserOrderField.NAME, descending: false };
    const wanted = { scopes, order, bounds: [], fromEnd: false, limit: 7 };
    const steps = async (effort: Effort) => {
      const statements = await statementsOf(here, () =>
        new UserFinder(database.dialect, effort).find(database.reader(), wanted),
      );
      return statements.map((text) => /scanned|named|count|matches/.exec(text)?.[0]);
    };

    expect(await steps(ENDLESS)).toEqual(['scanned']);
    expect(await steps({ shortWalk: 2, longWalk: 5, few: 100 })).toEqual(['scanned', 'named']);
    expect(await steps({ shortWalk: 2, longWalk: 5, few: 0 })).toEqual(['scanned', 'named', 'scanned', 'matches']);
    expect(await steps({ shortWalk: 2, longWalk: 100, few: 0 })).toEqual(['scanned', 'named', 'scanned']);
  });
});

describe('the short way of a list without a filter', () => {
  it('gives the same users as the clear way, in each order and between any bounds', async () => {
    const { database } = await town();
    const em = database.reader();
    const short = new PlainList(database, new RowMapping(database, UserEntity));
    const clear = new UserFinder(database.dialect);
    const properties = em
      .getMetadata()
      .get(UserEntity.meta.class)
      .props.map(({ name }) => name);
    for (const filter of [{}, { status: [UserStatus.DELETED] }]) {
      const scopes = scopesOf(filter, database.dialect);
      for (const [index, field] of fields.entries()) {
        const order = { field, descending: index % 2 === 0 };
        const all = await clear.find(em, { scopes, order, bounds: [], fromEnd: false, limit: 100 });
        const users = await em.find(UserEntity, { id: { $in: all } });
        const placeAt = (place: number) => placeOf(users.find(({ id }) => id === all.at(place)) as User, field);
        const somewhere: (readonly Bound[])[] = [
          [],
          [{ after: placeAt(3) }],
          [{ before: placeAt(-2) }],
          [{ after: placeAt(2), inclusive: true }, { before: placeAt(6) }],
        ];
        for (const bounds of somewhere) {
          for (const fromEnd of [false, true]) {
            const wanted = { scopes, order, bounds, fromEnd, limit: 5 };
            const found = (await short.find(wanted)) ?? [];
            expect(found.map(({ id }) => id)).toEqual(await clear.find(em, wanted));
            for (const user of found) {
              const same = users.find(({ id }) => id === user.id);
              const told = (of: User | undefined) => properties.map((name) => [name, of?.[name as keyof User] ?? null]);
              expect(told(user)).toEqual(told(same));
            }
          }
        }
      }
    }
  });

  it('takes one statement, and leaves all other lists to the clear way', async () => {
    const { here, database } = await town();
    const short = new PlainList(database, new RowMapping(database, UserEntity));
    const order = { field: UserOrderField.EMAIL, descending: false };
    const find = (filter: UserFilter, limit: number) =>
      short.find({ scopes: scopesOf(filter, database.dialect), order, bounds: [], fromEnd: false, limit });

    expect(await statementsOf(here, () => find({}, 51))).toHaveLength(1);
    expect(await find({ isAdmin: true }, 51)).toBeNull();
    expect(await find({ includeDeleted: true }, 51)).toBeNull();
    expect(await find({ status: [] }, 51)).toBeNull();
    expect(await find({}, 10_000)).toBeNull();
  });
});
