import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Program } from '../support/program.js';
import { asks } from '../support/raw-request.js';

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux(
  'the program hashes on as many threads as there are cores, which give way to the one for requests',
  async () => {
    const program = Program.start();
    await asks(
      await program.isReady(),
      'mutation { login(input: { identifier: "nobody", password: "guess" }) { errors { code } } }',
    );

    const threads = poolThreadsOf(program.pid);
    expect(threads).toHaveLength(Math.max(2, availableParallelism()));
    expect(new Set(threads.map(({ nice }) => nice))).toEqual(new Set([19]));
  },
);

function poolThreadsOf(pid: number): { readonly nice: number }[] {
  const folder = `/proc/${pid}/task`;
  const stats = readdirSync(folder).map((id) => readFileSync(`${folder}/${id}/stat`, 'utf8'));
  // `man proc_pid_stat`: the name is in brackets, and the niceness is the 17th field after it.
  const pool = stats.filter((stat) => stat.includes('(libuv-worker)'));
  return pool.map((stat) => ({ nice: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]) }));
}
