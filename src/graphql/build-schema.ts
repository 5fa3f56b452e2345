import 'reflect-metadata';
import { GraphQLScalarType, type GraphQLSchema } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';
import { buildSchema as buildTypeGraphQLSchema, type ClassType, type NonEmptyArray } from 'type-graphql';
import { guardSchema } from '../access/guard-schema.js';

const DateTime = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  description: 'An instant in UTC, RFC 3339, for example 2026-11-21T08:30:00.000Z.',
});

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
