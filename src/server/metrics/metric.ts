export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  /** What is put behind the metric's name, such as `_sum`. */
  readonly suffix?: string;
  readonly labels?: Labels;
  readonly value: number;
}

export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** The text that Prometheus reads (exposition format 0.0.4). */
export function exposition(metrics: readonly Metric[]): string {
  const lines = metrics.flatMap(({ name, type, help, samples }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(({ suffix = '', labels = {}, value }) => `${name}${suffix}${labelText(labels)} ${value}`),
  ]);
  return `${lines.join('\n')}\n`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}

/** Counts by labels. Whoever counts sees to it that their values are few: never a text that a client chooses. */
export class Counter {
  private readonly counts = new Map<string, { readonly labels: Labels; value: number }>();
  private readonly names: readonly string[];

  constructor(...names: readonly string[]) {
    this.names = names;
  }

  /** @param values of the labels, in the order of their names */
  add(...values: readonly string[]): void {
    const key = values.join('\n');
    const entry = this.counts.get(key);
    if (entry) entry.value += 1;
    else
      this.counts.set(key, {
        labels: Object.fromEntries(this.names.map((name, at) => [name, values[at] ?? ''])),
        value: 1,
      });
  }

  samples(): Sample[] {
    return [...this.counts.values()];
  }
}

/** Seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** How long things of each kind take. */
export class Durations {
  private readonly kinds = new Map<string, { readonly buckets: number[]; sum: number; count: number }>();

  constructor(private readonly label: string) {}

  add(kind: string, seconds: number): void {
    const entry = this.kinds.get(kind) ?? { buckets: BUCKETS.map(() => 0), sum: 0, count: 0 };
    this.kinds.set(kind, entry);
    entry.sum += seconds;
    entry.count += 1;
    const bucket = BUCKETS.findIndex((limit) => seconds <= limit);
    if (bucket >= 0) entry.buckets[bucket] = (entry.buckets[bucket] ?? 0) + 1;
  }

  samples(): Sample[] {
    return [...this.kinds].flatMap(([kind, { buckets, sum, count }]) => {
      const labels = { [this.label]: kind };
      let below = 0;
      const cumulative = BUCKETS.map((limit, index) => {
        below += buckets[index] ?? 0;
        return { suffix: '_bucket', labels: { ...labels, le: String(limit) }, value: below };
      });
      return [
        ...cumulative,
        { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count },
        { suffix: '_sum', labels, value: sum },
        { suffix: '_count', labels, value: count },
      ];
    });
  }
}
