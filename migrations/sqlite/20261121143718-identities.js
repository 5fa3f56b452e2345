import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql(`create table \`provider_sign_ins\` (\`id\` text not null primary key, \`provider\` text not null, \`browser_digest\` text not null, \`ticket_digest\` text null, \`state_digest\` text null, \`sealed_checks\` text null, \`returned_at\` datetime null, \`code_digest\` text null, \`identity_id\` text null, \`exchanged_at\` datetime null, \`return_to\` text null, \`code_challenge\` text null, \`link_user_id\` text null, \`link_session_id\` text null, \`created_at\` datetime not null, \`expires_at\` datetime not null)`);
    this.addSql(`create unique index \`provider_sign_ins_ticket_digest_unique\` on \`provider_sign_ins\` (\`ticket_digest\`)`);
    this.addSql(`create unique index \`provider_sign_ins_state_digest_unique\` on \`provider_sign_ins\` (\`state_digest\`)`);
    this.addSql(`create unique index \`provider_sign_ins_code_digest_unique\` on \`provider_sign_ins\` (\`code_digest\`)`);
    this.addSql(`create index \`provider_sign_ins_expires_at_index\` on \`provider_sign_ins\` (\`expires_at\`)`);
    this.addSql(`create table \`used_id_tokens\` (\`digest\` text not null primary key, \`first_used_at\` datetime not null, \`expires_at\` datetime not null)`);
    this.addSql(`create index \`used_id_tokens_expires_at_index\` on \`used_id_tokens\` (\`expires_at\`)`);
    this.addSql(`create table \`identities\` (\`id\` text not null primary key, \`user_id\` text not null, \`provider\` text not null, \`issuer\` text not null, \`subject\` text not null, \`email\` text null, \`created_at\` datetime not null, constraint \`identities_user_id_foreign\` foreign key (\`user_id\`) references \`users\` (\`id\`) on delete cascade)`);
    this.addSql(`create index \`identities_user_id_index\` on \`identities\` (\`user_id\`)`);
    this.addSql(`create unique index \`identities_issuer_subject_unique\` on \`identities\` (\`issuer\`, \`subject\`)`);
  }
}
