import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql(`drop index "events_actor_id_id_index"`);
    this.addSql(`create index "events_by_actor" on "events" ("actor_id", "id") where "actor_id" is not null`);
  }
}
