import { signInErrors } from '../src/identities/provider-failure.js';
import { userErrorMessages } from '../src/kernel/user-error.js';

const graphqlErrors: readonly (readonly [code: string, meaning: string])[] = [
  [
    'UNAUTHENTICATED',
    'The field needs a signed-in user. `extensions.reason`: `TOKEN_MISSING`, `TOKEN_INVALID`, `TOKEN_EXPIRED` (refresh and try again) or `SESSION_REVOKED` (sign in again).',
  ],
  [
    'FORBIDDEN',
    'The user lacks the permission in `extensions.permission`, or the refresh cookie came from an origin that is not allowed.',
  ],
  ['RATE_LIMITED', 'Wait `extensions.retryAfter` seconds; the `Retry-After` header says the same.'],
  ['BAD_USER_INPUT', 'The variables do not fit the operation, or the body is not a GraphQL request.'],
  ['GRAPHQL_PARSE_FAILED', 'The document is not GraphQL.'],
  ['GRAPHQL_VALIDATION_FAILED', 'The document does not fit the schema.'],
  ['QUERY_TOO_COMPLEX', 'The document asks for more than [its limits](document-limits.md) allow.'],
  ['DOCUMENT_NOT_TRUSTED', 'This server only runs the operations on its list, and this is none of them.'],
  ['SERVICE_UNAVAILABLE', 'Overloaded, or the database is away. Try again after `extensions.retryAfter` seconds.'],
  [
    'INTERNAL_SERVER_ERROR',
    'A fault of the server. Its log has the details under `extensions.requestId`, which is also in the `X-Request-Id` header.',
  ],
];

/** docs/errors.md, from the codes that the server knows. */
export function printErrorsPage(): string {
  const row = (code: string, text: string) => `| \`${code}\` | ${text} |`;
  return [
    '# Errors',
    '',
    "There are two kinds. What a person did that can't be done is data: every mutation's payload has `errors`, with all problems of the input at once, and then nothing was changed. Show them at the field that `path` names. Everything else is a GraphQL error with a code in `extensions.code`.",
    '',
    'This page is printed from the code by `npm run generate`.',
    '',
    '## User errors',
    '',
    'Codes are stable; messages are for people and may change.',
    '',
    '| code | message |',
    '|---|---|',
    ...Object.entries(userErrorMessages).map(([code, message]) => row(code, message.replace(/\{\w+\}/g, '…'))),
    '',
    '## GraphQL errors',
    '',
    '| code | when |',
    '|---|---|',
    ...graphqlErrors.map(([code, meaning]) => row(code, meaning)),
    '',
    '## Sign-in with a provider',
    '',
    'A sign-in by redirect that fails ends at FRONTEND_CALLBACK_URL with `?error=` and one of these. Codes are stable.',
    '',
    '| error | why |',
    '|---|---|',
    ...Object.entries(signInErrors).map(([code, meaning]) => row(code, meaning)),
    '',
  ].join('\n');
}
