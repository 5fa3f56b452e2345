import { Arg, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Viewer } from '../access/viewer.js';
import { Client, CurrentViewer } from '../graphql/parameters.js';
import { payloadOf } from '../graphql/payload.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { toRoleType } from '../roles/role.types.js';
import type { RoleManagement } from './role-management.service.js';
import {
  CreateRoleInput,
  DeleteRoleInput,
  DeleteRolePayload,
  RolePayload,
  UpdateRoleInput,
} from './role-management.types.js';

@Resolver()
export class RoleManagementResolver {
  constructor(private readonly roles: RoleManagement) {}

  @Allow({ permission: 'roles:write' })
  @Mutation(() => RolePayload, {
    description: `Makes a role.
Permission roles:write; FORBIDDEN with the first permission of the role that you lack. Errors: INVALID_NAME, ROLE_NAME_TAKEN, INVALID_PERMISSION, INVALID_VALUE for what is too long or too much. Event: role_created.`,
  })
  async createRole(
    @Arg('input', () => CreateRoleInput, { description: 'The role.' }) input: CreateRoleInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<RolePayload> {
    return payloadOf(await this.roles.create(viewer, input, client), (role) => ({ role: toRoleType(role) }));
  }

  @Allow({ permission: 'roles:write' })
  @Mutation(() => RolePayload, {
    description: `Changes a role; what its users may do changes with their next request.
Permission roles:write; FORBIDDEN with the first added permission that you lack. Errors: NOT_FOUND, BUILT_IN_ROLE, REQUIRED, INVALID_NAME, ROLE_NAME_TAKEN, INVALID_PERMISSION, INVALID_VALUE. Event: role_updated.`,
  })
  async updateRole(
    @Arg('input', () => UpdateRoleInput, { description: 'Which role, and what to change.' }) input: UpdateRoleInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<RolePayload> {
    return payloadOf(await this.roles.update(viewer, input, client), (role) => ({ role: toRoleType(role) }));
  }

  @Allow({ permission: 'roles:write' })
  @Mutation(() => DeleteRolePayload, {
    description: `Deletes a role that no user holds; deleted users don't count, and lose it.
Permission roles:write. Errors: NOT_FOUND, BUILT_IN_ROLE, ROLE_IN_USE. Event: role_deleted.`,
  })
  async deleteRole(
    @Arg('input', () => DeleteRoleInput, { description: 'Which role.' }) { roleId }: DeleteRoleInput,
    @CurrentViewer() viewer: Viewer,
    @Client() client: ClientInfo,
  ): Promise<DeleteRolePayload> {
    const result = await this.roles.delete(viewer, roleId, client);
    return payloadOf(result, ({ roleId: deletedRoleId }) => ({ deletedRoleId }));
  }
}
