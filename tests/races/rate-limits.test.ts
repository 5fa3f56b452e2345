import { refusal } from '../support/device.js';
import { asks } from '../support/raw-request.js';
import { world } from '../support/world.js';

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
