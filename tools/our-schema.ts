import type { GraphQLSchema } from 'graphql';
import { createUserManagement } from '../src/app/create-user-management.js';
import { readSettings } from '../src/config/read-settings.js';
import { silentLogger } from '../src/kernel/logger.js';
import { userManagementOptions } from '../src/server/options-from-settings.js';

/** The schema of a default installation. */
export async function ourSchema(): Promise<GraphQLSchema> {
  const read = readSettings({
    DATABASE_URL: 'sqlite::memory:',
    SECRET_KEY: 'nothing-is-sealed-where-only-the-schema-counts',
  });
  if (!read.ok) throw new Error('the defaults do not fit');
  const users = await createUserManagement(userManagementOptions(read.settings, silentLogger));
  await users.stop();
  return users.schema;
}
