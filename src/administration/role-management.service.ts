import type { EntityManager } from '@mikro-orm/sql';
import type { Viewer } from '../access/viewer.js';
import type { EventKind } from '../events/event-kind.js';
import type { EventLog } from '../events/event-log.js';
import type { EventMetadata } from '../events/event.entity.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { isId, type Ids } from '../kernel/ids.js';
import { ok, refused, type Result, type UserError, userError } from '../kernel/user-error.js';
import { type Role, RoleEntity, UserRoleEntity } from '../roles/role.entity.js';
import { roleEvents } from '../roles/role.events.js';
import { isRoleName, readRoleForm, type RoleForm, type RoleInput } from '../roles/role-form.js';
import type { Roles } from '../roles/roles.service.js';
import { type Actor, type Authority, demandAll } from './authority.js';

const ROLE_ID = ['input', 'roleId'];

export interface NewRoleInput extends RoleInput {
  readonly name: string;
  readonly permissions: readonly string[];
}

export interface RoleUpdateInput extends RoleInput {
  readonly roleId: string;
}

/** Which roles there are. Two at once with one name: the unique key lets one in, and the other reads that it is taken. */
export class RoleManagement {
  constructor(
    private readonly ids: Ids,
    private readonly authority: Authority,
    private readonly roles: Roles,
    private readonly events: EventLog,
  ) {}

  create(by: Viewer, input: NewRoleInput, client: ClientInfo): Promise<Result<Role>> {
    const form = readRoleForm(input);
    return this.authority.act(by, 'roles:write', async (em, actor) => {
      const errors = [...form.errors, ...(await this.nameErrors(em, form.name, null))];
      if (form.errors.length === 0) demandAll(actor, form.permissions ?? []);
      if (errors.length > 0) return refused(...errors);
      const permissions = [...(form.permissions ?? [])];
      const { name } = input;
      const role = { id: this.ids.next(), name, description: form.description ?? null, permissions, builtIn: false };
      await em.insert(RoleEntity, role);
      await this.record(em, roleEvents.created, actor, client, { role: name, permissions });
      return ok(await em.findOneOrFail(RoleEntity, { id: role.id }));
    });
  }

  /** Only permissions that are added must be the actor's own. */
  update(by: Viewer, input: RoleUpdateInput, client: ClientInfo): Promise<Result<Role>> {
    const form = readRoleForm(input);
    return this.authority.act(by, 'roles:write', async (em, actor) => {
      const role = isId(input.roleId) ? await this.roles.lock(em, input.roleId) : null;
      const errors = [...roleErrors(role), ...form.errors, ...(await this.nameErrors(em, form.name, role))];
      if (!role || errors.length > 0) return refused(...errors);
      const { data, metadata, added } = changesOf(role, form);
      demandAll(actor, added);
      if (Object.keys(data).length === 0) return ok(role);
      await em.nativeUpdate(RoleEntity, { id: role.id }, data);
      await this.record(em, roleEvents.updated, actor, client, metadata);
      return ok(await em.refreshOrFail(role));
    });
  }

  /** A role that only deleted users hold can go; they don't have it any more when they are restored. */
  delete(by: Viewer, roleId: string, client: ClientInfo): Promise<Result<{ roleId: string }>> {
    return this.authority.act(by, 'roles:write', async (em, actor) => {
      // Whoever gives this role to somebody holds its row, too, so nobody gets it from here on.
      const role = isId(roleId) ? await this.roles.lock(em, roleId) : null;
      const errors = roleErrors(role);
      if (!role || errors.length > 0) return refused(...errors);
      if ((await this.roles.userCounts(em, [roleId])).size > 0) return refused(userError('ROLE_IN_USE', ROLE_ID));
      await em.nativeDelete(UserRoleEntity, { role: roleId });
      await em.nativeDelete(RoleEntity, { id: roleId });
      await this.record(em, roleEvents.deleted, actor, client, { role: role.name });
      return ok({ roleId });
    });
  }

  private async nameErrors(em: EntityManager, name: string | undefined, own: Role | null): Promise<UserError[]> {
    if (name === undefined || name === own?.name || !isRoleName(name)) return [];
    return (await em.count(RoleEntity, { name })) > 0 ? [userError('ROLE_NAME_TAKEN', ['input', 'name'])] : [];
  }

  private record(
    em: EntityManager,
    kind: EventKind,
    { userId: actorId }: Actor,
    client: ClientInfo,
    metadata: EventMetadata,
  ): Promise<void> {
    return this.events.recordEvent(em, { kind, userId: null, actorId, client, metadata });
  }
}

function roleErrors(role: Role | null): UserError[] {
  if (!role) return [userError('NOT_FOUND', ROLE_ID)];
  return role.builtIn ? [userError('BUILT_IN_ROLE', ROLE_ID)] : [];
}

function changesOf(role: Role, form: RoleForm) {
  const permissions = [...(form.permissions ?? role.permissions)];
  const added = permissions.filter((permission) => !role.permissions.includes(permission));
  const removed = role.permissions.filter((permission) => !permissions.includes(permission));
  const data = {
    ...(form.name !== undefined && form.name !== role.name && { name: form.name }),
    ...(form.description !== undefined &&
      form.description !== (role.description ?? null) && { description: form.description }),
    ...(added.length + removed.length > 0 && { permissions }),
  };
  return { data, added, metadata: { role: role.name, fields: Object.keys(data), added, removed } };
}
