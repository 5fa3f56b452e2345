import { RoleCatalogue } from '../../src/roles/role-catalogue.js';
import { RoleDefinitions } from '../../src/roles/role-definitions.js';

/** A database that answers when it is told to. */
class SlowDatabase {
  readonly readings: PromiseWithResolvers<RoleDefinitions>[] = [];
  readonly catalogue = new RoleCatalogue(() => {
    const reading = Promise.withResolvers<RoleDefinitions>();
    this.readings.push(reading);
    return reading.promise;
  });

  /** By the reading of this number, from 0. */
  async answers(reading: number, version: string | null): Promise<void> {
    this.readings[reading]?.resolve(new RoleDefinitions(version, []));
    await everythingElse();
  }

  async fails(reading: number): Promise<void> {
    this.readings[reading]?.reject(new Error('the database is away'));
    await everythingElse();
  }

  /** What becomes of somebody whose statement saw this version. */
  async asks(seen: string | null): Promise<string | null> {
    return (await this.catalogue.since(seen)).version;
  }
}

const everythingElse = () => new Promise((resolve) => setImmediate(resolve));

describe('the definitions of roles in memory', () => {
  it('are read once, for as long as statements see their version', async () => {
    const database = new SlowDatabase();
    const first = database.asks('monday');
    await database.answers(0, 'monday');

    expect([await first, await database.asks('monday'), await database.asks('monday')]).toEqual(
      Array(3).fill('monday'),
    );
    expect(database.readings).toHaveLength(1);
  });

  it('are read anew where a statement saw another version, and then are the known ones', async () => {
    const database = new SlowDatabase();
    void database.asks('monday');
    await database.answers(0, 'monday');
    const next = database.asks('tuesday');
    await database.answers(1, 'tuesday');

    expect([await next, await database.asks('tuesday')]).toEqual(['tuesday', 'tuesday']);
    expect(database.readings).toHaveLength(2);
  });

  it('are read once for all who find them old together', async () => {
    const database = new SlowDatabase();
    const all = ['monday', 'monday', 'monday'].map((seen) => database.asks(seen));
    await database.answers(0, 'monday');

    expect(await Promise.all(all)).toEqual(['monday', 'monday', 'monday']);
    expect(database.readings).toHaveLength(1);
  });

  it('are never those of a reading that began before one’s statement saw something newer', async () => {
    const database = new SlowDatabase();
    const early = database.asks('monday');
    const late = ['tuesday', 'tuesday', 'tuesday'].map((seen) => database.asks(seen));
    await database.answers(0, 'monday');
    await database.answers(1, 'tuesday');

    expect(await early).toBe('monday');
    expect(await Promise.all(late)).toEqual(['tuesday', 'tuesday', 'tuesday']);
    expect(database.readings).toHaveLength(2);
  });

  it('may be those of a reading that began before and found what one’s statement saw', async () => {
    const database = new SlowDatabase();
    const both = [database.asks('monday'), database.asks('tuesday')];
    await database.answers(0, 'tuesday');
    await database.answers(1, 'tuesday');

    expect(await Promise.all(both)).toEqual(['tuesday', 'tuesday']);
    expect(database.readings).toHaveLength(1);
  });

  it('may be newer than what one’s statement saw', async () => {
    const database = new SlowDatabase();
    const slow = database.asks('monday');
    await database.answers(0, 'wednesday');

    expect(await slow).toBe('wednesday');
  });

  it('are not replaced by a slower reading of older ones: no two are under way', async () => {
    const database = new SlowDatabase();
    void database.asks('monday');
    void database.asks('tuesday');
    await everythingElse();
    expect(database.readings).toHaveLength(1);

    await database.answers(1, 'tuesday');
    await database.answers(0, 'monday');
    await database.answers(1, 'tuesday');

    expect(await database.asks('tuesday')).toBe('tuesday');
    expect(database.readings).toHaveLength(2);
  });

  it('are relied on by nobody whose statement saw no version', async () => {
    const database = new SlowDatabase();
    const [first, second] = [database.asks(null), database.asks(null)];
    await database.answers(0, null);
    await database.answers(1, null);
    const third = database.asks(null);
    await database.answers(2, 'monday');

    expect([await first, await second, await third]).toEqual([null, null, 'monday']);
  });

  it('fail those who waited for them, and are read again for the next', async () => {
    const database = new SlowDatabase();
    const waiting = Promise.allSettled([database.asks('monday'), database.asks('monday')]);
    await database.fails(0);
    const next = database.asks('monday');
    await database.answers(1, 'monday');

    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await next).toBe('monday');
  });
});

const role = (id: string, name: string) => ({ id, name, description: null, permissions: ['a:read'], builtIn: false });

describe('the roles of a user among them', () => {
  const definitions = new RoleDefinitions('monday', [role('1', 'ab'), role('2', 'a-c'), role('3', 'b')]);

  it('stand in the order in which the database has names', () => {
    expect(definitions.of(['3', '2', '1']).map(({ name }) => name)).toEqual(['ab', 'a-c', 'b']);
    expect(definitions.of([])).toEqual([]);
  });

  it('are without one that was deleted meanwhile', () => {
    expect(definitions.of(['4', '3']).map(({ name }) => name)).toEqual(['b']);
  });

  it('cannot be changed by one request for another', () => {
    const [shared] = definitions.of(['1']);

    expect(() => shared?.permissions.push('users:write')).toThrow(TypeError);
    expect(() => Object.assign(shared ?? {}, { name: 'c' })).toThrow(TypeError);
    expect(() => (definitions.all as unknown[]).pop()).toThrow(TypeError);
  });
});
