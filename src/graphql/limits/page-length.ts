import { type FieldNode, type GraphQLField, Kind, type ValueNode } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

const LONGEST_PAGE = 100;
const DEFAULT_PAGE = 20;

export function isPaged(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some(({ name }) => name === 'first' || name === 'last');
}

/** How many entries a page may have. More than the longest is refused by the field itself, which says what it takes. */
export function pageLength(node: FieldNode, variables: Variables): number {
  const asked = (node.arguments ?? [])
    .filter(({ name }) => name.value === 'first' || name.value === 'last')
    .map(({ value }) => lengthIn(value, variables));
  return Math.min(LONGEST_PAGE, Math.max(0, ...asked) || DEFAULT_PAGE);
}

function lengthIn(value: ValueNode, variables: Variables): number {
  const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : value.kind === Kind.INT ? value.value : 0;
  const length = typeof given === 'number' || typeof given === 'string' ? Number(given) : 0;
  return length > 0 ? length : 0;
}

/** Variables with the defaults that an operation gives them, as far as they are numbers. */
export function withDefaultNumbers(
  definitions: readonly { variable: { name: { value: string } }; defaultValue?: ValueNode | undefined }[],
  variables: Variables,
): Variables {
  const defaults = definitions.flatMap(({ variable, defaultValue }) =>
    defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)] as const] : [],
  );
  return defaults.length === 0 ? variables : { ...Object.fromEntries(defaults), ...variables };
}
