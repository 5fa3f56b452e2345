import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql(`create table \`password_attempts\` (\`digest\` text not null primary key, \`failures\` integer not null, \`waits_until\` datetime null, \`forgotten_at\` datetime not null)`);
    this.addSql(`create index \`password_attempts_forgotten_at_index\` on \`password_attempts\` (\`forgotten_at\`)`);
    this.addSql(`create table \`rate_limit_counts\` (\`digest\` text not null primary key, \`times\` integer not null, \`ends_at\` datetime not null)`);
    this.addSql(`create index \`rate_limit_counts_ends_at_index\` on \`rate_limit_counts\` (\`ends_at\`)`);
  }
}
