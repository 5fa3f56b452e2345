import { minutes } from '../../src/kernel/duration.js';
import { statementsOf } from '../support/statements.js';
import { world, type World } from '../support/world.js';

const TABLES = ['users', 'pending_registrations', 'avatar_tickets', 'one_time_tokens', 'outbox_mails', 'events'];

/** How many rows a request adds to each table. */
async function work(here: World, request: () => Promise<unknown>): Promise<number[]> {
  const inspector = await here.inspect();
  const count = async (): Promise<number[]> =>
    Promise.all(TABLES.map(async (table) => (await inspector.rows(table)).length));
  const before = await count();
  await request();
  return (await count()).map((rows, table) => rows - (before[table] ?? 0));
}

/** What it does, and to which table. */
function shapeOf(statement: string): string {
  const [, verb = '', table = ''] =
    /^\s*(?:with .*?)?(select|insert|update|delete|begin|commit|rollback|set|savepoint)\b.*?(?:(?:from|into|update) "?`?([a-z_]+)|$)/is.exec(
      statement.replace(/^update/i, 'update update'),
    ) ?? [];
  return `${verb} ${table}`.toLowerCase();
}

describe('the work of a request', () => {
  it('is the same for an address with an account and for one without', async () => {
    const here = await world();
    const known = here.person('Alice');
    await known.joins();
    const nobody = here.person('Nobody');
    here.clock.passes(minutes(2));

    for (const act of [
      (person: typeof known) => person.registers({ password: 'another good passphrase' }),
      (person: typeof known) => person.asksForAPasswordReset(),
      (person: typeof known) => person.triesToLogIn('wrong'),
    ]) {
      expect(await work(here, () => act(known))).toEqual(await work(here, () => act(nobody)));
    }
    here.clock.passes(minutes(2));
    expect(await work(here, () => known.asksForTheMailAgain())).toEqual(
      await work(here, () => nobody.asksForTheMailAgain()),
    );
  });

  it('is the same statements, on the same tables, in the same order', async () => {
    const here = await world();
    const [known, nobody] = [here.person('Alice'), here.person('Nobody')];
    await known.joins();
    const mallory = await here.person('Mallory').joins();
    const shapes = async (request: () => Promise<unknown>) => {
      here.clock.passes(minutes(2));
      return (await statementsOf(here, request)).map(shapeOf);
    };

    for (const act of [
      (person: typeof known) => person.triesToLogIn('wrong'),
      (person: typeof known) => person.asksForAPasswordReset(),
      (person: typeof known) => person.asksForTheMailAgain(),
      (person: typeof known) => person.registers({ password: 'another good passphrase' }),
      ({ email }: typeof known) => mallory.updatesMe({ email, currentPassword: 'the Mallory horse staple 7' }),
    ]) {
      await mallory.refreshes();
      // Whether a mail was asked for lately may show; whether somebody has an account may not.
      for (const person of [known, nobody]) await act(person);
      const ofNobody = await shapes(() => act(nobody));
      expect(ofNobody.length).toBeGreaterThan(3);
      expect(await shapes(() => act(known))).toEqual(ofNobody);
    }
  });

  it('sends nothing to who has nothing to get', async () => {
    const here = await world();
    await here.person('Nobody').asksForAPasswordReset();
    await here.person('Nobody').asksForTheMailAgain();
    await here.users.deliverMail();

    expect(await here.mailsTo('nobody@example.com')).toEqual([]);
    expect(await here.mailsTo('')).toEqual([]);
    for (const mail of await (await here.inspect()).rows('outbox_mails')) {
      expect(mail).toMatchObject({ status: 'expired', sealed_content: null });
    }
  });
});
