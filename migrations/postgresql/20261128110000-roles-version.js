import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql(`create table "roles_version" ("id" smallint not null, "version" varchar(36) not null, primary key ("id"))`);
    this.addSql(`insert into "roles_version" ("id", "version") values (1, gen_random_uuid()::text)`);
    // In the schema of the table that changed, whatever the search path of whoever changes it.
    this.addSql(`create or replace function usergraph_roles_version() returns trigger language plpgsql as $fn$
      begin
        execute format(
          'insert into %I.roles_version (id, version) values (1, gen_random_uuid()::text)
            on conflict (id) do update set version = excluded.version',
          tg_table_schema
        );
        return null;
      end
    $fn$`);
    this.addSql(`create trigger "roles_version_changed" after insert or update or delete or truncate on "roles"
      for each statement execute function usergraph_roles_version()`);
  }
}
