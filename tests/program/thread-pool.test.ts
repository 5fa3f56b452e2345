import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Program } from '../support/program.js';
import { asks } from '../support/raw-request.js';

const onLinux = process.platform === 'linux' ? test : test.skip;
const whereChrtMay = spawnSync('chrt', ['-i', '0', 'true']).status === 0 ? test : test.skip;

const LOGIN = 'mutation { login(input: { identifier: "nobody", password: "guess" }) { errors { code } } }';
const LOWEST = 19;
/** As `man sched` numbers them. */
const SCHED_OTHER = 0;
const SCHED_IDLE = 5;

onLinux(
  'the program hashes on as many threads as there are cores, which give way to the one for requests',
  async () => {
    const program = Program.start({ PATH: '' });
    await asks(await program.isReady(), LOGIN);

    const threads = poolThreadsOf(program.pid);
    expect(threads).toHaveLength(Math.max(2, availableParallelism()));
    expect(new Set(threads.map(({ nice }) => nice))).toEqual(new Set([LOWEST]));
    expect(new Set(threads.map(({ scheduling }) => scheduling))).toEqual(new Set([SCHED_OTHER]));
  },
);

whereChrtMay('its hashing threads give up a core at once, where a program can be asked for that', async () => {
  const program = Program.start();
  await asks(await program.isReady(), LOGIN);

  const isIdle = () => poolThreadsOf(program.pid).every(({ scheduling }) => scheduling === SCHED_IDLE);
  for (const deadline = performance.now() + 5_000; !isIdle() && performance.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(isIdle()).toBe(true);
});

function poolThreadsOf(pid: number): { readonly nice: number; readonly scheduling: number }[] {
  const folder = `/proc/${pid}/task`;
  const stats = readdirSync(folder).map((id) => readFileSync(`${folder}/${id}/stat`, 'utf8'));
  // `man proc_pid_stat`: the name is in brackets, the niceness the 17th field after it, and the policy the 39th.
  const pool = stats.filter((stat) => stat.includes('(libuv-worker)'));
  return pool.map((stat) => {
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { nice: Number(fields[16]), scheduling: Number(fields[38]) };
  });
}
