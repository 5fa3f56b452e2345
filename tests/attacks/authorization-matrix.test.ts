import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { buildSchema, isNonNullType, isObjectType } from 'graphql';
import { accessOf } from '../../src/access/guard-schema.js';
import { committed } from '../schema/committed-file.js';
import { Administrator, idOf } from '../support/administrator.js';
import type { Device } from '../support/device.js';
import { ourSchema } from '../../tools/our-schema.js';
import type { Person } from '../support/person.js';
import { smallestSelection } from '../support/smallest-operation.js';
import { type World, world } from '../support/world.js';
import { builtInPermissions, type FieldRule, operations, type Rule, userFields } from './who-may-ask.js';

/** Somebody who asks: with which bearer token, and what it is worth. */
interface Persona {
  readonly holds: readonly string[];
  /** Why they are nobody to the server; null for the signed-in. */
  readonly nobody: 'TOKEN_MISSING' | 'SESSION_REVOKED' | null;
  /** All of them share a world, so each comes as a person of their own. */
  arrives(person: Person, admin: Administrator): Promise<Device>;
}

const signedIn = (holds: readonly string[], arrives: Persona['arrives']): Persona => ({ holds, nobody: null, arrives });

const personas: Readonly<Record<string, Persona>> = {
  'nobody in particular': {
    holds: [],
    nobody: 'TOKEN_MISSING',
    arrives: async (person) => person.device(),
  },
  'a plain user': signedIn([], (person) => person.joins()),
  'the role support': signedIn(['users:read', 'events:read'], async (person, admin) => {
    const laptop = await person.joins();
    await admin.setsRoles(await idOf(laptop), 'support');
    return laptop;
  }),
  ...Object.fromEntries(
    builtInPermissions.map((permission) => [
      `${permission} alone`,
      signedIn([permission], (person) => person.joinsWith(permission)),
    ]),
  ),
  "an application's permission": signedIn(['posts:write'], (person) => person.joinsWith('posts:write')),
  'an administrator': signedIn(builtInPermissions, (person) => person.joinsAsAdmin()),
  'the token of a suspended user': {
    holds: [],
    nobody: 'SESSION_REVOKED',
    async arrives(person, admin) {
      const laptop = await person.joinsWith(...builtInPermissions);
      await admin.suspends(await idOf(laptop));
      return laptop;
    },
  },
  'the token of a deleted user': {
    holds: [],
    nobody: 'SESSION_REVOKED',
    async arrives(person, admin) {
      const laptop = await person.joinsAsAdmin();
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

describe('everybody', () => {
  it('is answered by the operations that are theirs, and by no other', async () => {
    const here = await world({ rateLimits: false });
    const admin = await administratorIn(here);
    const there = rootFields(await ours);

    const answers = await ofEach(personas, async (persona, name) => {
      const device = await persona.arrives(here.person(name), admin);
      const outcome = async ({ name: field, kind, field: asked }: RootField) =>
        [field, await outcomeOf(here, device, kind, smallestSelection(asked))] as const;
      // What ends the session comes last.
      const isLast = ({ name: field }: RootField) => field === 'Mutation.logout';
      const first = await Promise.all(there.filter((root) => !isLast(root)).map(outcome));
      return Object.fromEntries([...first, ...(await Promise.all(there.filter(isLast).map(outcome)))]);
    });

    expect(answers).toEqual(
      await ofEach(personas, async (persona) =>
        Object.fromEntries(
          there.map(({ name }) => [name, expectedOfOperation(operations[name] ?? 'everyone', persona)]),
        ),
      ),
    );
  });
});

const known = Object.fromEntries(Object.entries(personas).filter(([, { nobody }]) => nobody === null));

describe('everybody who is signed in', () => {
  it('sees of themself what is theirs to see', async () => {
    const here = await world({ rateLimits: false });
    const admin = await administratorIn(here);
    const fields = await fieldsOfUser();

    const answers = await ofEach(known, async (persona, name) => {
      const device = await persona.arrives(here.person(name), admin);
      return fieldOutcomes(here, device, fields, ['me'], (user) => `{ me ${user} }`);
    });

    expect(answers).toEqual(await ofEach(known, async ({ holds }) => expectedOfFields(fields, holds, true)));
  });

  it('sees of another what their permissions allow', async () => {
    const here = await world({ rateLimits: false });
    const admin = await administratorIn(here);
    const another = await idOf(await here.person('Bob').joins());
    const fields = await fieldsOfUser();
    // What it takes to have another user in an answer at all.
    const reach = 'users:write';
    const asked = (user: string) => `mutation { adminReinstateUser(input: { userId: "${another}" }) { user ${user} } }`;

    const answers = await ofEach(known, async (persona, name) => {
      const person = here.person(name);
      const device = persona.holds.includes(reach)
        ? await persona.arrives(person, admin)
        : await person.joinsWith(reach, ...persona.holds);
      return fieldOutcomes(here, device, fields, ['adminReinstateUser', 'user'], asked);
    });

    expect(answers).toEqual(await ofEach(known, async ({ holds }) => expectedOfFields(fields, holds, false)));
  });
});

describe('who has just signed in', () => {
  it('sees of themself in that answer what is their own, administrators too', async () => {
    const here = await world({ rateLimits: false });
    const [alice, ada] = [here.person('Alice'), here.person('Ada')];
    await alice.joins();
    await ada.joinsAsAdmin();
    const bob = await here.person('Bob').joins();
    const fields = await fieldsOfUser();

    for (const { email, password } of [alice, ada]) {
      const login = `login(input: { identifier: "${email}", password: "${password}" })`;
      for (const device of [alice.device(), bob]) {
        const asked = (user: string) => `mutation { ${login} { user ${user} } }`;
        const answers = await fieldOutcomes(here, device, fields, ['login', 'user'], asked);

        // There is no bearer token, or it is another's: no permission counts.
        expect(answers).toEqual(expectedOfFields(fields, [], true));
      }
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
  return outcomeIn(errors[0], asked);
}

function outcomeIn(refused: Problem | undefined, asked: string): string {
  if (refused === undefined) return 'answered';
  const { code, permission = '', reason = '' } = refused.extensions;
  if (code === 'FORBIDDEN') return FORBIDDEN(permission);
  if (code === 'UNAUTHENTICATED') return UNAUTHENTICATED(reason);
  // What the values of this test are not good enough for was answered, by the field itself.
  return code === 'BAD_USER_INPUT' ? 'answered' : `${code} for ${asked}`;
}

/** What becomes of each field of a user. As many as can be are asked at once: each that is refused has an error of its own. */
async function fieldOutcomes(
  here: World,
  device: Device,
  fields: readonly GraphQLField<unknown, unknown>[],
  path: readonly string[],
  asked: (selection: string) => string,
): Promise<Record<string, string>> {
  // One that can't be null takes the whole user with it.
  const isAlone = ({ name, type }: GraphQLField<unknown, unknown>) =>
    isNonNullType(type) && userFields[name] !== 'whoever sees the user';
  const groups = [fields.filter((field) => !isAlone(field)), ...fields.filter(isAlone).map((field) => [field])];
  const outcomes: Record<string, string> = {};
  for (const group of groups) {
    const { data, errors = [] } = await raw(here, device, asked(`{ ${group.map(smallestSelection).join(' ')} }`));
    const user = path.reduce<unknown>((part, name) => (part as Record<string, unknown> | null)?.[name], data);
    for (const { name } of group) {
      const place = [...path, name].join('.');
      const refused = errors.find((error) => error.path?.slice(0, path.length + 1).join('.') === place);
      const isThere = typeof user === 'object' && user !== null && name in user;
      outcomes[name] = refused || isThere ? outcomeIn(refused, name) : `missing: ${JSON.stringify(errors)}`;
    }
  }
  return outcomes;
}

/** In their order, each as a person of their own. */
async function ofEach<T>(
  all: Readonly<Record<string, Persona>>,
  work: (persona: Persona, name: string) => Promise<T>,
): Promise<Record<string, T>> {
  const results: Record<string, T> = {};
  for (const [index, [title, persona]] of Object.entries(all).entries()) {
    results[title] = await work(persona, `Person${index}`);
  }
  return results;
}

async function administratorIn(here: World): Promise<Administrator> {
  return new Administrator(await here.person('Root').joinsAsAdmin());
}

interface Problem {
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly permission?: string; readonly reason?: string };
}

interface RawAnswer {
  readonly data?: unknown;
  readonly errors?: readonly Problem[];
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

function fieldNames(schema: GraphQLSchema, type: string): string[] {
  const found = schema.getType(type);
  return isObjectType(found) ? Object.keys(found.getFields()) : [];
}

async function fieldsOfUser(): Promise<GraphQLField<unknown, unknown>[]> {
  const user = (await ours).getType('User');
  return isObjectType(user) ? Object.values(user.getFields()) : [];
}
