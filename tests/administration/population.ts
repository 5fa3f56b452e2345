import { UuidV7 } from '../../src/kernel/ids.js';
import { type User, UserEntity } from '../../src/users/user.entity.js';
import type { World } from '../support/world.js';

export interface Resident {
  readonly id: string;
  readonly email: string;
  readonly username: string | null;
  readonly name: string | null;
}

/** Writes users into the table as they are described, all at once. */
export async function populate(here: World, users: readonly Partial<User>[]): Promise<Resident[]> {
  const ids = new UuidV7(here.clock);
  const rows = users.map((user, index) => {
    const email = user.email ?? `resident${index}@example.com`;
    return {
      id: ids.next(),
      email,
      emailKey: user.deletedAt ? null : email.toLowerCase(),
      emailVerifiedAt: here.clock.now(),
      username: null,
      usernameKey: user.username?.toLowerCase() ?? null,
      name: null,
      isAdmin: false,
      failedLoginCount: 0,
      createdAt: here.clock.now(),
      updatedAt: here.clock.now(),
      ...user,
    };
  });
  const em = (await here.inspect()).database.reader();
  await em.insertMany(UserEntity, rows);
  return rows.map(({ id, email, username, name }) => ({ id, email, username: username ?? null, name: name ?? null }));
}
