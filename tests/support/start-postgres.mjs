import { startPostgres } from './postgres.mjs';

/** A server set by TEST_POSTGRES_URL is used instead; its user must be allowed to create databases. */
export default async function startServer() {
  if (process.env.TEST_POSTGRES_URL) return;
  globalThis.startedPostgres = await startPostgres();
  process.env.TEST_POSTGRES_URL = globalThis.startedPostgres.url;
}
