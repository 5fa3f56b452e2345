/**
 * The library's door: user management inside a larger program. Nothing starts by itself and nothing is read from the
 * environment.
 */
export { createUserManagement } from './app/create-user-management.js';
export type { Operator } from './app/operator.js';
export type { AvatarStorage, MailProvider, UserManagementOptions } from './app/options.js';
export type { RedirectAnswer } from './app/redirect-routes.js';
export type { AvatarFiles, UserManagement } from './app/user-management.js';
export type { AvatarStore } from './avatars/avatar-store.js';
export type { SentPicture, UploadProblem } from './avatars/avatar-uploads.service.js';
export { type DatabaseTarget, parseDatabaseUrl } from './database/database-url.js';
export type { RequestContext } from './graphql/context.js';
export { DocumentGuard } from './graphql/limits/document-guard.js';
export type { DocumentLimits } from './graphql/limits/document-limits.js';
export { publicError } from './graphql/public-error.js';
export type { HttpExchange } from './http/http-request.js';
export type { IdentityProviderOptions } from './identities/oidc-provider.js';
export type { Clock } from './kernel/clock.js';
export { days, type Duration, hours, minutes, seconds } from './kernel/duration.js';
export type { Logger } from './kernel/logger.js';
export type { MailSender, MailTransport, RenderedMail } from './mail/mail-transport.js';
