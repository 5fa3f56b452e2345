import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isLeafType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** A value that the type takes and that finds nothing. */
export function anyValueOf(type: GraphQLInputType, name = ''): string {
  if (isNonNullType(type)) return anyValueOf(type.ofType, name);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isRequiredInputField);
    return `{ ${fields.map((field) => `${field.name}: ${anyValueOf(field.type, field.name)}`).join(', ')} }`;
  }
  return scalars[type.name] ?? (/email/i.test(name) ? '"nobody@example.com"' : '"nothing"');
}

const scalars: Readonly<Record<string, string>> = {
  Int: '1',
  Float: '1',
  Boolean: 'false',
  ID: '"01890000-0000-7000-8000-000000000000"',
  DateTime: '"2026-11-21T00:00:00.000Z"',
};

/** Asks a field for as little as it can be asked for. */
export function smallestSelection(field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(isRequiredArgument).map(({ name, type }) => `${name}: ${anyValueOf(type, name)}`);
  const args = given.length > 0 ? `(${given.join(', ')})` : '';
  return `${field.name}${args}${leavesOf(field.type)}`;
}

function leavesOf(type: GraphQLOutputType): string {
  return isLeafType(getNamedType(type)) ? '' : ' { __typename }';
}
