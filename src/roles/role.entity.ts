import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';
import { UserEntity } from '../users/user.entity.js';

export const RoleEntity = defineEntity({
  name: 'Role',
  tableName: 'roles',
  properties: {
    id: p.uuid().primary(),
    name: p.string().length(50).unique(),
    description: p.string().length(500).nullable(),
    permissions: p.json<string[]>(),
    builtIn: p.boolean(),
  },
});

export type Role = InferEntity<typeof RoleEntity>;

/** Who has which role. */
export const UserRoleEntity = defineEntity({
  name: 'UserRole',
  tableName: 'user_roles',
  properties: {
    user: () => p.manyToOne(UserEntity).primary().deleteRule('cascade'),
    role: () => p.manyToOne(RoleEntity).primary().deleteRule('restrict').index(),
  },
});
