// User management as a part of a program of one's own: here Node's own HTTP server and graphql-js.
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { graphql } from 'graphql';
import { createUserManagement, days, DocumentGuard, minutes, parseDatabaseUrl, publicError, seconds } from 'usergraph';

const logger = { debug() {}, info() {}, warn: console.warn, error: console.error };
const port = Number(process.env.PORT ?? 4001);
const publicUrl = `http://localhost:${port}`;

const users = await createUserManagement({
  database: parseDatabaseUrl('sqlite::memory:'),
  secretKey: process.env.SECRET_KEY ?? 'an-example-that-nobody-should-deploy',
  publicUrl,
  frontendUrl: null,
  origins: { listed: [publicUrl], localhost: false },
  tokens: {
    audience: publicUrl,
    accessLifetime: minutes(15),
    refreshLifetime: days(7),
    refreshReuseWindow: seconds(10),
    sessionLifetime: days(90),
  },
  emailVerification: 'optional',
  passwords: { minLength: 8, remembered: 3 },
  newSignInMail: true,
  eventRetention: days(400),
  mail: { from: { name: 'Example', address: 'no-reply@localhost' }, provider: { kind: 'development' } },
  rateLimits: true,
  logger,
});
await users.migrate();
await users.start();

// Refuses documents that are too expensive, and many tries in one.
const guard = new DocumentGuard(users.schema);

const server = createServer(async (request, response) => {
  const exchange = {
    ip: request.socket.remoteAddress,
    header: (name) => [request.headers[name]].flat()[0],
    setCookie: (value) => response.appendHeader('set-cookie', value),
  };
  const { query, variables } = await json(request);
  const refusal = guard.refusal(query, variables);
  const result = refusal
    ? { errors: [refusal] }
    : await graphql({
        schema: users.schema,
        source: query,
        variableValues: variables,
        contextValue: users.contextOf(exchange),
      });
  const errors = result.errors?.map((error) => publicError(error, 'no-request-id', logger));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ...result, ...(errors && { errors }) }));
});

server.listen(port, () => console.log(`listening on ${publicUrl}`));
process.once('SIGTERM', () => server.close(() => users.stop()));
