import { createParameterDecorator } from 'type-graphql';
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

/** Gives a resolver what events and sessions remember of the request. */
export const Client = () => createParameterDecorator<RequestContext>(({ context }) => context.client);

export const Cookie = () => createParameterDecorator<RequestContext>(({ context }) => context.refreshCookie);

export const Browser = () => createParameterDecorator<RequestContext>(({ context }) => context.browserCookie);
