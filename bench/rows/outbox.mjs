import { SMTPServer } from 'smtp-server';
import { interleaved, of } from '../lab.mjs';
import { figure, ratio } from '../table.mjs';

const QUEUED = 10_000;
const SAMPLE = 100;

/** Copies of what real registrations have queued: registering so many would take its hash each time. */
const manyMore = `insert into outbox_mails (id, kind, recipient, locale, sealed_content, message_id, attempts,
    next_attempt_at, expires_at, status, created_at)
  select gen_random_uuid(), kind, recipient, locale, sealed_content, '<' || gen_random_uuid() || '@bench>', 0, now(),
    now() + interval '1 day', 'queued', now()
  from (select * from outbox_mails where status = 'queued' limit 100) sent, generate_series(1, ${QUEUED / 100})`;

async function until(isSo, longest) {
  const startedAt = performance.now();
  while (!isSo() && performance.now() - startedAt < longest) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Ten thousand mails wait: does registering feel it, and how fast do they go to a sink on this machine? */
export async function outbox(lab) {
  const url = await lab.databases.postgresql('ours', 1_000);
  let arrived = 0;
  const sink = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    maxClients: 200,
    onData: (stream, _session, done) => void stream.resume().on('end', () => done(null, void (arrived += 1))),
  });
  const dead = await lab.ours(url);
  const registering = (round) =>
    lab.run(dead, 'register', [{ round }], { job: { connections: 2, count: SAMPLE, seconds: 60 } });
  await registering('warm');
  const empty = await interleaved(Math.min(lab.rounds, 3), { empty: (round) => registering(`empty${round}`) });
  await lab.databases.run(url, [manyMore]);
  const full = await interleaved(Math.min(lab.rounds, 3), { full: (round) => registering(`full${round}`) });
  await lab.stop(dead);

  await new Promise((resolve) => sink.listen(0, '127.0.0.1', resolve));
  await lab.databases.run(url, [`update outbox_mails set next_attempt_at = now() where status = 'queued'`]);
  const [{ rows }] = await lab.databases.run(url, [
    `select count(*)::int as waiting from outbox_mails where status = 'queued'`,
  ]);
  const waiting = rows[0].waiting;
  const startedAt = performance.now();
  const ours = await lab.ours(url, { smtpUrl: `smtp://127.0.0.1:${sink.server.address().port}` });
  await until(() => arrived >= waiting, 120_000);
  const drained = arrived / ((performance.now() - startedAt) / 1_000);
  await lab.stop(ours);
  await new Promise((resolve) => sink.close(resolve));
  const speed = figure([drained], 'mails/s');
  return [
    {
      what: `registering while ${QUEUED.toLocaleString('en')} mails wait: p50, against an empty queue`,
      baseline: figure(of(empty.empty, 'p50'), 'ms', 1).text,
      ours: figure(of(full.full, 'p50'), 'ms', 1).text,
      result: ratio(of(full.full, 'p50'), of(empty.empty, 'p50'), { atMost: 1.15 }),
      target: 'no slower',
    },
    {
      what: `the outbox drains to a local sink (${arrived.toLocaleString('en')} mails, start included)`,
      ours: speed.text,
      result: { ...speed, met: drained >= 500 },
      target: '≥ 500/s',
    },
  ];
}
