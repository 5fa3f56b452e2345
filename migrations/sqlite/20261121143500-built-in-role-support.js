import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    // A role that somebody has made under this name stays as it is: nobody's rights change by an update.
    this.addSql(`insert into roles (id, name, description, permissions, built_in) select '00000000-0000-7000-8000-000000000001', 'support', 'Looks at users and at what happened to them.', '["events:read","users:read"]', true where not exists (select 1 from roles where name = 'support')`);
  }
}
