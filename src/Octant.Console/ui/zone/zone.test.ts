import dayjs from 'dayjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { zoneOf } from './zone';

const browsers = ['America/New_York', 'Asia/Shanghai', 'Pacific/Auckland', 'UTC'];

describe.each(browsers)('A zone, seen from %s,', (browser) => {
  const within = (test: () => void) => () => {
    vi.stubEnv('TZ', browser);
    test();
  };
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it(
    'shows its own day and hour',
    within(() => {
      expect(zoneOf('Asia/Shanghai').shownAt('2026-11-29T17:05:06Z').format('YYYY-MM-DD HH:mm:ss')).toBe('2026-11-30 01:05:06');
      expect(zoneOf('America/New_York').shownAt('2026-03-08T06:59:00Z').format('YYYY-MM-DD HH:mm')).toBe('2026-03-08 01:59');
    }),
  );

  it(
    'knows when it shows something',
    within(() => {
      expect(zoneOf('Asia/Shanghai').momentOf(dayjs('2026-11-30T10:00'))).toBe('2026-11-30T02:00:00.000Z');
      expect(zoneOf('America/New_York').momentOf(dayjs('2026-03-08T10:00'))).toBe('2026-03-08T14:00:00.000Z');
      expect(zoneOf('America/New_York').momentOf(dayjs('2026-03-07T10:00'))).toBe('2026-03-07T15:00:00.000Z');
    }),
  );

  it(
    'begins its days when it begins them, also those whose first hour is left out',
    within(() => {
      expect(zoneOf('Asia/Shanghai').startOf(dayjs('2026-11-30T10:00'))).toBe('2026-11-29T16:00:00.000Z');
      expect(zoneOf('America/New_York').startOf(dayjs('2026-03-09'))).toBe('2026-03-09T04:00:00.000Z');
      expect(zoneOf('America/Santiago').startOf(dayjs('2026-09-06'))).toBe('2026-09-06T04:00:00.000Z');
      expect(zoneOf('UTC').startOf(dayjs('2026-11-30'))).toBe('2026-11-30T00:00:00.000Z');
    }),
  );
});
