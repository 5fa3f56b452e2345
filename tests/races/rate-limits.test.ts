import { refusal } from '../support/device.js';
import { asks, gets, RawAnswer } from '../support/raw-request.js';
import { world } from '../support/world.js';
import { worldWithGoogle } from '../identities/google.js';

const LOGIN = (identifier: string) =>
  `login(input: { identifier: "${identifier}", password: "x" }) { errors { code } }`;

describe('of fifty sign-ins at once from one client', () => {
  it('ten are looked at, on two instances together', async () => {
    const here = await world();
    const instances = [here, await here.anotherInstance()];

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, nth) =>
        asks(instances[nth % 2]?.url ?? '', `mutation { ${LOGIN(`nobody${nth}`)} }`),
      ),
    );

    expect(answers.filter(({ code }) => code === undefined)).toHaveLength(10);
    expect(answers.filter(({ code }) => code === 'RATE_LIMITED')).toHaveLength(40);
    expect((await (await here.inspect()).eventNames()).filter((name) => name === 'user_login_failure')).toHaveLength(
      10,
    );
  });
});

describe('of sixteen wrong passwords at once for one account', () => {
  it('five are looked at, on two instances together', async () => {
    const here = await world({ limits: { 'login.client': null } });
    const alice = here.person('Alice');
    await alice.joins();
    const instances = [here, await here.anotherInstance()];

    const answers = await Promise.all(
      Array.from({ length: 16 }, async (_, nth) => {
        const person = instances[nth % 2]?.person('Alice') ?? alice;
        return person.triesToLogIn('wrong').then(
          () => 'looked at',
          async (error: unknown) => (await refusal(Promise.reject(error))).code,
        );
      }),
    );

    expect(answers.filter((answer) => answer === 'looked at')).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'RATE_LIMITED')).toHaveLength(11);
    expect(await (await here.inspect()).rows('users')).toMatchObject([{ failed_login_count: 5 }]);
  });
});

describe('of sixteen right passwords at once', () => {
  it('all get in', async () => {
    const here = await world({ limits: { 'login.client': null } });
    const alice = here.person('Alice');
    await alice.joins();

    const answers = await Promise.all(Array.from({ length: 16 }, () => alice.triesToLogIn()));

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  });
});

describe('of fifty requests at once beside the schema', () => {
  it('thirty go to the provider, on two instances together', async () => {
    const here = await worldWithGoogle();
    const instances = [here, await here.anotherInstance()];

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, nth) => gets(`${instances[nth % 2]?.url}/auth/google`)),
    );

    const refused = answers.filter(({ headers }) => headers.get('location')?.endsWith('?error=rate_limited'));
    expect(refused).toHaveLength(20);
    expect(await (await here.inspect()).rows('provider_sign_ins')).toHaveLength(30);
  });

  it('thirty pictures are looked at, on two instances together', async () => {
    const here = await world();
    const instances = [here, await here.anotherInstance()];

    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, nth) =>
        RawAnswer.of(await fetch(`${instances[nth % 2]?.url}/avatars/upload/x`, { method: 'PUT', body: 'x' })),
      ),
    );

    const statuses = answers.map(({ status }) => status);
    expect([404, 429].map((status) => statuses.filter((each) => each === status).length)).toEqual([30, 20]);
  });
});
