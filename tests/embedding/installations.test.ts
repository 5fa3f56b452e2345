import { EntitySchema, MikroORM, RequestContext } from '@mikro-orm/sqlite';
import { graphql } from 'graphql';
import type { UserManagement } from '../../src/index.js';
import { freshPostgres, freshSqlite } from '../support/test-database.js';
import { world, type World } from '../support/world.js';

const REGISTER = `mutation ($input: RegisterInput!) {
  register(input: $input) { user { id } tokens { accessToken } errors { code } }
}`;
const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { tokens { accessToken } errors { code } } }';
const ME = '{ me { email } }';
const ADA = { email: 'ada@example.com', password: 'correct horse staple 7' };
const CREDENTIALS = { identifier: ADA.email, password: ADA.password };

describe('two installations in one process', () => {
  it('keep their users apart', async () => {
    const [one, other] = await twoInstallations();
    await register(one.users);

    expect(await execute(one.users, LOGIN, { input: CREDENTIALS })).toMatchObject({ login: { errors: [] } });
    expect(await execute(other.users, LOGIN, { input: CREDENTIALS })).toEqual({
      login: { tokens: null, errors: [{ code: 'INVALID_CREDENTIALS' }] },
    });
    expect(await (await other.inspect()).rows('users')).toEqual([]);
  });

  it('do not take each other’s tokens', async () => {
    const [one, other] = await twoInstallations();
    const token = await register(one.users);

    expect(await execute(one.users, ME, {}, token)).toEqual({ me: { email: ADA.email } });
    await expect(execute(other.users, ME, {}, token)).rejects.toThrow('Sign in to do this.');
  });

  it('let the same address register at both, as two people', async () => {
    const [one, other] = await twoInstallations();

    const tokens = [await register(one.users), await register(other.users)];

    expect(await execute(one.users, ME, {}, tokens[0])).toEqual({ me: { email: ADA.email } });
    expect(await execute(other.users, ME, {}, tokens[1])).toEqual({ me: { email: ADA.email } });
    const [[ours], [theirs]] = [await (await one.inspect()).rows('users'), await (await other.inspect()).rows('users')];
    expect(ours?.['id']).not.toBe(theirs?.['id']);
  });

  it('work at the same time, each on its own database', async () => {
    const [one, other] = await twoInstallations();
    const people = Array.from({ length: 8 }, (_, number) => ({ ...ADA, email: `person${number}@example.com` }));

    await Promise.all(people.map((input, number) => register((number % 2 === 0 ? one : other).users, input)));

    for (const [installation, rest] of [
      [one, 0],
      [other, 1],
    ] as const) {
      const emails = (await (await installation.inspect()).rows('users')).map(({ email }) => String(email)).sort();
      expect(emails).toEqual(people.filter((_, number) => number % 2 === rest).map(({ email }) => email));
    }
  });

  it('stop one by one', async () => {
    const [one, other] = await twoInstallations();
    await one.users.stop();

    expect(await register(other.users)).toEqual(expect.any(String));
  });
});

/** A host program that keeps its own people, in a table of the same name as ours. */
class HostUser {
  id!: number;
  email!: string;
}

const HostUserSchema = new EntitySchema({
  class: HostUser,
  tableName: 'users',
  properties: { id: { type: 'integer', primary: true }, email: { type: 'string' } },
});

describe('within the request context of a host that uses MikroORM, too', () => {
  let host: MikroORM;

  beforeEach(async () => {
    host = await MikroORM.init({ entities: [HostUserSchema], dbName: ':memory:' });
    await host.schema.create();
    await host.em.fork().insert(HostUser, { id: 1, email: 'somebody@host.example' });
  });

  afterEach(async () => {
    await host.close(true);
  });

  it('this server reads and writes its own database', async () => {
    const here = await world({ emailVerification: 'optional', database: freshSqlite });

    const token = await RequestContext.create(host.em, () => register(here.users));
    const me = await RequestContext.create(host.em, () => execute(here.users, ME, {}, token));

    expect(me).toEqual({ me: { email: ADA.email } });
    expect((await (await here.inspect()).rows('users')).map(({ email }) => email)).toEqual([ADA.email]);
    expect((await host.em.fork().find(HostUser, {})).map(({ email }) => email)).toEqual(['somebody@host.example']);
  });

  it('what the host has not flushed yet stays as it was', async () => {
    const here = await world({ emailVerification: 'optional', database: freshSqlite });

    await RequestContext.create(host.em, async () => {
      const somebody = await host.em.findOneOrFail(HostUser, { id: 1 });
      somebody.email = 'changed@host.example';
      await register(here.users);
      expect(await host.em.fork().findOneOrFail(HostUser, { id: 1 })).toMatchObject({ email: 'somebody@host.example' });
      await host.em.flush();
    });

    expect(await host.em.fork().findOneOrFail(HostUser, { id: 1 })).toMatchObject({ email: 'changed@host.example' });
  });
});

async function twoInstallations(): Promise<readonly [World, World]> {
  return [
    await world({ emailVerification: 'optional', database: freshSqlite }),
    await world({ emailVerification: 'optional', database: freshPostgres }),
  ];
}

async function register(users: UserManagement, input = ADA): Promise<string> {
  const { register: registered } = await execute(users, REGISTER, { input });
  return (registered as { tokens: { accessToken: string } }).tokens.accessToken;
}

/** As a host would that runs GraphQL by itself: the schema, a context, no HTTP of ours. */
async function execute(
  users: UserManagement,
  source: string,
  variableValues: Readonly<Record<string, unknown>> = {},
  bearer?: string,
): Promise<Readonly<Record<string, unknown>>> {
  const contextValue = users.contextOf({
    ip: '127.0.0.1',
    header: (name) => (name === 'authorization' && bearer !== undefined ? `Bearer ${bearer}` : undefined),
    setCookie: () => {},
  });
  const { data, errors } = await graphql({ schema: users.schema, source, variableValues, contextValue });
  if (errors?.[0]) throw errors[0];
  return data ?? {};
}
