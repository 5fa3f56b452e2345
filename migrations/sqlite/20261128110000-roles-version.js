import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql('create table `roles_version` (`id` integer not null, `version` text not null, primary key (`id`))');
    this.addSql('insert into `roles_version` (`id`, `version`) values (1, hex(randomblob(16)))');
    // A migration that makes the table roles anew must make these triggers anew. They cannot meet a conflict, for which the
    // rule of the outer statement would hold: "insert or ignore into roles" would leave the version as it was.
    for (const [change, what] of [['added', 'insert'], ['changed', 'update'], ['removed', 'delete']]) {
      this.addSql(`create trigger "roles_version_${change}" after ${what} on "roles" begin
        delete from roles_version;
        insert into roles_version (id, version) values (1, hex(randomblob(16)));
      end`);
    }
  }
}
