import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import {
  AdminCreateUserDocument,
  type AdminCreateUserInput,
  AdminDeleteUserDocument,
  AdminLookAtDocument,
  AdminReinstateUserDocument,
  AdminRestoreUserDocument,
  AdminRevokeSessionsDocument,
  AdminSendPasswordResetDocument,
  AdminSetUserRolesDocument,
  AdminSuspendUserDocument,
  AdminUpdateUserDocument,
  type AdminUpdateUserInput,
  CreateRoleDocument,
  type CreateRoleInput,
  DeleteRoleDocument,
  RolesDocument,
  UpdateRoleDocument,
  type UpdateRoleInput,
} from '../operations/operations.js';
import type { Device, ResultOf } from './device.js';

type Answer<Document, Field extends keyof ResultOf<Document>> = Promise<ResultOf<Document>[Field]>;

/** What somebody who administers does on a device of theirs. */
export class Administrator {
  constructor(readonly device: Device) {}

  async creates(input: AdminCreateUserInput): Answer<typeof AdminCreateUserDocument, 'adminCreateUser'> {
    return (await this.asks(AdminCreateUserDocument, { input })).adminCreateUser;
  }

  async updates(input: AdminUpdateUserInput): Answer<typeof AdminUpdateUserDocument, 'adminUpdateUser'> {
    return (await this.asks(AdminUpdateUserDocument, { input })).adminUpdateUser;
  }

  async suspends(userId: string, reason?: string | null): Answer<typeof AdminSuspendUserDocument, 'adminSuspendUser'> {
    const input = { userId, ...(reason !== undefined && { reason }) };
    return (await this.asks(AdminSuspendUserDocument, { input })).adminSuspendUser;
  }

  async reinstates(userId: string): Answer<typeof AdminReinstateUserDocument, 'adminReinstateUser'> {
    return (await this.asks(AdminReinstateUserDocument, { userId })).adminReinstateUser;
  }

  /** With what only administrators see. */
  async sees(userId: string): Answer<typeof AdminLookAtDocument, 'adminReinstateUser'> {
    return (await this.asks(AdminLookAtDocument, { userId })).adminReinstateUser;
  }

  async deletes(userId: string): Answer<typeof AdminDeleteUserDocument, 'adminDeleteUser'> {
    return (await this.asks(AdminDeleteUserDocument, { userId })).adminDeleteUser;
  }

  async restores(userId: string): Answer<typeof AdminRestoreUserDocument, 'adminRestoreUser'> {
    return (await this.asks(AdminRestoreUserDocument, { userId })).adminRestoreUser;
  }

  async revokesSessions(userId: string): Answer<typeof AdminRevokeSessionsDocument, 'adminRevokeSessions'> {
    return (await this.asks(AdminRevokeSessionsDocument, { userId })).adminRevokeSessions;
  }

  async sendsReset(userId: string): Answer<typeof AdminSendPasswordResetDocument, 'adminSendPasswordReset'> {
    return (await this.asks(AdminSendPasswordResetDocument, { userId })).adminSendPasswordReset;
  }

  async setsRoles(userId: string, ...roles: string[]): Answer<typeof AdminSetUserRolesDocument, 'adminSetUserRoles'> {
    return (await this.asks(AdminSetUserRolesDocument, { userId, roles })).adminSetUserRoles;
  }

  async createsRole(input: CreateRoleInput): Answer<typeof CreateRoleDocument, 'createRole'> {
    return (await this.asks(CreateRoleDocument, { input })).createRole;
  }

  async updatesRole(input: UpdateRoleInput): Answer<typeof UpdateRoleDocument, 'updateRole'> {
    return (await this.asks(UpdateRoleDocument, { input })).updateRole;
  }

  async deletesRole(roleId: string): Answer<typeof DeleteRoleDocument, 'deleteRole'> {
    return (await this.asks(DeleteRoleDocument, { roleId })).deleteRole;
  }

  async listsRoles(): Answer<typeof RolesDocument, 'roles'> {
    return (await this.asks(RolesDocument, {})).roles;
  }

  private asks<Result, Variables extends object>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
  ): Promise<Result> {
    return this.device.asks(document, variables);
  }
}

/** The id of whoever is signed in on a device. */
export async function idOf(device: Device): Promise<string> {
  const id = (await device.asksMe())?.id;
  if (id === undefined) throw new Error('nobody is signed in on this device');
  return id;
}
