import fc from 'fast-check';
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLSchema,
} from 'graphql';

/** Strings that have broken other programs. */
const nasty = [
  '',
  ' ',
  '\0',
  '\u0000alice@example.com',
  '\ud800',
  'a\udfff',
  '\u202e\u2066',
  'ﷺ'.repeat(200),
  'e\u0301'.repeat(500),
  '👩‍👩‍👧‍👦'.repeat(100),
  'İıſK',
  "' or '1'='1' --",
  '"; drop table users; --',
  '%s%n%x',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '\r\nSet-Cookie: a=b',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '1e999',
  '-0',
  '2'.repeat(400),
  `+${'9'.repeat(300)}`,
  `+1 ${'('.repeat(300)}`,
  `${'a'.repeat(64)}@${'b.'.repeat(90)}com`,
  'a@'.repeat(2_000),
  `${'x'.repeat(30_000)}!`,
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:60Z',
  'eyJhbGciOiJub25lIn0.e30.',
  '123456',
  '٣٤٥٦٧٨',
  'alice@example.com',
  'ALICE@EXAMPLE.COM',
  'alice@example.com,bob@example.com',
  'correct horse battery',
];

export const text = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 40 }), fc.uuid());
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(text, text, { maxKeys: 3 }),
);

/** Mostly what a type takes, so that it reaches our code, and now and then anything at all. */
export function valueOf(type: GraphQLInputType, wild: number): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return valueOf(type.ofType, wild);
  const fitting = fittingValue(type, wild);
  return wild > 0 ? fc.oneof({ weight: 20, arbitrary: fitting }, { weight: wild, arbitrary: anything }) : fitting;
}

function fittingValue(type: GraphQLInputType, wild: number): fc.Arbitrary<unknown> {
  if (isListType(type)) return fc.array(valueOf(type.ofType, wild), { maxLength: 4 });
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const required = fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name);
    return fc.record(Object.fromEntries(fields.map((field) => [field.name, valueOf(field.type, wild)])), {
      requiredKeys: required,
    });
  }
  const name = getNamedType(type).name;
  if (name === 'Boolean') return fc.boolean();
  if (name === 'Int') return fc.oneof(fc.integer({ min: -5, max: 105 }), fc.constantFrom(2 ** 31 - 1, -(2 ** 31)));
  if (name === 'DateTime') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  return text;
}

export interface Call {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A call of one root field, asking for all that its answer may hold. */
export function callOf(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): fc.Arbitrary<Call> {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const query = `${kind}${declared && ` (${declared})`} { ${field.name}${passed && `(${passed})`} ${selectionOf(field, 3)} }`;
  return argumentsOf(field.args).map((variables) => ({ query, variables }));
}

function argumentsOf(args: readonly GraphQLArgument[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(args.map((arg) => [arg.name, valueOf(arg.type, 1)])), {
    requiredKeys: args.filter(({ type }) => isNonNullType(type)).map(({ name }) => name),
  });
}

function selectionOf({ type }: GraphQLField<unknown, unknown>, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter(
    (field) =>
      field.args.every((arg) => !isNonNullType(arg.type)) && (depth > 1 || !isObjectType(getNamedType(field.type))),
  );
  return `{ __typename ${fields.map((field) => `${field.name} ${selectionOf(field, depth - 1)}`).join(' ')} }`;
}

export function rootFields(
  schema: GraphQLSchema,
): { kind: 'query' | 'mutation'; field: GraphQLField<unknown, unknown> }[] {
  const fields = (type: GraphQLObjectType | null | undefined) => Object.values(type?.getFields() ?? {});
  return [
    ...fields(schema.getQueryType()).map((field) => ({ kind: 'query' as const, field })),
    ...fields(schema.getMutationType()).map((field) => ({ kind: 'mutation' as const, field })),
  ];
}

/** How many times as much as usual; for an hour of fuzzing. */
export const FACTOR = Number(process.env['FUZZ_FACTOR'] ?? 1);

/** Printed by fast-check with the path to the smallest case where one fails; given here, it runs again. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

export const patience = 30_000 * FACTOR;

export const run = (runs: number) => ({
  seed: SEED,
  numRuns: runs * FACTOR,
  endOnFailure: true,
  interruptAfterTimeLimit: 5_000 * FACTOR,
});
