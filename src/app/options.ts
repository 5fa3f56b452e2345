import type { NewAdministrator } from '../administration/administrator-form.js';
import type { AvatarStore } from '../avatars/avatar-store.js';
import type { S3Location } from '../avatars/s3-avatar-store.js';
import type { DatabaseTarget } from '../database/database-url.js';
import type { OriginOptions } from '../http/allowed-origins.js';
import type { IdentityProviderOptions, ProviderLimits } from '../identities/oidc-provider.js';
import type { Clock } from '../kernel/clock.js';
import type { Duration } from '../kernel/duration.js';
import type { Logger } from '../kernel/logger.js';
import type { MailBrand } from '../mail/mail-brand.js';
import type { MailSender, MailTransport } from '../mail/mail-transport.js';
import type { HashingCost, PasswordHasher } from '../passwords/password-hasher.js';
import type { LimitOverrides } from '../rate-limits/limits.js';

/** Where mails go: into the development mailbox, to a provider, or wherever a transport of your own takes them. */
export type MailProvider =
  | { readonly kind: 'development' }
  /** `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte. */
  | { readonly kind: 'smtp'; readonly url: string }
  | { readonly kind: 'sendgrid'; readonly apiKey: string; readonly baseUrl: string }
  | MailTransport;

/** Where pictures are kept: nowhere, in a folder, in a bucket, or wherever a store of your own puts them. */
export type AvatarStorage =
  | { readonly kind: 'off' }
  | { readonly kind: 'folder'; readonly path: string }
  | ({ readonly kind: 's3' } & S3Location)
  | AvatarStore;

/** Everything that an installation decides. Nothing is read from the environment. */
export interface UserManagementOptions {
  readonly database: DatabaseTarget;
  /** At least 32 characters; seals what is stored sealed and keys the digests of codes. Losing it ends all sessions. */
  readonly secretKey: string;
  /** The server's own URL as the outside sees it, without a slash at the end: the issuer of the tokens. */
  readonly publicUrl: string;
  /** Where links in mails lead; the server's own URL by default. */
  readonly frontendUrl: string | null;
  /** Origins whose pages may use the refresh cookie. */
  readonly origins: OriginOptions;
  readonly tokens: {
    /** The `aud` of access tokens. */
    readonly audience: string;
    readonly accessLifetime: Duration;
    /** How long a session lives without being refreshed. */
    readonly refreshLifetime: Duration;
    /** How long a rotated refresh token still answers with its successor. */
    readonly refreshReuseWindow: Duration;
    /** How long a session lives however often it is refreshed. */
    readonly sessionLifetime: Duration;
  };
  readonly emailVerification: 'required' | 'optional';
  readonly passwords: {
    /** Code points after NFKC normalisation. */
    readonly minLength: number;
    /** How many passwords before the current one may not come back; 0 lets any come back. */
    readonly remembered: number;
    /** Where passwords from breaches are looked up; nowhere by default. */
    readonly breached?: {
      /** Made by `npm run breached -- build`. */
      readonly file?: string | null;
      /** A range service, such as https://api.pwnedpasswords.com/range; it learns five digits of a SHA-1. */
      readonly rangeUrl?: string | null;
    };
    /** The recommended cost by default; cheaper for tests alone. */
    readonly hashingCost?: HashingCost;
    /** Another hasher in place of the one that this makes. */
    readonly hasher?: PasswordHasher;
  };
  /** Where people may sign in with an account that they have elsewhere; nowhere by default. */
  readonly identityProviders?: readonly IdentityProviderOptions[];
  /** Where a sign-in with a provider ends, with `?code=` or `?error=`; `PUBLIC_URL/auth/callback` by default. */
  readonly signInCallbackUrl?: string | null;
  /** How patient to be with providers: five seconds by default. */
  readonly providerLimits?: ProviderLimits;
  readonly mail: {
    readonly from: MailSender;
    readonly provider: MailProvider;
    /** How mails look; as Usergraph's own by default. */
    readonly brand?: MailBrand;
  };
  /** Where pictures of users are kept; off by default. */
  readonly avatarStorage?: AvatarStorage;
  /** Whether users get a mail about a sign-in from a device not seen before. */
  readonly newSignInMail: boolean;
  /** Older events are cleaned up; a length of 0 keeps all. */
  readonly eventRetention: Duration;
  /** False lifts all limits, the waits after wrong passwords and the mail cooldowns, for load tests alone. */
  readonly rateLimits: boolean;
  /** Made by `start`, with a verified address, if no user has that address; never changes one who is there. */
  readonly firstAdministrator?: NewAdministrator;
  /** Other rates than the table's in `rate-limits/limits.ts`; none by default. */
  readonly rateLimitOverrides?: LimitOverrides;
  readonly logger: Logger;
  readonly clock?: Clock;
}
