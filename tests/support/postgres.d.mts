export function startPostgres(
  settings?: Readonly<Record<string, string>>,
): Promise<{ url: string; stop(): Promise<void> }>;
