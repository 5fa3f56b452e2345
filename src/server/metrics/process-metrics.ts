import { readdir } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metric } from './metric.js';

/** What the process itself needs, under the names that Prometheus' client libraries use. */
export class ProcessMetrics {
  private readonly delay = monitorEventLoopDelay({ resolution: 20 });

  start(): void {
    this.delay.enable();
  }

  stop(): void {
    this.delay.disable();
  }

  async read(): Promise<Metric[]> {
    const { user, system } = process.cpuUsage();
    const memory = process.memoryUsage();
    const startedAt = Date.now() / 1_000 - process.uptime();
    const delay = this.delay.percentile(99) / 1e9;
    this.delay.reset();
    return [
      counter('process_cpu_seconds_total', 'CPU time of user and system.', (user + system) / 1e6),
      gauge('process_start_time_seconds', 'Start of the process, in seconds since 1970.', Math.round(startedAt)),
      gauge('process_resident_memory_bytes', 'Resident memory.', memory.rss),
      gauge('nodejs_heap_size_used_bytes', 'Used heap.', memory.heapUsed),
      gauge('nodejs_heap_size_total_bytes', 'Heap.', memory.heapTotal),
      gauge('nodejs_external_memory_bytes', 'Memory outside of the heap.', memory.external),
      gauge('nodejs_eventloop_lag_p99_seconds', 'Delay of the event loop since the last look, 99th percentile.', delay),
      ...(await openFiles()),
    ];
  }
}

async function openFiles(): Promise<Metric[]> {
  const entries = await readdir('/proc/self/fd').catch(() => null);
  return entries === null ? [] : [gauge('process_open_fds', 'Open file descriptors.', entries.length)];
}

function counter(name: string, help: string, value: number): Metric {
  return { name, type: 'counter', help, samples: [{ value }] };
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, type: 'gauge', help, samples: [{ value }] };
}
