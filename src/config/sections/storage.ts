import * as kind from '../setting-kinds.js';
import { optional, setting } from '../setting.js';

export const storage = {
  database: setting({
    variable: 'DATABASE_URL',
    kind: kind.databaseUrl,
    default: 'sqlite:./data/users.db',
    meaning: 'SQLite for one instance, PostgreSQL for one or more.',
  }),
  secretKey: optional({
    variable: 'SECRET_KEY',
    kind: kind.secretKey,
    default: { shown: 'made once and kept beside the database; none in production', text: () => null },
    requiredInProduction: 'it seals the signing keys',
    meaning:
      'Seals the signing keys at rest and keys the digests of short codes. Every instance has the same; whoever has it can sign tokens.',
  }),
};
