import {
  astFromValue,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  print,
  printType,
} from 'graphql';

/** One thing that a client can name, or that an answer can hold. */
export interface SchemaElement {
  /** For example `User`, `User.email`, `User.events(first)`, `UserErrorCode.REQUIRED`. */
  readonly name: string;
  readonly description: string | null | undefined;
  /** What a client may rely on, as text: `[String!]! = []`; the kind for a type. */
  readonly shape: string;
}

/** Everything of a schema that is not GraphQL's own. */
export function elementsOf(schema: GraphQLSchema): ReadonlyMap<string, SchemaElement> {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  return new Map(types.flatMap(elementsOfType).map((element) => [element.name, element]));
}

function elementsOfType(type: GraphQLNamedType): SchemaElement[] {
  // "type", "input", "enum" …, whatever its description says.
  const kind =
    printType(type)
      .replace(/^"""[\s\S]*?"""\n/, '')
      .split(' ', 1)[0] ?? '';
  return [{ name: type.name, description: type.description, shape: kind }, ...membersOf(type)];
}

function membersOf(type: GraphQLNamedType): SchemaElement[] {
  if (isEnumType(type)) {
    return type
      .getValues()
      .map(({ name, description }) => ({ name: `${type.name}.${name}`, description, shape: 'value' }));
  }
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => inputElement(type.name, field));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => fieldElements(type.name, field));
}

function inputElement(owner: string, { name, description, type, defaultValue }: GraphQLInputField): SchemaElement {
  return { name: `${owner}.${name}`, description, shape: `${String(type)}${defaultText(defaultValue, type)}` };
}

function fieldElements(
  owner: string,
  { name, description, type, args }: GraphQLField<unknown, unknown>,
): SchemaElement[] {
  return [
    { name: `${owner}.${name}`, description, shape: String(type) },
    ...args.map((arg) => ({
      name: `${owner}.${name}(${arg.name})`,
      description: arg.description,
      shape: `${String(arg.type)}${defaultText(arg.defaultValue, arg.type)}`,
    })),
  ];
}

function defaultText(value: unknown, type: GraphQLInputType): string {
  const literal = value === undefined ? undefined : astFromValue(value, type);
  return literal ? ` = ${print(literal)}` : '';
}
