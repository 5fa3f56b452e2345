import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql(`create table \`avatar_pictures\` (\`id\` text not null primary key, \`subject_id\` text null, \`discard_at\` datetime null, \`created_at\` datetime not null)`);
    this.addSql(`create index \`avatar_pictures_subject_id_index\` on \`avatar_pictures\` (\`subject_id\`)`);
    this.addSql(`create index \`avatar_pictures_discard_at_index\` on \`avatar_pictures\` (\`discard_at\`)`);
    this.addSql(`create table \`avatar_tickets\` (\`id\` text not null primary key, \`subject_id\` text not null, \`email_key\` text null, \`session_id\` text null, \`digest\` text not null, \`tries\` integer not null, \`leased_until\` datetime null, \`expires_at\` datetime not null, \`created_at\` datetime not null, \`ended_at\` datetime null)`);
    this.addSql(`create unique index \`avatar_tickets_digest_unique\` on \`avatar_tickets\` (\`digest\`)`);
    this.addSql(`create index \`avatar_tickets_expires_at_index\` on \`avatar_tickets\` (\`expires_at\`)`);
    this.addSql(`create index \`avatar_tickets_subject_id_created_at_index\` on \`avatar_tickets\` (\`subject_id\`, \`created_at\`)`);
    this.addSql(`alter table \`users\` add column \`avatar_id\` text null`);
  }
}
