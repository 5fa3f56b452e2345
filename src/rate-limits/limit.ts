import type { GraphQLField } from 'graphql';
import { Extensions } from 'type-graphql';
import type { LimitName } from './limits.js';

/** Declares the limit that a field counts in, beside `@Allow`. What it is stands in the table, `limits.ts`. */
export function Limit(limit: LimitName): MethodDecorator & PropertyDecorator {
  return Extensions({ limit });
}

export function limitOf(field: Pick<GraphQLField<unknown, unknown>, 'extensions'>): LimitName | undefined {
  return field.extensions['limit'] as LimitName | undefined;
}
