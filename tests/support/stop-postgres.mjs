import pg from 'pg';

export default async function stopServer() {
  if (globalThis.startedPostgres) await globalThis.startedPostgres.stop();
  else await dropDatabasesOfThisRun();
}

/** Leaves a server that others use as it was. */
async function dropDatabasesOfThisRun() {
  const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
  await client.connect();
  const prefix = `usergraph_${process.env.TEST_RUN_FOLDER.slice(-6).toLowerCase()}_`;
  const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [prefix]);
  for (const { datname } of rows) await client.query(`drop database ${client.escapeIdentifier(datname)} with (force)`);
  await client.end();
}
