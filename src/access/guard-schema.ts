import { defaultFieldResolver, type GraphQLField, type GraphQLSchema, isObjectType } from 'graphql';
import { Refusal } from '../kernel/refusal.js';
import type { Access } from './allow.js';
import { askerOf, isAskersOwn } from './asker.js';
import type { Asking, Credentials, Viewer } from './viewer.js';

type Restricted = Exclude<Access, string>;

/**
 * Puts the declared access rule in front of every field that has one, in this one place, whichever resolver serves it.
 *
 * @throws Error where a field of Query, Mutation or Subscription declares none: what was forgotten is never public
 */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const access = accessOf(field);
      if (access !== undefined) guard(field, access);
      else if (roots.has(type))
        throw new Error(`${type.name}.${field.name} does not declare who may ask it; add @Allow(…).`);
    }
  }
  return schema;
}

export function accessOf(field: Pick<GraphQLField<unknown, unknown>, 'extensions'>): Access | undefined {
  return field.extensions['access'] as Access | undefined;
}

function guard(field: GraphQLField<unknown, Asking>, access: Access): void {
  if (access === 'anyone') return;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = async (source, args, context, info) => {
    const credentials = await context.credentials();
    if (typeof access === 'string') check(credentials, access);
    else checkPermission(source, credentials, access);
    return resolve(source, args, context, info);
  };
}

function check(credentials: Credentials, access: 'anyone-known' | 'signed-in'): void {
  if (credentials.kind === 'refused') throw Refusal.unauthenticated(credentials.reason);
  if (access === 'signed-in') viewerOf(credentials);
}

function checkPermission(source: unknown, credentials: Credentials, { permission, orOwn = false }: Restricted): void {
  if (credentials.kind === 'viewer' && credentials.viewer.permissions.has(permission)) return;
  // Who has just signed in is known, though no bearer token says so: they are not allowed rather than not signed in.
  const asker = askerOf(source, credentials) ?? viewerOf(credentials);
  if (!orOwn || !isAskersOwn(source, asker)) throw Refusal.forbidden(permission);
}

export function viewerOf(credentials: Credentials): Viewer {
  if (credentials.kind === 'viewer') return credentials.viewer;
  throw Refusal.unauthenticated(credentials.kind === 'refused' ? credentials.reason : 'TOKEN_MISSING');
}
