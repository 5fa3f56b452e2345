import { defineEntity, p } from '@mikro-orm/sql';
import { UserEntity } from '../users/user.entity.js';

/** The hash of a password that a user had before. */
export const OldPasswordEntity = defineEntity({
  name: 'OldPassword',
  tableName: 'old_passwords',
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(UserEntity).deleteRule('cascade').index(),
    hash: p.string().length(512),
    createdAt: p.datetime(3),
  },
});
