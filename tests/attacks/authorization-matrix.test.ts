import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { buildSchema, isObjectType } from 'graphql';
import { accessOf } from '../../src/access/guard-schema.js';
import { committed } from '../schema/committed-file.js';
import { Administrator, idOf } from '../support/administrator.js';
import type { Device } from '../support/device.js';
import { ourSchema } from '../../tools/our-schema.js';
import { smallestSelection } from '../support/smallest-operation.js';
import { type World, world } from '../support/world.js';
import { builtInPermissions, type FieldRule, operations, type Rule, userFields } from './who-may-ask.js';

/** Somebody who asks: with which bearer token, and what it is worth. */
interface Persona {
  readonly holds: readonly string[];
  /** Why they are nobody to the server; null for the signed-in. */
  readonly nobody: 'TOKEN_MISSING' | 'SESSION_REVOKED' | null;
  arrives(here: World): Promise<Device>;
}

const signedIn = (holds: readonly string[], arrives: Persona['arrives']): Persona => ({ holds, nobody: null, arrives });

const personas: Readonly<Record<string, Persona>> = {
  'nobody in particular': {
    holds: [],
    nobody: 'TOKEN_MISSING',
    arrives: async (here) => here.person('Nobody').device(),
  },
  'a plain user': signedIn([], (here) => here.person('Alice').joins()),
  'the role support': signedIn(['users:read', 'events:read'], async (here) => {
    const laptop = await here.person('Alice').joins();
    const admin = new Administrator(await here.person('Ada').joinsAsAdmin());
    await admin.setsRoles(await idOf(laptop), 'support');
    return laptop;
  }),
  ...Object.fromEntries(
    builtInPermissions.map((permission) => [
      `${permission} alone`,
      signedIn([permission], (here) => here.person('Alice').joinsWith(permission)),
    ]),
  ),
  "an application's permission": signedIn(['posts:write'], (here) => here.person('Alice').joinsWith('posts:write')),
  'an administrator': signedIn(builtInPermissions, (here) => here.person('Alice').joinsAsAdmin()),
  'the token of a suspended user': {
    holds: [],
    nobody: 'SESSION_REVOKED',
    async arrives(here) {
      const laptop = await here.person('Alice').joinsWith(...builtInPermissions);
      const admin = new Administrator(await here.person('Ada').joinsAsAdmin());
      await admin.suspends(await idOf(laptop));
      return laptop;
    },
  },
  'the token of a deleted user': {
    holds: [],
    nobody: 'SESSION_REVOKED',
    async arrives(here) {
      const laptop = await here.person('Alice').joinsAsAdmin();
      const admin = new Administrator(await here.person('Ada').joinsAsAdmin());
      await admin.deletes(await idOf(laptop));
      return laptop;
    },
  },
};

const ours = ourSchema();

interface RootField {
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  readonly field: GraphQLField<unknown, unknown>;
}

describe('the table of who may ask what', () => {
  it('has a line for each root field and each field of User, and for nothing else', async () => {
    const schema = await ours;
    const planned = buildSchema(committed('tests/schema/contract.graphql'));
    const there = rootFields(schema).map(({ name }) => name);
    const known = new Set([...there, ...rootFields(planned).map(({ name }) => name)]);

    const forgotten = there.filter((name) => !(name in operations)).map((name) => `${name} (operations)`);
    const fields = fieldNames(schema, 'User');
    forgotten.push(...fields.filter((name) => !(name in userFields)).map((name) => `User.${name} (userFields)`));
    if (forgotten.length > 0)
      throw new Error(`Say in tests/attacks/who-may-ask.ts who may ask:\n${forgotten.join('\n')}`);
    expect(Object.keys(operations).filter((name) => !known.has(name))).toEqual([]);
    const plannedFields = new Set([...fields, ...fieldNames(planned, 'User')]);
    expect(Object.keys(userFields).filter((name) => !plannedFields.has(name))).toEqual([]);
  });

  it('covers every field that declares a rule', async () => {
    const types = Object.values((await ours).getTypeMap()).filter(isObjectType);
    const restricted = types.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => accessOf(field) !== undefined)
        .map(({ name }) => ({ type: type.name, name })),
    );

    // The cells below ask the roots and User alone; a rule elsewhere needs cells of its own.
    expect(new Set(restricted.map(({ type }) => type))).toEqual(new Set(['Query', 'Mutation', 'User']));
    const open = restricted.filter(({ type, name }) => type === 'User' && userFields[name] === 'whoever sees the user');
    expect(open).toEqual([]);
  });
});

describe.each(Object.entries(personas))('%s', (_name, persona) => {
  it('is answered by the operations that are theirs, and by no other', async () => {
    const here = await world({ rateLimits: false });
    const device = await persona.arrives(here);
    const there = rootFields(await ours);

    const answers: Record<string, string> = {};
    for (const root of last(there, 'Mutation.logout')) {
      answers[root.name] = await outcomeOf(here, device, root.kind, smallestSelection(root.field));
    }

    expect(answers).toEqual(
      Object.fromEntries(there.map(({ name }) => [name, expectedOfOperation(operations[name] ?? 'everyone', persona)])),
    );
  });
});

describe.each(Object.entries(personas).filter(([, { nobody }]) => nobody === null))('%s', (_name, persona) => {
  it('sees of themself what is theirs to see', async () => {
    const here = await world({ rateLimits: false });
    const device = await persona.arrives(here);
    const fields = await fieldsOfUser();

    const answers: Record<string, string> = {};
    for (const field of fields) {
      answers[field.name] = await outcomeOf(here, device, 'query', `me { ${smallestSelection(field)} }`);
    }

    expect(answers).toEqual(expectedOfFields(fields, persona.holds, true));
  });

  it('sees of another what their permissions allow', async () => {
    const here = await world({ rateLimits: false });
    const another = await idOf(await here.person('Bob').joins());
    // What it takes to have another user in an answer at all.
    const reach = 'users:write';
    const device = persona.holds.includes(reach)
      ? await persona.arrives(here)
      : await here.person('Alice').joinsWith(reach, ...persona.holds);
    const fields = await fieldsOfUser();

    const answers: Record<string, string> = {};
    for (const field of fields) {
      const asked = `adminReinstateUser(input: { userId: "${another}" }) { user { ${smallestSelection(field)} } }`;
      answers[field.name] = await outcomeOf(here, device, 'mutation', asked);
    }

    expect(answers).toEqual(expectedOfFields(fields, persona.holds, false));
  });
});

describe('who has just signed in', () => {
  it.each([
    ['a plain user', 'Alice'],
    ['an administrator', 'Ada'],
  ])('sees of themself in that answer what is their own: %s', async (_name, name) => {
    const here = await world({ rateLimits: false });
    const person = here.person(name);
    await (name === 'Ada' ? person.joinsAsAdmin() : person.joins());
    const fields = await fieldsOfUser();
    const login = `login(input: { identifier: "${person.email}", password: "${person.password}" })`;

    for (const device of [person.device(), await here.person('Bob').joins()]) {
      const answers: Record<string, string> = {};
      for (const field of fields) {
        answers[field.name] = await outcomeOf(
          here,
          device,
          'mutation',
          `${login} { user { ${smallestSelection(field)} } }`,
        );
      }

      // There is no bearer token, or it is another's: no permission counts.
      expect(answers).toEqual(expectedOfFields(fields, [], true));
    }
  });

  it('lets the rest of the answer stand where a field is refused', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();

    const { data, errors } = await raw(here, laptop, '{ me { email status lastLoginIp } }');

    expect(data).toEqual({ me: { email: 'alice@example.com', status: null, lastLoginIp: null } });
    expect(errors).toMatchObject([
      { path: ['me', 'status'], extensions: { code: 'FORBIDDEN', permission: 'users:read' } },
      { path: ['me', 'lastLoginIp'], extensions: { code: 'FORBIDDEN', permission: 'users:read' } },
    ]);
  });
});

const FORBIDDEN = (permission: string) => `FORBIDDEN ${permission}`;
const UNAUTHENTICATED = (reason: string) => `UNAUTHENTICATED ${reason}`;

function expectedOfOperation(rule: Rule, { nobody, holds }: Persona): string {
  if (rule === 'everyone') return 'answered';
  if (rule === 'everyone known' && nobody === 'TOKEN_MISSING') return 'answered';
  if (nobody !== null) return UNAUTHENTICATED(nobody);
  if (rule === 'everyone known' || rule === 'the signed-in' || holds.includes(rule)) return 'answered';
  return FORBIDDEN(rule);
}

function expectedOfFields(
  fields: readonly { readonly name: string }[],
  holds: readonly string[],
  own: boolean,
): Record<string, string> {
  const expected = (rule: FieldRule | undefined): string => {
    if (rule === undefined || rule === 'whoever sees the user') return 'answered';
    if ('administrators' in rule)
      return holds.includes(rule.administrators) ? 'answered' : FORBIDDEN(rule.administrators);
    return own || holds.includes(rule.theUserOr) ? 'answered' : FORBIDDEN(rule.theUserOr);
  };
  return Object.fromEntries(fields.map(({ name }) => [name, expected(userFields[name])]));
}

/** "answered", also with what the person got wrong; or why not. */
async function outcomeOf(here: World, device: Device, kind: 'query' | 'mutation', asked: string): Promise<string> {
  const { errors = [] } = await raw(here, device, `${kind} { ${asked} }`);
  const [refused] = errors.map(({ extensions }) => extensions);
  if (refused === undefined) return 'answered';
  if (refused.code === 'FORBIDDEN') return FORBIDDEN(refused.permission ?? '');
  if (refused.code === 'UNAUTHENTICATED') return UNAUTHENTICATED(refused.reason ?? '');
  // What the values of this test are not good enough for was answered, by the field itself.
  return refused.code === 'BAD_USER_INPUT' ? 'answered' : `${refused.code} for ${asked}`;
}

interface RawAnswer {
  readonly data?: unknown;
  readonly errors?: {
    readonly path?: readonly string[];
    readonly extensions: { readonly code: string; readonly permission?: string; readonly reason?: string };
  }[];
}

async function raw(here: World, device: Device, query: string): Promise<RawAnswer> {
  const bearer = device.tokens?.accessToken;
  const response = await fetch(`${here.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as RawAnswer;
}

function rootFields(schema: GraphQLSchema): RootField[] {
  const of = (kind: 'query' | 'mutation', type: GraphQLObjectType | null | undefined) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ name: `${type?.name}.${field.name}`, kind, field }));
  // There are no subscriptions; one would need cells of its own.
  expect(schema.getSubscriptionType() ?? null).toBeNull();
  return [...of('query', schema.getQueryType()), ...of('mutation', schema.getMutationType())];
}

/** Puts what ends the session to the end. */
function last(fields: readonly RootField[], name: string): RootField[] {
  return [...fields.filter((field) => field.name !== name), ...fields.filter((field) => field.name === name)];
}

function fieldNames(schema: GraphQLSchema, type: string): string[] {
  const found = schema.getType(type);
  return isObjectType(found) ? Object.keys(found.getFields()) : [];
}

async function fieldsOfUser(): Promise<GraphQLField<unknown, unknown>[]> {
  const user = (await ours).getType('User');
  return isObjectType(user) ? Object.values(user.getFields()) : [];
}
