import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    // Databases that an earlier form of refresh-tokens-of-sessions has changed are as they should be.
    this.addSql(`drop index if exists \`events_actor_id_id_index\``);
    this.addSql(`create index if not exists "events_by_actor" on "events" ("actor_id", "id") where "actor_id" is not null`);
  }
}
