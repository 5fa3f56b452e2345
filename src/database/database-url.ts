import { readPostgresqlUrl } from './postgresql-url.js';

export type DatabaseTarget =
  { readonly dialect: 'sqlite'; readonly path: string } | { readonly dialect: 'postgresql'; readonly url: string };

/** Understands `sqlite:PATH`, `sqlite::memory:` and `postgresql://…` (`postgresql-url.ts`); null for anything else. */
export function parseDatabaseUrl(url: string): DatabaseTarget | null {
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1];
  if (path !== undefined) return { dialect: 'sqlite', path };
  return readPostgresqlUrl(url) && { dialect: 'postgresql', url };
}
