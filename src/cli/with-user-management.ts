import { createUserManagement } from '../app/create-user-management.js';
import type { UserManagement } from '../app/user-management.js';
import { readSettings } from '../config/read-settings.js';
import { createLogger } from '../server/logger.js';
import { userManagementOptions } from '../server/options-from-settings.js';
import { startProblem } from '../server/start-problem.js';
import type { CommandIo } from './command.js';

/** Does a command's work on the same settings and database as the server, which may be running meanwhile. */
export async function withUserManagement(
  io: CommandIo,
  work: (users: UserManagement) => Promise<number>,
  /** What the work itself may run into; null for anything else. */
  problemOf: (error: unknown) => string | null = () => null,
): Promise<number> {
  const read = readSettings(io.environment);
  if (!read.ok) {
    for (const { message } of read.faults) io.err(message);
    return 1;
  }
  try {
    const logger = await createLogger({ level: 'error', format: 'json' });
    const users = await createUserManagement(userManagementOptions(read.settings, logger));
    try {
      await users.migrate();
      return await work(users);
    } finally {
      await users.stop();
    }
  } catch (error) {
    io.err(problemOf(error) ?? startProblem(error, read.settings));
    return 1;
  }
}
