import { AvatarPictures } from '../avatars/avatar-pictures.service.js';
import type { AvatarStore } from '../avatars/avatar-store.js';
import { AvatarTickets } from '../avatars/avatar-tickets.service.js';
import { AvatarUploads } from '../avatars/avatar-uploads.service.js';
import { AvatarUrls } from '../avatars/avatar-urls.js';
import { Avatars } from '../avatars/avatars.service.js';
import { PictureProcessor } from '../avatars/picture-processor.js';
import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import type { Sessions } from '../sessions/sessions.service.js';
import type { Users } from '../users/users.service.js';
import type { AvatarStorage, UserManagementOptions } from './options.js';

export interface AvatarServices {
  readonly avatars: Avatars;
  readonly pictures: AvatarPictures;
  readonly uploads: AvatarUploads;
  readonly urls: AvatarUrls;
}

interface Tools {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly events: EventLog;
}

/** The way of a picture: ticket → upload → squares → store. */
export async function createAvatars(
  options: UserManagementOptions,
  database: Database,
  { clock, ids, users, sessions, events }: Tools,
): Promise<AvatarServices> {
  const { publicUrl, rateLimits, logger } = options;
  const store = await storeOf(options.avatarStorage ?? { kind: 'off' });
  const tickets = new AvatarTickets(clock, ids, { publicUrl, rateLimits });
  const pictures = new AvatarPictures(database, clock, ids, store, logger);
  const avatars = new Avatars(database, clock, users, tickets, pictures, events);
  const processor = new PictureProcessor(logger);
  return {
    avatars,
    pictures,
    uploads: new AvatarUploads(database, tickets, processor, pictures, avatars, users, sessions),
    urls: new AvatarUrls(store === null ? null : publicUrl),
  };
}

/** The clients of the stores are loaded only where they are used. */
async function storeOf(storage: AvatarStorage): Promise<AvatarStore | null> {
  if (!('kind' in storage)) return storage;
  switch (storage.kind) {
    case 'off':
      return null;
    case 'folder': {
      const { FileAvatarStore } = await import('../avatars/file-avatar-store.js');
      return new FileAvatarStore(storage.path);
    }
    case 's3': {
      const { S3AvatarStore } = await import('../avatars/s3-avatar-store.js');
      return new S3AvatarStore(storage);
    }
  }
}
