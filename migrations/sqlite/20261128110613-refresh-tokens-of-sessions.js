import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    // A token names its session now, which those that were given out before do not: who holds one signs in again.
    this.addSql(`drop table \`refresh_tokens\``);
    this.addSql(`delete from \`sessions\``);
    this.addSql(`create table \`used_refresh_tokens\` (\`session_id\` text not null, \`digest\` text not null, \`rotated_at\` datetime not null, \`salt\` text not null, primary key (\`session_id\`, \`digest\`), constraint \`used_refresh_tokens_session_id_foreign\` foreign key (\`session_id\`) references \`sessions\` (\`id\`) on delete cascade)`);
    this.addSql(`drop index \`sessions_alive\``);
    this.addSql(`drop index \`sessions_expires_at_index\``);
    this.addSql(`alter table \`sessions\` add column \`token_digest\` text not null`);
  }
}
