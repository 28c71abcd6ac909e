import { describe, expect, it } from 'vitest';
import { tokensOf, wordAt } from './celTokens';
import { readCel } from './readCel';
import { writeCel } from './writeCel';

const representable = [
  'customer.arpu >= 50',
  'customer.arpu >= 50 && "5g_ready" in customer.tags && !owns("P-5G-128")',
  'customer.city in ["hailan", "beihe"] || customer.arpu < -1.5',
  '(customer.fiveG || customer.dataUsageGb > 20) && !customer.autoPay',
  '!(customer.city == "hailan" || customer.city == "beihe") && has(customer.contractEnd)',
  '!has(customer.contractEnd) && !("vip" in customer.tags) && !(customer.brand in ["wave"])',
  'customer.joinedOn < timestamp("2024-01-01T00:00:00Z") && customer.contractEnd < now + duration("720h")',
  'customer.joinedOn > now - duration("2160h")',
  'count("bill.query", duration("168h")) >= 3 && contacted("go-5g", duration("48h"))',
  '!inArea("old-town") && customer.`monthly charges` != 70',
  'customer.device.startsWith("bao") && !customer.device.contains("9")',
  '!(customer.arpu > 50)',
  'customer.brand == "say \\"hi\\" \\u00e9"'.replace('\\u00e9', 'é'),
];

describe('The builder and the text', () => {
  it.each(representable)('say the same, both ways: %s', (text) => {
    const conditions = readCel(text);
    expect(conditions).not.toBeNull();
    expect(conditions && writeCel(conditions)).toBe(text);
  });

  it.each([
    ['((customer.arpu >= 50))', 'customer.arpu >= 50'],
    ['  customer.arpu>=50&&customer.fiveG ', 'customer.arpu >= 50 && customer.fiveG'],
    ['customer.fiveG && customer.autoPay || customer.arpu > 1', '(customer.fiveG && customer.autoPay) || customer.arpu > 1'],
    ["customer.city == 'hailan'", 'customer.city == "hailan"'],
    ['!!customer.fiveG', '!(!customer.fiveG)'],
    ['', ''],
  ])('keep the meaning of %s', (text, written) => {
    const conditions = readCel(text);
    expect(conditions && writeCel(conditions)).toBe(written);
  });

  it.each([
    'customer.arpu * 2 > 50',
    'customer.arpu >= customer.balance',
    'customer.arpu >= 50 ? true : false',
    'customer.tags.exists(t, t.startsWith("vip"))',
    'customer.arpu >= 50 // most of them',
    'customer.arpu >=',
    'customer.arpu >= 50 customer.fiveG',
    'customer.contractEnd < timestamp("2026-01-01T08:30:00Z")',
    'count("bill.query", duration("90m")) >= 3',
    'customer.city == "2024-01-01"',
    'customer.brand == r"raw"',
    '50 <= customer.arpu',
    'true',
  ])('leave to the text what has no row: %s', (text) => {
    expect(readCel(text)).toBeNull();
  });

  it('write nothing for what is not filled in yet', () => {
    const rules = [
      { field: 'customer.arpu', operator: '>=', value: '' },
      { field: 'customer.fiveG', operator: 'yes', value: null },
      { field: 'count', operator: '>=', value: { type: '', times: 1, days: 7 } },
    ] as const;
    expect(writeCel({ combinator: 'and', rules: [...rules] })).toBe('customer.fiveG');
    expect(writeCel({ combinator: 'and', rules: [] })).toBe('');
  });
});

describe('An error', () => {
  it('stands under the very word', () => {
    const text = 'customer.fiveG &&\n  customer.arpuu > 5';
    expect(text.slice(...Object.values(wordAt(text, 2, 12)))).toBe('arpuu');
  });

  it('counts characters as people do', () => {
    const text = 'customer.city == "🐳🐳" && customer.arpuu > 5';
    expect(text.slice(...Object.values(wordAt(text, 1, 35)))).toBe('arpuu');
  });

  it('at the end stands under the last word', () => {
    const text = 'customer.arpu >';
    expect(text.slice(...Object.values(wordAt(text, 1, 16)))).toBe('>');
    expect(wordAt('', 1, 1)).toEqual({ from: 0, to: 0 });
  });

  it('knows every word', () => {
    expect(tokensOf('a.b >= 1.5e3 && "x\\"y" in c // z').map((token) => token.kind)).toEqual(['name', 'sign', 'name', 'sign', 'number', 'sign', 'string', 'name', 'name', 'comment']);
  });
});
