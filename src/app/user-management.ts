import type { GraphQLSchema } from 'graphql';
import type { JWK } from 'jose';
import type { SentPicture, UploadProblem } from '../avatars/avatar-uploads.service.js';
import type { ConnectionCounts } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import type { AllowedOrigins } from '../http/allowed-origins.js';
import type { HttpExchange } from '../http/http-request.js';
import type { DeadLetters } from '../mail/dead-letters.js';
import type { DevelopmentMailbox } from '../mail/development-mailbox.js';
import type { SigningKeys } from '../sessions/signing-keys.service.js';
import type { Operator } from './operator.js';
import type { RedirectRoutes } from './redirect-routes.js';

/** User management as a part of a larger program: a schema, what its resolvers need, and a life of its own. */
export interface UserManagement {
  readonly schema: GraphQLSchema;
  readonly origins: AllowedOrigins;
  /** The mails of the development mailbox; null where mails are really sent. */
  readonly mailbox: DevelopmentMailbox | null;
  /** The context that one request's execution needs. */
  contextOf(exchange: HttpExchange): RequestContext;
  /** The public keys that access tokens verify with (RFC 7517). */
  jwks(): Promise<{ keys: readonly JWK[] }>;
  /** Whether the database answers and all migrations are in. */
  isReady(): Promise<boolean>;
  /** Brings the tables up to date; several instances may do so at once. Returns what was applied. */
  migrate(): Promise<string[]>;
  /** Makes what a first start needs (the signing key, the first administrator) and begins to send mail. After `migrate`. */
  start(): Promise<void>;
  /** Sends all mail that is due, and returns when that is done. While started, it happens in the background anyway. */
  deliverMail(): Promise<void>;
  /** Writes down which sessions were in use. While started, it happens every second anyway. */
  recordAccess(): Promise<void>;
  /** Clears away what has expired, and returns how much that was. While started, it happens every ten minutes anyway. */
  cleanUp(): Promise<Record<string, number>>;
  /** How busy this instance is; for metrics. */
  measures(): Promise<Measures>;
  readonly signingKeys: SigningKeys;
  /** What whoever runs the server may do with users, above all permissions. */
  readonly operator: Operator;
  /** What `GET /auth/ID` and `GET /auth/ID/callback` do; for whoever serves them. */
  readonly redirectRoutes: RedirectRoutes;
  /** Takes pictures in and hands them out; for whoever serves `/avatars/…`. */
  readonly avatars: AvatarFiles;
  /** The mails that were given up. */
  readonly deadLetters: DeadLetters;
  /** Ends the background work, waits for what is in hand, and closes the database. */
  stop(): Promise<void>;
}

/** What stands behind the URLs of pictures and of tickets. */
export interface AvatarFiles {
  /**
   * Takes what was sent to the URL of a ticket.
   *
   * @returns null where the picture is stored
   * @throws Refusal RATE_LIMITED for a client that sends too many
   */
  receive(sent: SentPicture, exchange: HttpExchange): Promise<UploadProblem | null>;
  /** The WebP file of that name, which is the last part of its URL; null where there is none. */
  file(name: string): Promise<Uint8Array | null>;
}

/** How busy an instance is. */
export interface Measures {
  /** By name, since the start. */
  readonly events: ReadonlyMap<string, number>;
  readonly hashing: { readonly running: number; readonly waiting: number; readonly refused: number };
  readonly mails: { readonly queued: number; readonly dead: number };
  /** Null on SQLite. */
  readonly connections: ConnectionCounts | null;
}
