import 'reflect-metadata';
import { GraphQLError, GraphQLScalarType, type GraphQLSchema, type ValueNode } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';
import { buildSchema as buildTypeGraphQLSchema, type ClassType, type NonEmptyArray } from 'type-graphql';
import { guardSchema } from '../access/guard-schema.js';

const dateTime = GraphQLDateTime.toConfig();

const DateTime = new GraphQLScalarType({
  ...dateTime,
  description: 'An instant in UTC, RFC 3339, for example 2026-11-21T08:30:00.000Z. Years 0001 to 9999.',
  parseValue: (value: unknown) => writable(dateTime.parseValue(value)),
  parseLiteral: (node: ValueNode) => writable(dateTime.parseLiteral(node)),
});

/** An offset may lead out of the years that RFC 3339 can write, and PostgreSQL has no year 0. */
function writable(instant: Date): Date {
  const year = instant.getUTCFullYear();
  if (year < 1 || year > 9999) throw new GraphQLError('DateTime takes the years 0001 to 9999, in UTC.');
  return instant;
}

/**
 * The executable schema of these resolver instances. TypeGraphQL keeps its metadata per process; the container hands
 * each schema its own instances, so that two installations in one process stay apart.
 */
export async function buildSchema(resolvers: readonly object[]): Promise<GraphQLSchema> {
  const instances = new Map<unknown, object>(resolvers.map((resolver) => [resolver.constructor, resolver]));
  const schema = await buildTypeGraphQLSchema({
    resolvers: resolvers.map(({ constructor }) => constructor) as unknown as NonEmptyArray<ClassType>,
    container: { get: (resolver) => instances.get(resolver) },
    scalarsMap: [{ type: Date, scalar: DateTime }],
    // Inputs are checked by the services, all problems at once and with codes.
    validate: false,
    // Would introspect the whole schema at every start, to see whether it is one. Apollo validates it anyway, and so do
    // the tests.
    skipCheck: true,
  });
  return guardSchema(schema);
}
