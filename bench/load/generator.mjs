// The load generator, a process of its own: takes one job after another by IPC and answers what it saw.
import { Connection, request } from './connection.mjs';
import { operations } from './operations.mjs';

process.on('message', async (job) => {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const seen = job.rate === undefined ? await closedLoop(job) : await openLoop(job);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  process.send({ ...seen, seconds, cpuSeconds: (user + system) / 1e6 });
});
process.on('disconnect', () => process.exit());

/** Each connection sends its next request when the last was answered: for throughput. */
async function closedLoop({ port, operation, connections, seconds, count = Infinity, subjects }) {
  const until = performance.now() + seconds * 1_000;
  const seen = newSeen();
  await Promise.all(
    Array.from({ length: connections }, async (_unused, place) => {
      const connection = new Connection(port);
      const next = operations[operation]({ port, subjects, place, connections, request });
      while (performance.now() < until && seen.requests < count) {
        const { bytes, check } = next();
        seen.requests += 1;
        const sentAt = performance.now();
        await answered(connection, bytes, check, seen);
        if (seen.latencies.length < 200_000) seen.latencies.push(performance.now() - sentAt);
      }
      connection.close();
    }),
  );
  return summary(seen);
}

/**
 * Requests leave at fixed times whether or not earlier ones were answered, and a latency counts from the time at which
 * a request was to leave. So a server that stalls is seen to stall (no "coordinated omission").
 */
async function openLoop({ port, operation, rate, seconds, subjects }) {
  const seen = newSeen();
  const next = operations[operation]({ port, subjects, place: 0, connections: 1, request });
  const idle = [];
  const startedAt = performance.now();
  const total = Math.round(rate * seconds);
  const pending = [];
  const sent = async (connection, { bytes, check }, dueAt) => {
    await answered(connection, bytes, check, seen);
    seen.latencies.push(performance.now() - dueAt);
    idle.push(connection);
  };
  for (let index = 0; index < total; index += 1) {
    const dueAt = startedAt + (index * 1_000) / rate;
    const wait = dueAt - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const connection = idle.pop() ?? new Connection(port);
    seen.requests += 1;
    pending.push(sent(connection, next(), dueAt));
  }
  await Promise.all(pending);
  for (const connection of idle) connection.close();
  return summary(seen);
}

async function answered(connection, bytes, check, seen) {
  try {
    const answer = await connection.send(bytes);
    if (answer.status === 200 && check(answer.body)) return;
    seen.errors += 1;
    seen.example ??= `${answer.status} ${answer.body.slice(0, 300)}`;
  } catch (error) {
    seen.errors += 1;
    seen.example ??= String(error);
  }
}

function newSeen() {
  return { requests: 0, errors: 0, latencies: [], example: undefined };
}

function summary({ requests, errors, latencies, example }) {
  latencies.sort((one, other) => one - other);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { requests, errors, example, p50: at(0.5), p99: at(0.99) };
}
