import { world } from '../support/world.js';
import { imports } from './files.js';

async function namesAfter(text: string | Buffer, options: Parameters<typeof imports>[2] = {}) {
  const here = await world();
  const { problems } = await imports(here, text, options);
  const names: (string | null)[] = [];
  for await (const { name } of here.users.operator.list()) names.push(name ?? null);
  return { names, problems: problems.map(({ line, code }) => [line, code]) };
}

describe('a CSV', () => {
  it('may have a byte order mark, any line ends, quotes, line breaks within them, and every script', async () => {
    const text =
      '\ufeffemail,name\r\n"a@example.com","Ünï ""코드"" 🦊"\r\n\r\nb@example.com,"Smith, Bob"\nc@example.com,"two\nlines"\nd@example.com,D';

    expect(await namesAfter(text)).toEqual({
      names: ['Ünï "코드" 🦊', 'Smith, Bob', 'D'],
      problems: [[5, 'INVALID_NAME']],
    });
  });

  it('may have the line ends of an old Macintosh, and counts them as lines', async () => {
    expect(await namesAfter('email,name\ra@example.com,A\rb@example.com,\u0007\rc@example.com,C')).toEqual({
      names: ['A', 'C'],
      problems: [[3, 'INVALID_NAME']],
    });
  });

  it('must name its columns, and all that is wrong with them is told at once', async () => {
    const here = await world();

    await expect(imports(here, 'e-mail,passwordhash,name\na@example.com,x,y\n')).rejects.toThrow(
      'The column "email" is missing. 2 of the 3 columns mean nothing here ("e-mail", "passwordhash"). The columns are: id, email, email_verified, username,',
    );
    await expect(imports(here, 'a@example.com,x\nb@example.com,y\n')).rejects.toThrow('The column "email" is missing.');
    await expect(imports(here, 'email,email\na@example.com,b@example.com\n')).rejects.toThrow('"email" is there twice');
    await expect(imports(here, '')).rejects.toThrow('The file is empty');
    expect(await (await here.inspect()).rows('users')).toEqual([]);
  });

  it('may have other columns where that is said', async () => {
    expect(
      (await namesAfter('email,name,shoe size\na@example.com,A,43\n', { ignoreOtherColumns: true })).names,
    ).toEqual(['A']);
  });

  it('is refused where a record never ends, before it fills the memory', async () => {
    const here = await world();

    await expect(imports(here, `email,name\na@example.com,"${'x'.repeat(600_000)}\n`)).rejects.toThrow(
      "The CSV can't be read from line 2 on: a record is too long.",
    );
  });

  it('is refused in another encoding than UTF-8', async () => {
    const here = await world();

    await expect(imports(here, Buffer.from('email,name\na@example.com,J\xf6rg\n', 'latin1'))).rejects.toThrow(
      'not in UTF-8',
    );
  });
});

describe('JSON lines', () => {
  it('are read one by one, and the broken ones told', async () => {
    const text = [
      '\ufeff{"email":"a@example.com","name":"A \\ud83e\\udd8a","email_verified":true}',
      '',
      '{"email":"b@example.com"',
      '["b@example.com"]',
      `{"email":"c@example.com","name":"${'x'.repeat(300_000)}"}`,
      '{"email":"d@example.com","name":"D","roles":[]}\r',
      '{"email":{"$ne":null},"name":"E"}',
      '{"email":"f@example.com","name":["F"]}',
    ].join('\n');

    expect(await namesAfter(text, { format: 'jsonl' })).toEqual({
      names: ['A 🦊', 'D'],
      problems: [
        [3, 'MALFORMED'],
        [4, 'MALFORMED'],
        [5, 'TOO_LONG'],
        [7, 'REQUIRED'],
        [8, 'INVALID_VALUE'],
      ],
    });
  });

  it('keep no NUL and no half of a character from the database', async () => {
    const text =
      '{"email":"a@example.com","name":"a\\u0000b"}\n{"email":"b@example.com","name":"a\\ud800"}\n{"email":"c@example.com","id":"\\u0000","locale":"\\u0000"}\n';

    expect((await namesAfter(text, { format: 'jsonl' })).problems).toEqual([
      [1, 'INVALID_NAME'],
      [2, 'INVALID_NAME'],
      [3, 'INVALID_LOCALE'],
    ]);
  });
});

describe('a JSON document', () => {
  it('is read user by user, wherever its brackets and quotes stand', async () => {
    const users = [
      { email: 'a@example.com', name: 'A "}]" \\' },
      { email: 'b@example.com', name: 'B {[' },
    ];

    for (const text of [
      JSON.stringify(users),
      JSON.stringify({ version: 1, users }, null, 2),
      `{"kind": {"a": {}}, "users": ${JSON.stringify(users)}, "end": "]"}`,
    ]) {
      expect(await namesAfter(text, { format: 'json' })).toEqual({ names: ['A "}]" \\', 'B {['], problems: [] });
    }
  });

  it('is refused where it breaks off, or holds no list', async () => {
    const here = await world();
    const json = { format: 'json' } as const;

    await expect(imports(here, '[{"email":"a@example.com"}', json)).rejects.toThrow(
      'The JSON ends in the middle, on line 1.',
    );
    await expect(imports(here, '{"email":"a@example.com"}', json)).rejects.toThrow('There is no list of users');
    await expect(imports(here, '[{"email":"a@example.com"}}', json)).rejects.toThrow('closes what is not open');
    await expect(imports(here, `[{"email":"${'a'.repeat(600_000)}"}]`, json)).rejects.toThrow('is too long');
  });
});
