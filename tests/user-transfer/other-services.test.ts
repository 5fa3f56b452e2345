import { pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';
import { parseFirebaseConfig } from '../../src/app/operator.js';
import { world } from '../support/world.js';
import { imports } from './files.js';

const PASSWORD = 'correct horse battery';

function djangoHash(password: string): string {
  const salt = randomBytes(11).toString('hex');
  return `pbkdf2_sha256$1000$${salt}$${pbkdf2Sync(password, salt, 1_000, 32, 'sha256').toString('base64')}`;
}

/** passlib's base64. */
const ab64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '').replaceAll('+', '.');

function passlibHash(password: string): string {
  const salt = randomBytes(16);
  return `$pbkdf2-sha256$1000$${ab64(salt)}$${ab64(pbkdf2Sync(password, salt, 1_000, 32, 'sha256'))}`;
}

function passlibScrypt(password: string): string {
  const salt = randomBytes(16);
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$scrypt$ln=10,r=8,p=1$${text(salt)}$${text(scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 }))}`;
}

const OURS = /^\$argon2id\$v=19\$m=64,/;

async function expectToArrive(here: Awaited<ReturnType<typeof world>>, name: string, password: string): Promise<void> {
  const person = here.person(name);
  const hash = async () => (await here.users.operator.show(person.email))?.user.passwordHash;
  expect(await hash()).not.toMatch(OURS);
  expect((await person.triesToLogIn(`${password}?`)).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);

  expect((await person.triesToLogIn(password)).errors).toEqual([]);

  expect(await hash()).toMatch(OURS);
  expect((await person.triesToLogIn(password)).errors).toEqual([]);
}

describe('coming over from Django', () => {
  const people = (one: string, other: string) => [
    {
      pk: 1,
      username: 'alice',
      first_name: 'Alice',
      last_name: 'Liddell',
      email: 'alice@example.com',
      password: one,
      is_active: true,
      is_superuser: false,
      is_staff: true,
      last_login: '2024-05-06T07:08:09.123Z',
      date_joined: '2019-04-01T08:00:00Z',
      groups: [1],
    },
    {
      pk: 2,
      username: 'bob@example.com',
      first_name: '',
      last_name: '',
      email: 'bob@example.com',
      password: other,
      is_active: false,
      is_superuser: true,
      is_staff: true,
      last_login: null,
      date_joined: '2020-04-01T08:00:00.5+02:00',
      groups: [],
    },
  ];

  it('works with what manage.py dumpdata writes', async () => {
    const here = await world();
    const dump = [
      { model: 'auth.group', pk: 1, fields: { name: 'Editors', permissions: [1] } },
      ...people(djangoHash(PASSWORD), '!unusable').map(({ pk, ...fields }) => ({ model: 'auth.user', pk, fields })),
    ];

    const { read, imported, problems, arrivals } = await imports(here, JSON.stringify(dump, null, 2), {
      format: 'json',
      from: 'django',
      assumeVerified: true,
      allowAdmins: true,
    });

    expect({ read, imported, problems }).toEqual({ read: 2, imported: 2, problems: [] });
    expect(arrivals.map(({ oldId }) => oldId)).toEqual(['1', '2']);
    expect((await here.users.operator.show('alice'))?.user).toMatchObject({
      name: 'Alice Liddell',
      createdAt: new Date('2019-04-01T08:00:00Z'),
      lastLoginAt: new Date('2024-05-06T07:08:09.123Z'),
      suspendedAt: null,
    });
    expect((await here.users.operator.show('bob@example.com'))?.user).toMatchObject({
      username: null,
      name: null,
      passwordHash: null,
      isAdmin: true,
      suspendedAt: expect.any(Date),
    });
    await expectToArrive(here, 'Alice', PASSWORD);
  });

  it('works with its table as CSV, as PostgreSQL copies it', async () => {
    const here = await world();
    const csv = [
      'id,password,last_login,is_superuser,username,first_name,last_name,email,is_staff,is_active,date_joined',
      `7,${djangoHash(PASSWORD)},2024-05-06 07:08:09.123456+00,f,alice,Alice,Liddell,alice@example.com,f,t,2019-04-01 08:00:00+00`,
    ].join('\n');

    expect(await imports(here, csv, { from: 'django', assumeVerified: true })).toMatchObject({
      imported: 1,
      problems: [],
    });

    await expectToArrive(here, 'Alice', PASSWORD);
  });

  it('is told at once where the file is not of its users', async () => {
    const here = await world();

    await expect(imports(here, 'id,name\n1,Editors\n', { from: 'django' })).rejects.toThrow(
      'The column "email" is missing. The column "password" is missing. The columns are: email, password and others.',
    );
  });
});

describe('coming over from FastAPI', () => {
  it('works with the table of FastAPI Users, and keeps the ids that other services know', async () => {
    const here = await world();
    const id = 'b9c1f5e2-6f0f-4f0c-9a64-0f8f5f5f0001';
    const csv = [
      'id,email,hashed_password,is_active,is_superuser,is_verified,full_name',
      `${id},alice@example.com,${passlibHash(PASSWORD)},true,false,true,Alice`,
      `b9c1f5e2-6f0f-4f0c-9a64-0f8f5f5f0002,bob@example.com,"${passlibScrypt(PASSWORD)}",1,0,1,Bob`,
    ].join('\n');

    expect(await imports(here, csv, { from: 'fastapi-users' })).toMatchObject({ imported: 2, problems: [] });

    expect((await here.users.operator.show(id))?.user).toMatchObject({ email: 'alice@example.com', name: 'Alice' });
    await expectToArrive(here, 'Alice', PASSWORD);
    await expectToArrive(here, 'Bob', PASSWORD);
  });
});

describe('coming over from Firebase', () => {
  const CONFIG = `hash_config {
    algorithm: SCRYPT,
    base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,
    base64_salt_separator: Bw==,
    rounds: 8,
    mem_cost: 14,
  }`;
  const USERS = {
    users: [
      {
        localId: 'sj4yOo7JFWPRSKTRyjZxqSvHzQe2',
        email: 'alice@example.com',
        emailVerified: true,
        // As base64url, which some of Firebase's interfaces write.
        passwordHash: 'lSrfV15cpx95_sZS2W9c9Kp6i_LVgQNDNC_qzrCnh1SAyZvqmZqAjTdn3aoItz-VHjoZilo78198JAdRuid5lQ==',
        salt: '42xEC-ixf3L2lw==',
        displayName: 'Alice',
        createdAt: '1554105600000',
        lastSignedInAt: '1714979289123',
        phoneNumber: '+41446681800',
        providerUserInfo: [{ providerId: 'google.com', email: 'alice@gmail.com' }],
      },
      { localId: 'phone-only', phoneNumber: '+41446681801', providerUserInfo: [] },
    ],
  };

  it('works with the export and the parameters of the project', async () => {
    const here = await world();
    const firebase = parseFirebaseConfig(CONFIG);

    const { imported, problems } = await imports(here, JSON.stringify(USERS), {
      format: 'json',
      from: 'firebase',
      firebase,
    });

    expect(imported).toBe(1);
    expect(problems).toMatchObject([{ column: 'email', code: 'REQUIRED' }]);
    expect((await here.users.operator.show('alice@example.com'))?.user).toMatchObject({
      name: 'Alice',
      phone: '+41446681800',
      createdAt: new Date(1_554_105_600_000),
      lastLoginAt: new Date(1_714_979_289_123),
    });
    await expectToArrive(here, 'Alice', 'user1password');
  });

  it('reads the parameters as JSON too, and knows when one is missing', () => {
    const json = '{"base64_signer_key": "abc+/==", "base64_salt_separator": "Bw==", "rounds": 8, "mem_cost": 14}';

    expect(parseFirebaseConfig(json)).toEqual({
      signerKey: 'abc+/==',
      saltSeparator: 'Bw==',
      rounds: 8,
      memoryCost: 14,
    });
    expect(parseFirebaseConfig(CONFIG.replace('mem_cost: 14', ''))).toBeNull();
  });
});
