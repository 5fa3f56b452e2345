import { defineEntity, p } from '@mikro-orm/sql';

/**
 * One row, which triggers on `roles` write anew with every change, so that an operator's own SQL counts, too. A version
 * is drawn and not counted up: a database that was set back to a backup would give the same number to other roles.
 */
export const RolesVersionEntity = defineEntity({
  name: 'RolesVersion',
  tableName: 'roles_version',
  properties: {
    /** Always 1. */
    id: p.smallint().autoincrement(false).primary(),
    version: p.string().length(36),
  },
});
