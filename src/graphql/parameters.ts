import { createParameterDecorator } from 'type-graphql';
import { askerOf } from '../access/asker.js';
import { viewerOf } from '../access/guard-schema.js';
import type { RequestContext } from './context.js';

/** Gives a resolver the signed-in user; for fields that only the signed-in may ask. */
export const CurrentViewer = () =>
  createParameterDecorator<RequestContext>(async ({ context }) => viewerOf(await context.credentials()));

/** Gives a resolver the signed-in user or null; for fields that anyone may ask. */
export const MaybeViewer = () =>
  createParameterDecorator<RequestContext>(async ({ context }) => {
    const credentials = await context.credentials();
    return credentials.kind === 'viewer' ? credentials.viewer : null;
  });

/** Gives a field's resolver for whom the object is: who signed in by this request, or whom the bearer token speaks for. */
export const CurrentAsker = () =>
  createParameterDecorator<RequestContext>(async ({ root, context }) => askerOf(root, await context.credentials()));

/** Gives a resolver what events and sessions remember of the request. */
export const Client = () => createParameterDecorator<RequestContext>(({ context }) => context.client);

export const Cookie = () => createParameterDecorator<RequestContext>(({ context }) => context.refreshCookie);

export const Browser = () => createParameterDecorator<RequestContext>(({ context }) => context.browserCookie);
