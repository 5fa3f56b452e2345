import { clientOf } from '../../src/http/http-request.js';
import { clientNetwork } from '../../src/rate-limits/client-network.js';

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

describe('the network that limits count by', () => {
  it('is the address itself of IPv4, however it comes', () => {
    expect(clientNetwork('192.0.2.1')).toBe('192.0.2.1');
    for (const mapped of ['::ffff:192.0.2.1', '::ffff:c000:201', '0:0:0:0:0:ffff:c000:0201']) {
      expect(clientNetwork(mapped)).toBe('192.0.2.1');
    }
  });

  it('is the /64 of IPv6, however it is written', () => {
    for (const same of ['2001:db8::1', '2001:DB8:0:0:ffff:ffff:ffff:ffff', '2001:0db8:0000:0000::192.0.2.1']) {
      expect(clientNetwork(same)).toBe('2001:db8:0:0::/64');
    }
    expect(clientNetwork('2001:db8:0:1::1')).toBe('2001:db8:0:1::/64');
    expect(clientNetwork('::1')).toBe('0:0:0:0::/64');
    expect(clientNetwork(null)).toBe('unknown');
  });
});
