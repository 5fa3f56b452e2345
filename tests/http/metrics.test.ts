import { asks, gets } from '../support/raw-request.js';
import { world } from '../support/world.js';

const TOKEN = 'a-token-for-prometheus-0123';

describe('the metrics', () => {
  it('are text that Prometheus reads: each metric with its help and type, each line a sample', async () => {
    const { url } = await world();
    await asks(url, '{ me { id } }');

    const { status, headers, text } = await gets(`${url}/metrics`);

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(
        /^(# (HELP|TYPE) [a-z0-9_]+ .+|[a-z0-9_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?[\d.e+-]+)$/,
      );
    }
    const typed = [...text.matchAll(/^# TYPE (\S+) (counter|gauge|histogram)$/gm)].map(([, name]) => name);
    expect(new Set(typed).size).toBe(typed.length);
    expect(typed).toEqual(
      expect.arrayContaining([
        'http_requests_total',
        'usergraph_operations_total',
        'usergraph_operation_duration_seconds',
        'usergraph_logins_total',
        'usergraph_password_hashes',
        'usergraph_outbox_mails',
        'process_cpu_seconds_total',
        'process_resident_memory_bytes',
      ]),
    );
  });

  it('count sign-ins, operations, mails and how long things took', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    await alice.triesToLogIn('wrong');
    await alice.triesToLogIn('wrong again');

    const { text } = await gets(`${here.url}/metrics`);

    expect(text).toContain('usergraph_logins_total{result="ok"} 1\n');
    expect(text).toContain('usergraph_logins_total{result="failed"} 2\n');
    expect(text).toContain('usergraph_events_total{name="user_registered"} 1\n');
    expect(text).toContain('usergraph_operations_total{operation="login",outcome="INVALID_CREDENTIALS"} 2\n');
    expect(text).toContain('usergraph_operations_total{operation="register",outcome="ok"} 1\n');
    expect(text).toContain('usergraph_operation_duration_seconds_count{operation="login"} 3\n');
    expect(text).toContain('usergraph_operation_duration_seconds_bucket{operation="login",le="+Inf"} 3\n');
    expect(text).toMatch(/http_requests_total\{method="POST",route="\/graphql",status="200"\} \d+\n/);
    expect(text).toMatch(/usergraph_outbox_mails\{state="queued"\} \d+\n/);
  });

  it('have no label that a client could make up, and no person', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const bearer = { authorization: `Bearer ${laptop.tokens?.accessToken}` };
    const before = (await gets(`${here.url}/metrics`)).text;
    for (let index = 0; index < 20; index += 1) {
      await asks(here.url, `query Made${index} { made${index} }`);
      await asks(
        here.url,
        `query Made${index} { made${index}: me { errors: sessions { code: deviceName } } }`,
        {},
        bearer,
      );
      await gets(`${here.url}/made/${index}`);
      await fetch(`${here.url}/made${index}`, { method: 'DELETE' });
      await gets(`${here.url}/verify-email?token=made${index}`);
      await asks(here.url, `{ ${'__typename '.repeat(21)} }`);
    }

    const { text } = await gets(`${here.url}/metrics`);

    expect(text).not.toMatch(/made|Made|alice|Firefox/i);
    expect(text.split('\n').length - before.split('\n').length).toBeLessThan(60);
    expect(text).toContain('usergraph_operations_total{operation="none",outcome="QUERY_TOO_COMPLEX"} 20\n');
  });

  it('need the token where there is one, in no other place and no other spelling', async () => {
    const { url } = await world({ server: { metrics: { token: TOKEN, withoutToken: 'everybody' } } });

    for (const headers of [
      {},
      { authorization: 'Bearer' },
      { authorization: 'Bearer wrong' },
      { authorization: `Bearer ${TOKEN}x` },
      { authorization: `Bearer ${TOKEN.slice(0, -1)}` },
      { authorization: `Basic ${TOKEN}` },
      { authorization: TOKEN },
      { cookie: `token=${TOKEN}` },
    ]) {
      const answer = await gets(`${url}/metrics`, headers);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.code).toBe('UNAUTHENTICATED');
    }
    expect((await gets(`${url}/metrics?token=${TOKEN}`)).status).toBe(401);
    expect((await gets(`${url}/metrics`, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  it('may be left to this machine alone, where a proxy is not', async () => {
    const { url } = await world({ server: { metrics: { token: null, withoutToken: 'this machine' } } });

    expect((await gets(`${url}/metrics`)).status).toBe(200);
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
      expect((await gets(`${url}/metrics`, { [name]: '127.0.0.1' })).status).toBe(401);
    }
  });
});
