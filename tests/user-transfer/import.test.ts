import { world } from '../support/world.js';
import { imports } from './files.js';

const HASH = '$2b$04$Hyc4K6OEw1E0tSz6XmICzegwREV0mLU2b6jtqha7iKnfUUq0voBUm';
const PASSWORD = 'correct horse battery';

describe('importing users', () => {
  it('brings them over with all that they had', async () => {
    const here = await world();
    const inspector = await here.inspect();
    await inspector.run(
      `insert into roles (id, name, permissions, built_in) values ('01936f2e-7b1a-7000-8000-000000000001', 'editor', '["posts:write"]', false)`,
    );

    const { imported, problems } = await imports(
      here,
      [
        'id,email,email_verified,username,name,phone,locale,password_hash,is_admin,roles,created_at,last_login_at,suspended',
        `6F9619FF-8B86-4D01-B42D-00CF4FC964FF,Ada@Example.com,true,Ada,"Lovelace, Ada",+41 44 668 18 00,de-ch,${HASH},false,editor,2019-04-01T10:00:00+02:00,2024-05-06 07:08:09.123456+00,false`,
      ].join('\n'),
    );

    expect({ imported, problems }).toEqual({ imported: 1, problems: [] });
    const { user, roles } = (await here.users.operator.show('ada')) ?? {};
    expect(roles).toMatchObject([{ name: 'editor' }]);
    expect(user).toMatchObject({
      id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
      email: 'Ada@Example.com',
      emailKey: 'ada@example.com',
      username: 'Ada',
      usernameKey: 'ada',
      name: 'Lovelace, Ada',
      phone: '+41446681800',
      locale: 'de-CH',
      passwordHash: HASH,
      isAdmin: false,
      createdAt: new Date('2019-04-01T08:00:00Z'),
      lastLoginAt: new Date('2024-05-06T07:08:09.123Z'),
      suspendedAt: null,
    });
    const events = await inspector.rows('events');
    expect(events).toMatchObject([{ name: 'user_registered', user_id: user?.id }]);
    expect(JSON.stringify(events)).toContain('import');
  });

  it('lets them sign in with the password they had, and keeps it with today’s parameters from then on', async () => {
    const here = await world();
    await imports(here, `email,email_verified,password_hash\nalice@example.com,true,${HASH}\n`);
    const alice = here.person('Alice');
    const inspector = await here.inspect();
    expect((await alice.triesToLogIn(`${PASSWORD}!`)).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    expect(await inspector.rows('users')).toMatchObject([{ password_hash: HASH, failed_login_count: 1 }]);

    expect((await alice.triesToLogIn(PASSWORD)).errors).toEqual([]);

    expect(await inspector.rows('users')).toMatchObject([
      { password_hash: expect.stringMatching(/^\$argon2id\$v=19\$m=64,(t=2,p=1|p=1,t=2)\$/), failed_login_count: 0 },
    ]);
    expect((await alice.triesToLogIn(PASSWORD)).errors).toEqual([]);
    expect((await alice.triesToLogIn(`${PASSWORD}!`)).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
  });

  it('lets somebody without a verified address in no sooner than that is done', async () => {
    const here = await world();
    await imports(here, `email,password_hash\nalice@example.com,${HASH}\n`);
    const alice = here.person('Alice');
    expect((await alice.triesToLogIn(PASSWORD)).errors).toMatchObject([{ code: 'EMAIL_NOT_VERIFIED' }]);

    await alice.asksForTheMailAgain();
    await alice.verifies();

    expect((await alice.triesToLogIn(PASSWORD)).errors).toEqual([]);
  });

  it('refuses the rows that are wrong, says why, and lets the others in', async () => {
    const here = await world();
    await here.person('Taken').joins({ username: 'taken' });

    const { read, imported, refused, problems } = await imports(
      here,
      [
        'email,username,name,phone,locale,password_hash,is_admin,roles,created_at,suspended,email_verified',
        'fine@example.com,,,,,,,,,,',
        ',,,,,,,,,,',
        'nobody,,,,,,,,,,',
        'a@example.com,x,,,,,,,,,',
        'b@example.com,TAKEN,,,,,,,,,',
        `c@example.com,,${'n'.repeat(101)},12,??,,,,,,`,
        'd@example.com,,,,,5f4dcc3b5aa765d61d8327deb882cf99,,,,,',
        'e@example.com,,,,,pbkdf2_sha256$2000000000$s$DrdiWD40lyBuydnjvZiDrdQMx1S1mOA9O0QYex0R6ww=,,,,,',
        'f@example.com,,,,,,true,,,,',
        'g@example.com,,,,,,,nothing-like-it,,,',
        'h@example.com,,,,,,,,yesterday,maybe,perhaps',
        'i@example.com,,,,,,,,2999-01-01,,',
        'j@example.com,too,few',
        'also-fine@example.com,,,,,,,,,,',
      ].join('\r\n'),
    );

    expect({ read, imported, refused }).toEqual({ read: 14, imported: 2, refused: 12 });
    expect(
      problems.map(({ line, column, code }) => [line, column, code]).sort(([a], [b]) => Number(a) - Number(b)),
    ).toEqual([
      [3, 'email', 'REQUIRED'],
      [4, 'email', 'INVALID_EMAIL'],
      [5, 'username', 'INVALID_USERNAME'],
      [6, 'username', 'USERNAME_TAKEN'],
      [7, 'locale', 'INVALID_LOCALE'],
      [7, 'name', 'INVALID_NAME'],
      [7, 'phone', 'INVALID_PHONE'],
      [8, 'password_hash', 'UNKNOWN_HASH'],
      [9, 'password_hash', 'COSTLY_HASH'],
      [10, 'is_admin', 'ADMIN_NOT_ALLOWED'],
      [11, 'roles', 'UNKNOWN_ROLE'],
      [12, 'email_verified', 'INVALID_VALUE'],
      [12, 'created_at', 'INVALID_VALUE'],
      [12, 'suspended', 'INVALID_VALUE'],
      [13, 'created_at', 'INVALID_VALUE'],
      [14, null, 'MALFORMED'],
    ]);
    expect(JSON.stringify(problems)).not.toMatch(/5f4dcc|pbkdf2|yesterday|nothing-like-it/);
  });

  it('leaves out what people can do without, where that is asked for', async () => {
    const here = await world();
    await here.person('Taken').joins({ username: 'taken' });

    const { imported, refused, leftOut, problems } = await imports(
      here,
      'email,username,phone,password_hash,is_admin\na@example.com,taken,12,MD5,\nb@example.com,,,,true\n',
      { leaveOut: true },
    );

    expect({ imported, refused, leftOut }).toEqual({ imported: 1, refused: 1, leftOut: 3 });
    expect(problems.filter(({ outcome }) => outcome === 'left out').map(({ column }) => column)).toEqual([
      'phone',
      'password_hash',
      'username',
    ]);
    expect(await here.users.operator.show('a@example.com')).toMatchObject({
      user: { username: null, phone: null, passwordHash: null },
    });
  });

  it('makes administrators only where that is asked for', async () => {
    const here = await world();
    await imports(here, 'email,is_admin\nada@example.com,yes\n', { allowAdmins: true });

    expect(await here.users.operator.show('ada@example.com')).toMatchObject({ user: { isAdmin: true } });
    expect(await (await here.inspect()).eventNames()).toEqual(['user_registered', 'admin_granted']);
  });

  it('can be run again: who is there stays as they are', async () => {
    const here = await world();
    const rows = Array.from({ length: 2_100 }, (_, nth) => `Person${nth}@example.com,name ${nth}`);
    const file = `email,name\n${rows.join('\n')}\n`;
    await imports(here, file.split('\n').slice(0, 1_200).join('\n'));

    expect(await imports(here, file)).toMatchObject({ imported: 901, alreadyThere: 1_199, refused: 0 });

    expect(await imports(here, file.replaceAll('name', 'name'))).toMatchObject({ imported: 0, alreadyThere: 2_100 });
    expect(await imports(here, 'email,name\nPERSON7@example.com,Other\n')).toMatchObject({ alreadyThere: 1 });
    expect(await here.users.operator.show('person7@example.com')).toMatchObject({ user: { name: 'name 7' } });
    expect(await (await here.inspect()).rows('events')).toHaveLength(2_100);
  });

  it('takes the first of two rows with one address, and refuses a username or id that is there twice', async () => {
    const here = await world();
    const id = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';

    const { imported, alreadyThere, problems } = await imports(
      here,
      `id,email,username\n${id},a@example.com,one\n,A@EXAMPLE.com,two\n,b@example.com,ONE\n${id},c@example.com,\n`,
    );

    expect({ imported, alreadyThere }).toEqual({ imported: 1, alreadyThere: 1 });
    expect(problems.map(({ line, code }) => [line, code])).toEqual([
      [4, 'USERNAME_TAKEN'],
      [5, 'ID_TAKEN'],
    ]);
  });

  it('brings nobody back who was deleted here, where the file has their id', async () => {
    const here = await world();
    const row = 'id,email\n6f9619ff-8b86-4d01-b42d-00cf4fc964ff,a@example.com\n';
    await imports(here, row);
    await (await here.inspect()).run('update users set email_key = null, deleted_at = created_at');

    expect((await imports(here, row)).problems).toMatchObject([{ code: 'ID_TAKEN' }]);
  });

  it('gives an id of ours to who had another kind, and tells both', async () => {
    const here = await world();

    const { arrivals } = await imports(
      here,
      'id,email\n42,a@example.com\n00000000-0000-0000-0000-000000000000,b@example.com\n6f9619ff8b864d01b42d00cf4fc964ff,c@example.com\n',
    );

    expect(arrivals).toEqual([
      { oldId: '42', id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/), email: 'a@example.com' },
      {
        oldId: '00000000-0000-0000-0000-000000000000',
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        email: 'b@example.com',
      },
      {
        oldId: '6f9619ff8b864d01b42d00cf4fc964ff',
        id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
        email: 'c@example.com',
      },
    ]);
  });

  it('writes nothing in a rehearsal', async () => {
    const here = await world();
    await here.person('Alice').joins();
    const before = await (await here.inspect()).rows('events');

    const counts = await imports(here, 'email\nalice@example.com\nb@example.com\nnobody\n', { dryRun: true });

    expect(counts).toMatchObject({ read: 3, imported: 1, alreadyThere: 1, refused: 1 });
    expect(await (await here.inspect()).rows('users')).toHaveLength(1);
    expect(await (await here.inspect()).rows('events')).toEqual(before);
  });

  it('can leave the hashes behind', async () => {
    const here = await world();
    await imports(here, `email,password_hash\na@example.com,${HASH}\n`, { withoutHashes: true });

    expect(await here.users.operator.show('a@example.com')).toMatchObject({ user: { passwordHash: null } });
  });

  it('ends the registrations that wait for an address that arrives', async () => {
    const here = await world();
    await here.person('Alice').registers();
    const { token } = await here.person('Alice').newestMail();

    await imports(here, 'email,email_verified\nalice@example.com,true\n');

    expect((await here.person('Alice').verifies(token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect(await (await here.inspect()).rows('pending_registrations')).toEqual([]);
  });

  it('keeps whole batches of a file that breaks off', async () => {
    const here = await world();
    const rows = Array.from({ length: 1_500 }, (_, nth) => `person${nth}@example.com,x`);

    await expect(imports(here, `email,name\n${rows.join('\n')}\nlast@example.com,"never closed\n`)).rejects.toThrow(
      "The CSV can't be read from line 1502 on: a quote is not closed.",
    );

    expect(await (await here.inspect()).rows('users')).toHaveLength(1_000);
  });
});
