import { csvLine, type ImportOptions, userColumns } from '../../src/app/operator.js';
import { type World, world } from '../support/world.js';
import { imports } from './files.js';

async function exported(here: World, format: 'csv' | 'jsonl', withHashes: boolean): Promise<string> {
  const lines = format === 'csv' ? [csvLine(userColumns)] : [];
  for await (const user of here.users.operator.exportUsers({ withHashes })) {
    lines.push(format === 'csv' ? csvLine(userColumns.map((column) => user[column])) : `${JSON.stringify(user)}\n`);
  }
  return lines.join('');
}

describe('an export', () => {
  it.each(['csv', 'jsonl'] as const)('as %s brings everybody over to another installation', async (format) => {
    const here = await world();
    await here.person('Ada').joinsAsAdmin();
    await here
      .person('Bob')
      .joins({ name: 'Bob, "the builder"', username: 'bob', phone: '+41446681800', locale: 'de-CH' });
    await here.users.operator.suspend('bob@example.com');
    const elsewhere = await world();

    const options: Partial<ImportOptions> = { format, allowAdmins: true };
    expect(await imports(elsewhere, await exported(here, format, true), options)).toMatchObject({
      imported: 2,
      problems: [],
    });

    const withoutHash = async (where: World) =>
      (await exported(where, 'jsonl', false)).replaceAll(/"last_login_at":[^,]+,/g, '');
    expect(await withoutHash(elsewhere)).toBe(await withoutHash(here));
    expect((await elsewhere.person('Ada').triesToLogIn()).errors).toEqual([]);
  });

  it('as CSV holds no formula that a spreadsheet would run, and loses nothing by that', async () => {
    const here = await world();
    const names = [
      '=1+1',
      '+1+cmd',
      '-1-cmd',
      '@sum(A1)',
      "'=quoted",
      '-5',
      "it's",
      '=HYPERLINK("http://evil.example")',
    ];
    for (const [nth, name] of names.entries()) await here.person(`P${nth}`).joins({ name, phone: '+41446681800' });
    const elsewhere = await world();
    const csv = await exported(here, 'csv', false);

    const cells = csv.split(/[\n,]/).map((cell) => cell.replace(/^"/, ''));
    expect(cells.filter((cell) => /^[=@]|^[+-]\D|^[+-].*\D/.test(cell))).toEqual([]);
    await imports(elsewhere, csv);
    const after = (await (await elsewhere.inspect()).rows('users')).map(({ name }) => String(name));
    expect(after.sort()).toEqual([...names].sort());
  });

  it('has no hashes unless they are asked for, and nobody who was deleted', async () => {
    const here = await world();
    await here.person('Alice').joins();
    await (await here.person('Bob').joins()).deletesMe();

    const lines = (await exported(here, 'jsonl', false)).trim().split('\n');

    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/argon2|password/);
    expect(await exported(here, 'jsonl', true)).toContain('"password_hash":"$argon2id$');
  });
});
