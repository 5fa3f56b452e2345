import { AvatarPictures } from '../avatars/avatar-pictures.service.js';
import type { AvatarStore } from '../avatars/avatar-store.js';
import { AvatarTickets } from '../avatars/avatar-tickets.service.js';
import { AvatarUploads } from '../avatars/avatar-uploads.service.js';
import { AvatarUrls } from '../avatars/avatar-urls.js';
import { Avatars } from '../avatars/avatars.service.js';
import { PictureProcessor } from '../avatars/picture-processor.js';
import type { Basics } from './basics.js';
import type { AvatarStorage, UserManagementOptions } from './options.js';
import type { SessionServices } from './sessions.js';

export interface AvatarServices {
  readonly avatars: Avatars;
  readonly pictures: AvatarPictures;
  readonly uploads: AvatarUploads;
  readonly urls: AvatarUrls;
}

/** The way of a picture: ticket → upload → squares → store. */
export async function createAvatars(
  options: UserManagementOptions,
  needed: Basics & SessionServices,
): Promise<AvatarServices> {
  const { clock, ids, logger } = needed;
  const { publicUrl, rateLimits } = options;
  const store = await storeOf(options.avatarStorage ?? { kind: 'off' });
  const tickets = new AvatarTickets(clock, ids, { publicUrl, rateLimits });
  const pictures = new AvatarPictures({ ...needed, store });
  const avatars = new Avatars({ ...needed, tickets, pictures });
  const processor = new PictureProcessor(logger);
  return {
    avatars,
    pictures,
    uploads: new AvatarUploads({ ...needed, tickets, processor, pictures, avatars }),
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
