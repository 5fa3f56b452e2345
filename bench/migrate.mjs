// Brings the tables of the database in the argument up to date, as the server does when it starts.
import { createUserManagement, days, minutes, parseDatabaseUrl, seconds } from '../dist/index.js';

const silent = () => {};
const users = await createUserManagement({
  database: parseDatabaseUrl(process.argv[2]),
  secretKey: 'only-for-the-tables-of-the-bench-0123456789',
  publicUrl: 'http://127.0.0.1',
  frontendUrl: null,
  origins: { listed: [], localhost: false },
  tokens: {
    audience: 'http://127.0.0.1',
    accessLifetime: minutes(15),
    refreshLifetime: days(7),
    refreshReuseWindow: seconds(10),
    sessionLifetime: days(90),
  },
  emailVerification: 'required',
  passwords: { minLength: 8, remembered: 3 },
  mail: { from: { name: 'Bench', address: 'bench@example.com' }, provider: { kind: 'development' } },
  newSignInMail: true,
  eventRetention: days(400),
  rateLimits: false,
  logger: { debug: silent, info: silent, warn: silent, error: silent },
});
await users.migrate();
await users.stop();
