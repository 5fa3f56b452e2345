import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql(`alter table "users" alter column "password_hash" type varchar(512)`);
    this.addSql(`alter table "old_passwords" alter column "hash" type varchar(512)`);
  }
}
