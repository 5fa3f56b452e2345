import { scopesOf } from '../../src/administration/user-filter.js';
import { UserFinder } from '../../src/administration/user-finder.js';
import { UserEntity } from '../../src/users/user.entity.js';
import { UserOrderField } from '../../src/users/user-order.js';
import { AdminUsersDocument } from '../operations/operations.js';
import type { Device } from '../support/device.js';
import { world } from '../support/world.js';
import { populate, type Resident } from './population.js';

const names = [
  'Åsa Öberg',
  'ЖУКОВ Пётр',
  'ΣΊΣΥΦΟΣ',
  'σίσυφος',
  '李小龍',
  "O'Neil",
  'Back\\slash',
  '100% sure',
  'under_score',
  'question? mark ?',
  'quote " double',
  'a*b (c) [d] {e} & !f | g:* <-> h',
  'double  space',
  '😀 emoji 👩‍👩‍👧',
  'ﬁ ligature',
  '$1 ${2} :three @four',
  '-- comment /* */ ;',
  "'''",
  'ab',
  'x',
  'AND OR NOT NEAR',
  'e\u0301 decomposed'.normalize('NFC'),
];

/** Whole names, parts of them, and what means something to one of the databases. */
const terms = new Set([
  ...names,
  ...names.map((name) => name.toUpperCase()),
  ...names.map((name) => [...name].slice(1, 4).join('')),
  ...names.map((name) => [...name].slice(-2).join('')),
  ...names.flatMap((name) => [...name].slice(0, 1)),
  '@',
  '.',
  '%',
  '_',
  '\\',
  "'",
  '"',
  '*',
  '?',
  '$',
  ':*',
  '<->',
  '&',
  '|',
  '!',
  '(',
  'σ',
  'Σ',
  'ς',
  'ö',
  'Ö',
  'ж',
  '@example',
  'EXAMPLE.COM',
  'user.1',
  'r1',
  'mr',
  'com user',
  'x\u001f',
  'e\u0301',
  '  åsa  ',
  'zzz',
  'a%b',
  'a_b',
]);

const fold = (text: string) => text.toLowerCase().replaceAll('ς', 'σ');

function expected(residents: readonly Resident[], term: string): string[] {
  const wanted = fold(term.normalize('NFC').trim());
  return residents
    .filter(({ email, username, name }) =>
      [email, username, name].some((text) => text !== null && fold(text).includes(wanted)),
    )
    .map(({ email }) => email)
    .sort();
}

async function search(device: Device, term: string, filter = {}): Promise<string[]> {
  const variables = {
    filter: { search: term, ...filter },
    first: 100,
    orderBy: { field: 'EMAIL', direction: 'ASC' },
  } as const;
  return (await device.asks(AdminUsersDocument, variables)).adminUsers.nodes.map(({ email }) => email).sort();
}

async function town(): Promise<{ admin: Device; residents: Resident[]; here: Awaited<ReturnType<typeof world>> }> {
  const here = await world();
  const admin = await here.person('Zed').joinsAsAdmin();
  const residents = await populate(
    here,
    names.map((name, index) => ({
      name,
      username: index % 2 === 0 ? `User.${index}_x` : null,
      email: `R${index}@Example.com`,
    })),
  );
  return { admin, residents: [...residents, { id: '', email: 'zed@example.com', username: null, name: null }], here };
}

describe('the search for users', () => {
  it('finds what a plain search through all of them finds, whatever is asked', async () => {
    const { admin, residents } = await town();
    for (const term of terms) {
      if (term.trim() === '') continue;
      expect([term, await search(admin, term)]).toEqual([term, expected(residents, term)]);
    }
  });

  it('finds the same by its index alone, before and after the database has looked at how frequent everything is', async () => {
    const { residents, here } = await town();
    const inspector = await here.inspect();
    const { database } = inspector;
    const finder = new UserFinder(database.dialect, { shortWalk: 1, longWalk: 1, few: 1_000 });
    const order = { field: UserOrderField.NAME, descending: false };
    const idsOf = new Map(residents.map(({ email, id }) => [email, id]));
    const { id: zed } = await database.reader().findOneOrFail(UserEntity, { emailKey: 'zed@example.com' });
    idsOf.set('zed@example.com', zed);
    for (const analyzed of [false, true]) {
      if (analyzed) await inspector.run('analyze');
      for (const term of terms) {
        const scopes = scopesOf({ search: term }, database.dialect);
        const found = await finder.find(database.reader(), { scopes, order, bounds: [], fromEnd: false, limit: 100 });
        expect([analyzed, term, found.sort()]).toEqual([
          analyzed,
          term,
          expected(residents, term)
            .map((email) => idsOf.get(email) ?? '')
            .sort(),
        ]);
      }
    }
  });

  it('lists everybody where the term is empty, and nobody for what nobody can be called', async () => {
    const { admin, residents } = await town();

    for (const term of ['', '   ']) expect(await search(admin, term)).toHaveLength(residents.length);
    for (const term of ['\0', 'a\0b', 'example\n', 'a\u0007', 'e'.repeat(255), 'e'.repeat(30_000)].map(
      (text) => `r${text}r`,
    ))
      expect(await search(admin, term)).toEqual([]);
    expect(await search(admin, `r${'e'.repeat(252)}`)).toEqual([]);
  });

  it('follows every change of a user, however it is written', async () => {
    const { here, admin } = await town();
    const inspector = await here.inspect();

    await inspector.run("update users set name = 'Quentin' where email = 'R3@Example.com'");
    expect(await search(admin, 'quentin')).toEqual(['R3@Example.com']);
    expect(await search(admin, 'σίσυφος')).toEqual(['R2@Example.com']);
    await inspector.run("update users set email = 'quentin@elsewhere.example', name = null where name = 'Quentin'");
    expect(await search(admin, 'QUENTIN')).toEqual(['quentin@elsewhere.example']);
    await inspector.run("update users set is_admin = false where email = 'quentin@elsewhere.example'");
    expect(await search(admin, 'elsewhere')).toEqual(['quentin@elsewhere.example']);
    await inspector.run("delete from users where email = 'quentin@elsewhere.example'");
    expect(await search(admin, 'quentin', { includeDeleted: true })).toEqual([]);
  });

  it('finds deleted users by the address they had', async () => {
    const { here, admin } = await town();
    await (
      await here.inspect()
    ).run("update users set deleted_at = created_at, email_key = null where email like 'R7%'");

    expect(await search(admin, 'R7@')).toEqual([]);
    expect(await search(admin, 'R7@', { includeDeleted: true })).toEqual(['R7@Example.com']);
  });
});

const onPostgresql = globalThis.testDatabase === 'postgresql' ? describe : describe.skip;

onPostgresql('the runs of a term that PostgreSQL looks for', () => {
  it('are the four that the fewest users have, or all while nobody has counted', async () => {
    const { here } = await town();
    const { database } = await here.inspect();
    const runs = async (term: string) => {
      const [row] = await database
        .reader()
        .execute<{ query: string }[]>('select usergraph_rare_gram_query(?) as query', [term]);
      return row?.query.split(' & ');
    };

    expect(await runs('r7@example.com')).toHaveLength(12);
    await database.reader().execute('analyze user_search');
    expect(await runs('r7@example.com')).toEqual(expect.arrayContaining(["'r7@'", "'7@e'"]));
    expect(await runs('r7@example.com')).toHaveLength(4);
    expect(await runs("o'n")).toEqual(["'o''n'"]);
    expect(await runs('zz')).toEqual(["'zz':*"]);
  });
});
