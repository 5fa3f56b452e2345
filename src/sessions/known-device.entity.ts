import { defineEntity, p } from '@mikro-orm/sql';
import { UserEntity } from '../users/user.entity.js';

/** A device that a user has signed in from before, by what it is called. */
export const KnownDeviceEntity = defineEntity({
  name: 'KnownDevice',
  tableName: 'known_devices',
  properties: {
    user: () => p.manyToOne(UserEntity).primary().deleteRule('cascade'),
    name: p.string().length(200).primary(),
    lastSeenAt: p.datetime(3),
  },
});
