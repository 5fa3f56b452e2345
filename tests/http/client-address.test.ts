import { clientOf } from '../../src/http/http-request.js';

const addressOf = (ip: string | undefined): string | null =>
  clientOf({ ip, header: () => undefined, setCookie: () => undefined }).ip;

describe("the client's address", () => {
  it('is kept in one form, whatever proxies make of it', () => {
    expect(addressOf('192.0.2.1')).toBe('192.0.2.1');
    expect(addressOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(addressOf('192.0.2.1:443')).toBe('192.0.2.1');
    expect(addressOf('2001:db8::1')).toBe('2001:db8::1');
    expect(addressOf('[2001:db8::1]:443')).toBe('2001:db8::1');
    expect(addressOf('fe80::1%eth0')).toBe('fe80::1');
  });

  it('is none where something else is said', () => {
    for (const ip of [undefined, '', 'unknown', 'x'.repeat(60), "'; drop table users", '1.2.3', '::ffff:1.2.3.4.5']) {
      expect(addressOf(ip)).toBeNull();
    }
  });
});
