import { documentLimitTable } from '../src/graphql/limits/document-limits.js';

/** docs/document-limits.md, from the table that the server goes by. */
export function printDocumentLimitsPage(): string {
  const rows = Object.entries(documentLimitTable).map(
    ([name, { most, counts }]) => `| \`${name}\` | ${most} | ${counts} |`,
  );
  return [
    '# What one GraphQL document may ask for',
    '',
    'A document that asks for more is refused with status 400 and the code `QUERY_TOO_COMPLEX`, before it is validated and in every environment. `DOCUMENT_LIMITS=depth=20,objects=10000` changes some of the limits.',
    '',
    'This page is printed from the code by `npm run generate`.',
    '',
    '| limit | most | counts |',
    '|---|---|---|',
    ...rows,
    '',
    'Besides: a body has 100 kB at most, nests 100 levels deep at most and has no member twice; requests are not batched; `GET` is for queries only, and needs a header that a page of another origin cannot send unasked (`apollo-require-preflight: true`, or a JSON content type); a fragment that spreads itself is `GRAPHQL_VALIDATION_FAILED`.',
    '',
    'Introspection queries, a page of a hundred users with their roles, sessions and newest events, and what code generators write fit well within.',
    '',
  ].join('\n');
}
